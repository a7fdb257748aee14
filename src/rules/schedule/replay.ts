import type { Coded, NoData } from "../../diagnostic/index.ts";
import { reachOf } from "../../time/index.ts";
import { RankSet } from "./rank-set.ts";
import { type Schedule, type Scheduled, type ScheduleProblem, scheduleOf } from "./schedule.ts";
import { type ScheduleWindow, windowsOver } from "./windows.ts";

/** Why Elastic would not have raised an alert for a match. */
export interface ScheduleMisses {
  /** Every window that contains the match also contains as many others as the cap allows. */
  cap: { readonly schedule: Schedule };
  /** No run looks at the time of the match. */
  gap: { readonly schedule: Schedule };
  /** Every run that looks at the time of the match is over when its event arrives. */
  late: { readonly schedule: Schedule };
  "no-time": NoData;
  /** The rule has no schedule that could be replayed, so nothing is known of the match. */
  unknown: { readonly problem: ScheduleProblem };
}

export type MissedBySchedule = Coded<ScheduleMisses>;

/**
 * Finds the matches of a rule that Elastic's schedule would have missed.
 *
 * If a window contains more matches than the cap, an EQL rule keeps the newest, including those that are alerts
 * already: a match is missed if no window keeps it. Other rules keep the oldest that are not alerts yet, so a later
 * window may keep what an earlier one had no room for.
 *
 * @param matches all matches of one event rule, in Elasticsearch's ascending order. `time` is compared with the
 *   windows, in milliseconds since 1970, NaN if it cannot be read; with a timestamp_override it may differ from the
 *   time that orders EQL's matches. `arrived` is when the event reached Elasticsearch, if known and later: no earlier
 *   run can find the match, but it takes room in their windows as if it had been there, unless it is late for every run
 * @returns one entry for each match, in the same order: why it was missed, null if it was found; if the rule has no
 *   schedule that can be replayed (`scheduleOf`), every match is `unknown`
 */
export function replay(rule: Scheduled, matches: readonly ScheduledMatch[]): (MissedBySchedule | null)[] {
  const schedule = scheduleOf(rule);
  // Null would mean that the match was found, which is unknown.
  if ("code" in schedule) {
    const unknown: MissedBySchedule = { code: "unknown", data: { problem: schedule } };
    return matches.map(() => unknown);
  }
  const isLate = lateness(schedule);
  const byTime = timed(matches).filter((match) => !isLate(matches[match]!));
  const times = Float64Array.from(byTime, (match) => matches[match]!.time);
  const newest = schedule.keeps === "newest";
  // The order in which a full window chooses: for EQL that of its matches, for other rules that of the time searched
  // by.
  const rankAt = newest ? byTime : byTime.map((_, position) => position);
  const matchOf = (rank: number): number => (newest ? rank : byTime[rank]!);

  const pick = newest ? pickNewest : pickOldest;
  const held = new HeldMatches(rankAt, matches.length);
  for (const window of windowsOver(schedule, times)) {
    held.moveTo(window);
    pick(held, schedule.cap);
  }

  // One object for each reason, however many matches share it.
  const data = { schedule };
  const cap: MissedBySchedule = { code: "cap", data };
  const gap: MissedBySchedule = { code: "gap", data };
  const late: MissedBySchedule = { code: "late", data };
  const noTime: MissedBySchedule = { code: "no-time", data: {} };
  const misses = matches.map(({ time }): MissedBySchedule | null => (Number.isFinite(time) ? late : noTime));
  rankAt.forEach((rank) => {
    misses[matchOf(rank)] = held.isKept(rank) ? null : held.wasSeen(rank) ? cap : gap;
  });
  return misses;
}

interface ScheduledMatch {
  readonly time: number;
  readonly arrived?: number | undefined;
}

/**
 * Tests whether every run that looks at the time of a match is over when its event arrives, which rules avoid with
 * event.ingested as timestamp_override. A match that no run looks at is not late but in a gap.
 */
function lateness(schedule: Schedule): (match: ScheduledMatch) => boolean {
  const { interval } = schedule;
  const { min, max: begin } = reachOf(schedule.from.steps);
  const end = reachOf(schedule.to.steps).min;
  return ({ time, arrived = -Infinity }) => {
    // Nearly every event arrives in time for this run, whose window contains it in any case.
    const sure = Math.floor((time - begin) / interval) * interval;
    if (!(arrived > time) || (sure >= arrived && sure + end >= time)) return false;
    // After this, no run looks back far enough, not even with the extra window before its own.
    const isOver = arrived > time - min + interval;
    let looked = false;
    for (const { run } of windowsOver(schedule, [time])) {
      if (run >= arrived) return false;
      looked = true;
      if (isOver) break;
    }
    return looked;
  };
}

/** The indices of the matches that have a time, ascending by it. */
function timed(matches: readonly { readonly time: number }[]): Uint32Array {
  const indices: number[] = [];
  for (let i = 0; i < matches.length; i++) if (Number.isFinite(matches[i]!.time)) indices.push(i);
  return Uint32Array.from(indices).sort((a, b) => matches[a]!.time - matches[b]!.time || a - b);
}

/** The newest of all take the room, so those that were kept before use it up too. */
function pickNewest(held: HeldMatches, cap: number): void {
  const { all, waiting } = held;
  const least = all.size > cap ? all.at(all.size - cap) : 0;
  while (waiting.size > 0) {
    const rank = waiting.at(waiting.size - 1);
    if (rank < least) return;
    held.keep(rank);
  }
}

function pickOldest(held: HeldMatches, cap: number): void {
  for (let room = cap; room > 0 && held.waiting.size > 0; room--) held.keep(held.waiting.at(0));
}

/** The matches in the current window, by rank, and which of them no window has kept so far. */
class HeldMatches {
  readonly all: RankSet;
  readonly waiting: RankSet;
  readonly #rankAt: Uint32Array;
  readonly #seen: Uint8Array;
  readonly #kept: Uint8Array;
  #first = 0;
  #last = 0;

  constructor(rankAt: Uint32Array, limit: number) {
    this.#rankAt = rankAt;
    this.all = new RankSet(limit);
    this.waiting = new RankSet(limit);
    this.#seen = new Uint8Array(limit);
    this.#kept = new Uint8Array(limit);
  }

  /** Windows follow each other closely: matches in both stay. */
  moveTo({ first, last }: ScheduleWindow): void {
    if (first >= this.#last || last <= this.#first) {
      while (this.#first < this.#last) this.#leave(--this.#last);
      this.#first = this.#last = first;
    }
    while (this.#last < last) this.#enter(this.#last++);
    while (this.#first > first) this.#enter(--this.#first);
    while (this.#last > last) this.#leave(--this.#last);
    while (this.#first < first) this.#leave(this.#first++);
  }

  keep(rank: number): void {
    this.#kept[rank] = 1;
    this.waiting.remove(rank);
  }

  isKept(rank: number): boolean {
    return this.#kept[rank] === 1;
  }

  wasSeen(rank: number): boolean {
    return this.#seen[rank] === 1;
  }

  #enter(position: number): void {
    const rank = this.#rankAt[position]!;
    this.#seen[rank] = 1;
    this.all.add(rank);
    if (!this.isKept(rank)) this.waiting.add(rank);
  }

  #leave(position: number): void {
    const rank = this.#rankAt[position]!;
    this.all.remove(rank);
    if (!this.isKept(rank)) this.waiting.remove(rank);
  }
}
