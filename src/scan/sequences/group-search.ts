/** Runs a threshold or new terms rule over its term matches, at any time and as Elastic's runs would have. */
import { compareKeyTexts } from "../../eql/index.ts";
import {
  type CountedEvents,
  firstIndex,
  newTermId,
  newTerms,
  NewTermsRuns,
  type RunsGroups,
  type RunsNewTerms,
  type RunsThreshold,
  thresholdGroups,
  ThresholdRuns,
} from "../../rules/index.ts";
import { type Schedule, type ScheduleWindow, windowsOver } from "../../rules/schedule/index.ts";
import { applyDateMath } from "../../time/index.ts";
import { isWithin, type SequenceMiss } from "./replay.ts";
import type { TermMatchOrder, WindowOrder } from "./term-match-order.ts";

/** What the events of an alert have in common, and how many there are. */
export interface GroupFacts {
  /** The values by which events are grouped, as text, in the order of the rule's fields. */
  readonly terms: readonly GroupTerm[];
  /** How many events it has; the alert lists only some of very many. */
  readonly count: number;
  /** The field that needed different values, and how many it has; absent for a rule without one. */
  readonly distinct?: { readonly field: string; readonly count: number };
  /** Time of the first and the last event by which runs choose them: milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** Of a new terms rule: the length of its history up to the event, in milliseconds. */
  readonly history?: number;
}

export interface GroupTerm {
  readonly field: string;
  readonly value: string;
}

/** A group that a rule found. */
export interface FoundGroup {
  /** Positions in the order of the term matches: the first ones, and the last. */
  readonly positions: readonly number[];
  readonly group: GroupFacts;
  /** Null if some run raises it, or if none was replayed. */
  readonly missed: SequenceMiss | null;
}

export interface GroupSearch {
  /** By their time. */
  readonly found: readonly FoundGroup[];
  readonly more: boolean;
  /** Groups that only runs find. */
  readonly scheduleOnly: number;
  readonly replayed: boolean;
  /** Events without a time: no run sees them. */
  readonly undated: number;
}

/** Events that an alert lists; the group says how many there are. */
const MOST_LISTED = 100;

/**
 * @param schedule when the rule runs; null for no replay
 * @param most groups that are listed
 * @param maxReplayed term matches given to all runs together
 */
export function searchGroups(
  rule: RunsGroups,
  order: TermMatchOrder,
  schedule: Schedule | null,
  most: number,
  maxReplayed: number,
): GroupSearch {
  const windowOrder = order.byWindow();
  const events = new OrderedEvents(order, windowOrder, rule.terms.length);
  const { times } = windowOrder;
  const windows =
    schedule === null || !isWithin(schedule, times, maxReplayed) ? null : windowsOver(schedule, times);
  const { groups, scheduleOnly } =
    rule.kind === "threshold"
      ? thresholdSearch(rule, events, schedule, windows)
      : newTermsSearch(rule, events, schedule, windows);
  return {
    found: groups.slice(0, most).map(({ positions, ...rest }) => ({
      positions: listed(positions).map((position) => windowOrder.positions[position]!),
      ...rest,
    })),
    more: groups.length > most,
    scheduleOnly,
    replayed: windows !== null,
    undated: order.length - times.length,
  };
}

interface Searched {
  /** With positions in the order of the windows. */
  readonly groups: readonly FoundGroup[];
  readonly scheduleOnly: number;
}

function thresholdSearch(
  rule: RunsThreshold,
  events: CountedEvents,
  schedule: Schedule | null,
  windows: Iterable<ScheduleWindow> | null,
): Searched {
  const all = thresholdGroups(rule, events, rule.window);
  const raised = new Spans();
  const beyond = new Spans();
  let scheduleOnly = 0;
  if (windows !== null) {
    const known = new Spans();
    for (const { key, events: counted } of all) known.add(key, events, counted);
    const runs = new ThresholdRuns(rule, events, compareKeyTexts, schedule!.cap);
    for (const window of windows) {
      const { alerts, beyondCap } = runs.run(window);
      for (const { key, events: counted } of alerts) {
        raised.add(key, events, counted);
        if (!known.overlaps(key, events, counted)) scheduleOnly++;
      }
      for (const { key, events: counted } of beyondCap) beyond.add(key, events, counted);
    }
  }
  const groups = all.map(({ key, events: positions, distinct }): FoundGroup => {
    const isRaised = windows === null || raised.overlaps(key, events, positions);
    return {
      positions,
      group: {
        terms: termsOf(rule, key),
        count: positions.length,
        ...(rule.distinct !== null && { distinct: { field: rule.distinct.field, count: distinct! } }),
        from: events.time(positions[0]!),
        to: events.time(positions.at(-1)!),
      },
      missed: isRaised ? null : beyond.overlaps(key, events, positions) ? "cap" : "window",
    };
  });
  return { groups, scheduleOnly };
}

function newTermsSearch(
  rule: RunsNewTerms,
  events: CountedEvents,
  schedule: Schedule | null,
  windows: Iterable<ScheduleWindow> | null,
): Searched {
  const all = newTerms(events, rule.history);
  const misses = new Map<string, SequenceMiss | null>(
    all.map((term) => [newTermId(term), windows === null ? null : "window"]),
  );
  let scheduleOnly = 0;
  if (windows !== null) {
    const runs = new NewTermsRuns(events, compareKeyTexts, rule.groupedBy.length === 1, schedule!.cap);
    for (const window of windows) {
      const { alerts, beyondCap } = runs.run(window, applyDateMath(rule.history, window.to));
      for (const id of alerts.map(newTermId)) {
        if (misses.has(id)) misses.set(id, null);
        else scheduleOnly++;
      }
      for (const id of beyondCap.map(newTermId)) if (misses.get(id) === "window") misses.set(id, "cap");
    }
  }
  const groups = all.map((term): FoundGroup => {
    const { key, event } = term;
    const time = events.time(event);
    return {
      positions: [event],
      group: {
        terms: termsOf(rule, key),
        count: 1,
        from: time,
        to: time,
        history: time - applyDateMath(rule.history, time),
      },
      missed: misses.get(newTermId(term))!,
    };
  });
  return { groups, scheduleOnly };
}

function termsOf({ groupedBy }: RunsGroups, key: string): GroupTerm[] {
  const values = JSON.parse(key) as readonly string[];
  return groupedBy.map((field, i) => ({ field, value: values[i]! }));
}

function listed(positions: readonly number[]): readonly number[] {
  if (positions.length <= MOST_LISTED) return positions;
  return [...positions.slice(0, MOST_LISTED - 1), positions.at(-1)!];
}

/** Term matches in the order of the windows. */
class OrderedEvents implements CountedEvents {
  readonly #order: TermMatchOrder;
  readonly #windows: WindowOrder;
  readonly #terms: number;

  constructor(order: TermMatchOrder, windows: WindowOrder, terms: number) {
    this.#order = order;
    this.#windows = windows;
    this.#terms = terms;
  }

  get length(): number {
    return this.#windows.times.length;
  }

  time(position: number): number {
    return this.#windows.times[position]!;
  }

  keys(position: number): readonly string[] {
    return this.#order.termMatch(this.#windows.positions[position]!, this.#terms).keys[0]!;
  }

  values(position: number): readonly string[] {
    return this.#order.termMatch(this.#windows.positions[position]!, this.#terms).keys[1] ?? [];
  }
}

/** Stretches of time by key: those of one key are added in their order. */
class Spans {
  readonly #byKey = new Map<string, [from: number, to: number][]>();

  add(key: string, events: CountedEvents, positions: readonly number[]): void {
    const spans = this.#byKey.get(key) ?? [];
    this.#byKey.set(key, spans);
    spans.push([events.time(positions[0]!), events.time(positions.at(-1)!)]);
  }

  /** Whether one of the key's stretches and that of some events have a moment in common. */
  overlaps(key: string, events: CountedEvents, positions: readonly number[]): boolean {
    const [from, to] = [events.time(positions[0]!), events.time(positions.at(-1)!)];
    const spans = this.#byKey.get(key) ?? [];
    const next = spans[firstIndex(0, spans.length, (i) => spans[i]![1] < from)];
    return next !== undefined && next[0] <= to;
  }
}
