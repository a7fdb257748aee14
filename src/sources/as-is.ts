import type { FlatEvent } from "../ecs/index.ts";
import { ADDED_MARKS, ECS_MARKS, MAPPED_MARKS } from "./windows/index.ts";

/** All that `isTakenAsIs` looks at. */
export const AS_IS_FIELDS: readonly string[] = [
  "winlog.channel",
  ...new Set([...ADDED_MARKS, ...ECS_MARKS, ...MAPPED_MARKS]),
];

/**
 * Whether `toEcs` takes a document in Elastic's own fields as it is, beyond doubt. The others may be Winlogbeat's before
 * any pipeline, or raw events that a shipper put an `event.original` beside: those it maps.
 */
export function isTakenAsIs(event: FlatEvent): boolean {
  const has = (mark: string): boolean => event[mark] !== undefined;
  // Nearly every document has the first of ECS's.
  if (!ECS_MARKS.some(has) && ADDED_MARKS.some(has)) return false;
  return !has("winlog.channel") || MAPPED_MARKS.some(has);
}
