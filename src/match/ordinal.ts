/** Elasticsearch's order of events: by timestamp, then by tiebreaker, then in the given order. */
import type { FieldValue, FlatEvent, Scalar } from "../ecs/index.ts";
import { compareInstants, type Instant, parseInstant } from "../time/index.ts";
import { compareValues, fromScalar } from "./values.ts";

export interface OrderedEvent<T> {
  readonly item: T;
  readonly event: FlatEvent;
  readonly instant: Instant | null;
}

/** Sorts events in Elasticsearch's order. An event without a tiebreaker comes after those that have one. */
export function sortEvents<T>(
  items: readonly { readonly item: T; readonly event: FlatEvent }[],
  timestampField: string,
  tiebreakerField?: string,
): OrderedEvent<T>[] {
  const dated = items.map(({ item, event }) => ({
    item,
    event,
    instant: parseInstant(firstOf(event[timestampField])),
    tiebreaker: tiebreakerField === undefined ? undefined : firstOf(event[tiebreakerField]),
  }));
  // The sort is stable: events that are still equal keep the given order.
  return dated.sort(
    (a, b) => compareInstants(a.instant, b.instant) || compareTiebreakers(a.tiebreaker, b.tiebreaker),
  );
}

/** Returns the value that counts when a field orders events: the first of several. */
export function firstOf(value: FieldValue | undefined): Scalar | undefined {
  return typeof value === "object" ? value[0] : value;
}

/**
 * Compares the tiebreakers of two events of the same moment: negative, zero or positive. An event without a tiebreaker
 * comes after one that has one.
 */
export function compareTiebreakers(a: Scalar | undefined, b: Scalar | undefined): number {
  if (a === undefined || b === undefined) return (a === undefined ? 1 : 0) - (b === undefined ? 1 : 0);
  return compareValues(fromScalar(a)!, fromScalar(b)!) || 0;
}
