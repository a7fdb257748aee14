/**
 * Threshold rules: so many events with the same values.
 *
 * Source: Kibana's detection engine, rule_types/threshold (find_threshold_signals, build_signal_history,
 * get_threshold_bucket_filters), and Elasticsearch's composite aggregation.
 */
import type { RunsThreshold } from "../run/index.ts";
import { Distinct } from "./distinct.ts";
import type { CompareKeys, GroupedEvents, RunWindow } from "./grouped-events.ts";

/** Events for a threshold rule. */
export interface CountedEvents extends GroupedEvents {
  /** The values of the field that needs different ones; none for a rule without such a field. */
  values(position: number): readonly string[];
}

/** A group with enough events. */
export interface ThresholdGroup {
  readonly key: string;
  /** The positions of its events, ascending. */
  readonly events: readonly number[];
  /** How many values its field of different values has; null for a rule without one. */
  readonly distinct: number | null;
}

type Threshold = Pick<RunsThreshold, "least" | "distinct">;

/**
 * Finds the groups wherever a window of the rule's length has enough events of one, whenever runs begin. A group has all
 * of its events from the first of such a window on to the window's end, and none of them counts again: Kibana, too, leaves
 * out what an alert has counted.
 *
 * @param window the length of the window of a run, in milliseconds
 * @returns by the time of the event that was the last one needed
 */
export function thresholdGroups(
  { least, distinct }: Threshold,
  events: CountedEvents,
  window: number,
): ThresholdGroup[] {
  const open = new Map<string, OpenGroup>();
  const found: { readonly reached: number; readonly group: OpenGroup }[] = [];
  for (let position = 0; position < events.length; position++) {
    for (const key of events.keys(position)) {
      let group = open.get(key);
      if (group === undefined || !group.takes(events, position, window)) {
        group = new OpenGroup(key);
        open.set(key, group);
      }
      group.add(events, position);
      if (group.isReached || group.size < least) continue;
      if (distinct !== null && group.distinct.size < distinct.least) continue;
      group.isReached = true;
      found.push({ reached: position, group });
    }
  }
  return found.map(({ group }) => group.finished(distinct !== null));
}

/** The events of one group within the length of a window. */
class OpenGroup {
  readonly key: string;
  readonly distinct = new Distinct();
  isReached = false;
  readonly #events: number[] = [];
  /** Those before this one are too early: taking each out of the list would take quadratic time. */
  #first = 0;

  constructor(key: string) {
    this.key = key;
  }

  get size(): number {
    return this.#events.length - this.#first;
  }

  /**
   * Makes room for an event: what is too long before it is left out, unless the group is an alert's already.
   *
   * @returns false if the event is too late for such a group
   */
  takes(events: CountedEvents, position: number, window: number): boolean {
    const earliest = events.time(position) - window;
    if (this.isReached) return events.time(this.#events[this.#first]!) >= earliest;
    for (; this.size > 0 && events.time(this.#events[this.#first]!) < earliest; this.#first++)
      this.distinct.remove(events.values(this.#events[this.#first]!));
    return true;
  }

  add(events: CountedEvents, position: number): void {
    this.#events.push(position);
    this.distinct.add(events.values(position));
  }

  finished(hasDistinct: boolean): ThresholdGroup {
    const distinct = hasDistinct ? this.distinct.size : null;
    return { key: this.key, events: this.#events.slice(this.#first), distinct };
  }
}

/**
 * What successive runs of a rule find. Events that an alert has counted do not count again, nor do earlier ones with the
 * same values, as long as that alert's last event is in the window.
 */
export class ThresholdRuns {
  readonly #rule: Threshold;
  readonly #events: CountedEvents;
  readonly #compare: CompareKeys;
  readonly #cap: number;
  /** The time of the last event that an alert has counted, by key. */
  #counted = new Map<string, number>();

  /** @param cap the most alerts of one run */
  constructor(rule: Threshold, events: CountedEvents, compare: CompareKeys, cap: number) {
    this.#rule = rule;
    this.#events = events;
    this.#compare = compare;
    this.#cap = cap;
  }

  /** Runs once. The windows of successive runs must not go back in time. */
  run(window: RunWindow): {
    readonly alerts: readonly ThresholdGroup[];
    readonly beyondCap: readonly ThresholdGroup[];
  } {
    this.#counted = new Map([...this.#counted].filter(([, last]) => last > window.from));
    const groups = this.#groups(window);
    const alerts = groups.slice(0, this.#cap);
    for (const { key, events } of alerts) this.#counted.set(key, this.#events.time(events.at(-1)!));
    return { alerts, beyondCap: groups.slice(this.#cap) };
  }

  #groups({ first, last }: RunWindow): ThresholdGroup[] {
    const { least, distinct } = this.#rule;
    const groups = new Map<string, number[]>();
    for (let position = first; position < last; position++) {
      const keys = this.#events.keys(position);
      if (this.#isCounted(keys, this.#events.time(position))) continue;
      for (const key of keys) {
        const events = groups.get(key);
        if (events === undefined) groups.set(key, [position]);
        else events.push(position);
      }
    }
    const found: ThresholdGroup[] = [];
    for (const [key, events] of groups) {
      if (events.length < least) continue;
      const values = distinct === null ? null : this.#distinctOf(events);
      if (distinct === null || values! >= distinct.least) found.push({ key, events, distinct: values });
    }
    return found.sort((a, b) => this.#compare(a.key, b.key));
  }

  /** Kibana's filter is about the event: with several values, one that was counted keeps it from the other groups, too. */
  #isCounted(keys: readonly string[], time: number): boolean {
    return this.#counted.size > 0 && keys.some((key) => time <= (this.#counted.get(key) ?? -Infinity));
  }

  #distinctOf(events: readonly number[]): number {
    const distinct = new Distinct();
    for (const position of events) distinct.add(this.#events.values(position));
    return distinct.size;
  }
}
