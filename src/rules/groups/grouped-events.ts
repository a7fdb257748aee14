/**
 * The events that one threshold or new terms rule groups, ascending by time; those of the same moment in an order of the
 * caller's. An event is known by its position.
 */
export interface GroupedEvents {
  readonly length: number;
  /** The time by which Kibana's runs choose the event: milliseconds since 1970, never NaN. */
  time(position: number): number;
  /** The event's groups, as texts that are equal for equal values: one for each combination of its values. */
  keys(position: number): readonly string[];
}

/** One search of one run, with the events that lie in it: those at the positions `first ≤ i < last`. */
export interface RunWindow {
  /** Milliseconds since 1970, both ends inclusive. */
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly last: number;
}

/** The order in which Elasticsearch returns groups: by the value of the first field, then of the second, and so on. */
export type CompareKeys = (a: string, b: string) => number;

/** The first of some indices, `first ≤ i < last`, that is not before what is looked for; `last` if all are. */
export function firstIndex(first: number, last: number, isBefore: (index: number) => boolean): number {
  let [low, high] = [first, last];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first position from `first` on whose time is at or after a moment; the number of events if there is none. */
export function positionFrom(events: GroupedEvents, moment: number, first = 0): number {
  return firstIndex(first, events.length, (position) => events.time(position) < moment);
}
