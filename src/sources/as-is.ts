import type { FlatEvent } from "../ecs/index.ts";
import { isMapped, MAPPED_FIELDS } from "./mapped.ts";
import { ADDED_MARKS, ECS_MARKS } from "./windows/index.ts";

/** All fields that `isTakenAsIs` reads. */
export const AS_IS_FIELDS: readonly string[] = [...new Set([...ADDED_MARKS, ...ECS_MARKS, ...MAPPED_FIELDS])];

/**
 * Whether `toEcs` is certain to leave a document in Elastic's own fields unchanged. Others may be Winlogbeat
 * documents that no pipeline has seen, raw events to which a shipper added an `event.original`, or records of another
 * product that have an event inside: `toEcs` maps those.
 */
export function isTakenAsIs(event: FlatEvent): boolean {
  const has = (mark: string): boolean => event[mark] !== undefined;
  // Nearly every document has the first ECS field.
  if (!ECS_MARKS.some(has) && ADDED_MARKS.some(has)) return false;
  return isMapped(event);
}
