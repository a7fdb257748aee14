import type { FlatEvent } from "../eql/flat-event.ts";
import { MAPPED_MARKS } from "./windows/index.ts";

/** All that `isTakenAsIs` looks at. */
export const AS_IS_FIELDS: readonly string[] = ["winlog.channel", ...MAPPED_MARKS];

/**
 * Whether `toEcs` takes a document in Elastic's own fields as it is, beyond doubt. The others may be Winlogbeat's before
 * any pipeline, which it maps.
 */
export function isTakenAsIs(event: FlatEvent): boolean {
  return event["winlog.channel"] === undefined || MAPPED_MARKS.some((mark) => event[mark] !== undefined);
}
