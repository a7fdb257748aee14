/** Elasticsearch's order of events: by timestamp, then tiebreaker, then the order in which they were given. */
import type { FieldValue, FlatEvent, Scalar } from "../ecs/index.ts";
import { compareInstants, type Instant, parseInstant } from "../time/index.ts";
import { compareValues, fromScalar } from "./values.ts";

export interface Placed<T> {
  readonly item: T;
  readonly event: FlatEvent;
  readonly instant: Instant | null;
}

/** Events in Elasticsearch's order. An event without the tiebreaker comes behind those that have it. */
export function sortEvents<T>(
  items: readonly { readonly item: T; readonly event: FlatEvent }[],
  timestampField: string,
  tiebreakerField?: string,
): Placed<T>[] {
  const placed = items.map(({ item, event }) => ({
    item,
    event,
    instant: parseInstant(firstOf(event[timestampField])),
    tiebreaker: tiebreakerField === undefined ? undefined : firstOf(event[tiebreakerField]),
  }));
  // The sort is stable: what is still equal keeps the order it was given in.
  return placed.sort(
    (a, b) => compareInstants(a.instant, b.instant) || compareTiebreakers(a.tiebreaker, b.tiebreaker),
  );
}

/** The value that counts where a field orders events: the first of several. */
export function firstOf(value: FieldValue | undefined): Scalar | undefined {
  return typeof value === "object" ? value[0] : value;
}

/** Order of two events of one moment: negative, zero or positive. One without the tiebreaker comes behind. */
export function compareTiebreakers(a: Scalar | undefined, b: Scalar | undefined): number {
  if (a === undefined || b === undefined) return (a === undefined ? 1 : 0) - (b === undefined ? 1 : 0);
  return compareValues(fromScalar(a)!, fromScalar(b)!) || 0;
}
