import type { RunsSample, RunsSequence } from "../../rules/index.ts";
import { type Schedule, windowsOver } from "../../rules/schedule/index.ts";
import { type FoundSequence, byEnd, search } from "./sequence-search.ts";
import type { TermMatchOrder } from "./term-match-order.ts";

/**
 * Why Elastic's runs would have missed a result. `cap`: a run found it, but also more newer results than it keeps.
 * `window`: no run's window contains all its events, or another event in the window changes the result.
 */
export type SequenceMiss = "cap" | "window";

export interface Replay {
  /** By the id of each given result: null if some run would have raised it. */
  readonly misses: ReadonlyMap<string, SequenceMiss | null>;
  /** Number of results that only runs find, up to a limit. */
  readonly scheduleOnly: number;
}

/**
 * The most term matches given to all runs together: half a minute of work. A rule that looks back a day every five
 * minutes sees each of them 288 times.
 */
export const MAX_REPLAYED = 40_000_000;
/** Results of one run that accumulate, beyond those the run may keep, before the oldest are dropped. */
const SLACK = 1000;

/**
 * Runs a rule as Elastic does, in every window of its schedule, and finds which results of the full range this
 * misses.
 *
 * @param maxScheduleOnly where counting ends for results that only runs find
 * @returns null if it would take too long
 */
export function replay(
  rule: RunsSequence | RunsSample,
  order: TermMatchOrder,
  schedule: Schedule,
  found: readonly FoundSequence[],
  maxScheduleOnly: number,
  maxReplayed = MAX_REPLAYED,
): Replay | null {
  const { times, positions, isAscending } = order.byWindow();
  if (!isWithin(schedule, times, maxReplayed)) return null;
  const misses = new Map<string, SequenceMiss | null>(found.map(({ id }) => [id, "window"]));
  const scheduleOnly = new Set<string>();
  let before = { first: -1, last: -1 };
  for (const window of windowsOver(schedule, times)) {
    const { first, last } = window;
    if (first === before.first && last === before.last) continue;
    before = window;
    const inWindow = positions.subarray(first, last);
    const kept = new Newest(rule.kind, schedule.cap);
    search(rule, order, isAscending ? inWindow : inWindow.toSorted(), (result) => {
      if (misses.get(result.id) === "window") misses.set(result.id, "cap");
      kept.add(result);
      return true;
    });
    for (const { id } of kept.finish()) {
      if (misses.has(id)) misses.set(id, null);
      else if (scheduleOnly.size < maxScheduleOnly) scheduleOnly.add(id);
    }
  }
  return { misses, scheduleOnly: scheduleOnly.size };
}

/** Whether all windows together have at most so many term matches. */
export function isWithin(schedule: Schedule, times: Float64Array, most: number): boolean {
  let sum = 0;
  for (const { first, last } of windowsOver(schedule, times)) {
    sum += last - first;
    if (sum > most) return false;
  }
  return true;
}

/** The results that one run keeps: the newest sequences (`result_position` is `tail`), or the samples of the first keys. */
class Newest {
  readonly #kind: "sequence" | "sample";
  readonly #cap: number;
  #found: FoundSequence[] = [];

  constructor(kind: "sequence" | "sample", cap: number) {
    this.#kind = kind;
    this.#cap = cap;
  }

  add(result: FoundSequence): void {
    if (this.#kind === "sample") {
      if (this.#found.length < this.#cap) this.#found.push(result);
    } else if (this.#found.push(result) > 2 * this.#cap + SLACK) this.finish();
  }

  finish(): readonly FoundSequence[] {
    if (this.#kind === "sequence") {
      this.#found.sort(byEnd);
      this.#found = this.#found.slice(Math.max(0, this.#found.length - this.#cap));
    }
    return this.#found;
  }
}
