import type { FlatEvent } from "../ecs/index.ts";
import { isMapped, MAPPED_FIELDS } from "./mapped.ts";
import { ADDED_FIELDS, ECS_FIELDS } from "./windows/index.ts";

/** All fields that `isTakenAsIs` reads. */
export const AS_IS_FIELDS: readonly string[] = [
  ...new Set([...ADDED_FIELDS, ...ECS_FIELDS, ...MAPPED_FIELDS]),
];

/**
 * Whether `toEcs` is certain to leave a document in Elastic's own fields unchanged. Others may be Winlogbeat
 * documents that no pipeline has seen, raw events to which a shipper added an `event.original`, or records of another
 * product that have an event inside: `toEcs` maps those. A document that may have another event inside must be decoded
 * as well, whatever this says.
 */
export function isTakenAsIs(event: FlatEvent): boolean {
  const has = (field: string): boolean => event[field] !== undefined;
  // Nearly every document has the first ECS field.
  if (!ECS_FIELDS.some(has) && ADDED_FIELDS.some(has)) return false;
  return isMapped(event);
}
