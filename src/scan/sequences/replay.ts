import type { RunsSample, RunsSequence } from "../../rules/index.ts";
import { type Schedule, windowsOver } from "../../rules/schedule/index.ts";
import { type Found, byEnd, search } from "./sequence-search.ts";
import type { TermMatchOrder } from "./term-match-order.ts";

/**
 * Why Elastic's runs would have missed a result: `cap`, a run found it, but more newer ones than it keeps; `window`, no
 * run has all its events in its window, or an event besides them there changes what is found.
 */
export type SequenceMiss = "cap" | "window";

export interface Replay {
  /** By the id of each given result: null if some run would have raised it. */
  readonly losses: ReadonlyMap<string, SequenceMiss | null>;
  /** Results that only runs find, up to a limit. */
  readonly only: number;
}

/**
 * The most term matches fed to all runs together: half a minute. A rule that looks back a day every five minutes sees
 * each 288 times.
 */
const MAX_REPLAYED = 40_000_000;
/** Results of one run that wait until the oldest of them are dropped, besides those the run may keep. */
const SLACK = 1000;

/**
 * Runs a rule as Elastic does, in every window of its schedule, and finds which results of the full range this
 * misses.
 *
 * @param mostOnly results that are counted of those which only runs find
 * @returns null if it would take too long
 */
export function replay(
  rule: RunsSequence | RunsSample,
  order: TermMatchOrder,
  schedule: Schedule,
  found: readonly Found[],
  mostOnly: number,
  maxReplayed = MAX_REPLAYED,
): Replay | null {
  const { times, positions, correlationRules } = order.byWindow();
  if (!isWithin(schedule, times, maxReplayed)) return null;
  const losses = new Map<string, SequenceMiss | null>(found.map(({ id }) => [id, "window"]));
  const only = new Set<string>();
  let before = { first: -1, last: -1 };
  for (const window of windowsOver(schedule, times)) {
    const { first, last } = window;
    if (first === before.first && last === before.last) continue;
    before = window;
    const held = positions.subarray(first, last);
    const kept = new Newest(rule.kind, schedule.cap);
    search(rule, order, correlationRules ? held : held.toSorted(), (result) => {
      if (losses.get(result.id) === "window") losses.set(result.id, "cap");
      kept.add(result);
      return true;
    });
    for (const { id } of kept.finish()) {
      if (losses.has(id)) losses.set(id, null);
      else if (only.size < mostOnly) only.add(id);
    }
  }
  return { losses, only: only.size };
}

function isWithin(schedule: Schedule, times: Float64Array, most: number): boolean {
  let sum = 0;
  for (const { first, last } of windowsOver(schedule, times)) {
    sum += last - first;
    if (sum > most) return false;
  }
  return true;
}

/** The results that one run keeps: of sequences the newest (`result_position` is `tail`), of samples the first keys. */
class Newest {
  readonly #kind: "sequence" | "sample";
  readonly #cap: number;
  #found: Found[] = [];

  constructor(kind: "sequence" | "sample", cap: number) {
    this.#kind = kind;
    this.#cap = cap;
  }

  add(result: Found): void {
    if (this.#kind === "sample") {
      if (this.#found.length < this.#cap) this.#found.push(result);
    } else if (this.#found.push(result) > 2 * this.#cap + SLACK) this.finish();
  }

  finish(): readonly Found[] {
    if (this.#kind === "sequence") {
      this.#found.sort(byEnd);
      this.#found = this.#found.slice(Math.max(0, this.#found.length - this.#cap));
    }
    return this.#found;
  }
}
