import { reachOf } from "../../time/index.ts";
import { RankSet } from "./rank-set.ts";
import { type Schedule, type Scheduled, scheduleOf } from "./schedule.ts";
import { type ScheduleWindow, windowsOver } from "./windows.ts";
import { windowWords } from "./words.ts";

/** Why Elastic would not have raised an alert for a match, or (`unknown`) why that cannot be said. */
export interface MissedBySchedule {
  readonly code: "cap" | "gap" | "late" | "no-time" | "unknown";
  readonly message: string;
}

/**
 * Which matches of a rule Elastic's schedule would have lost, and why; null for those it would have found. If the
 * rule has no schedule that can be read (`scheduleOf`), every match is `unknown`.
 *
 * Of a window that holds more matches than the cap an EQL rule keeps the newest, and those that are alerts already
 * count among them: a match is lost if no window keeps it. Other rules keep the oldest that are no alerts yet, so that
 * a later window may bring what an earlier one had no room for.
 *
 * @param matches all matches of one event rule in Elasticsearch's ascending order. `time` is what the window is
 *   compared with, in milliseconds since 1970: with a timestamp_override that need not be the time that orders EQL's
 *   matches. NaN where there is no readable time. `arrived` is when the event reached Elasticsearch, if that is known and
 *   later: no run before it can find the match. Of a window the room is given as if it had been there
 * @returns one entry for each match, in the same order
 */
export function replay(rule: Scheduled, matches: readonly ScheduledMatch[]): (MissedBySchedule | null)[] {
  const schedule = scheduleOf(rule);
  // Without a schedule nothing is known to be found, and no mark at all would say that it is.
  if ("code" in schedule) return matches.map(() => unknown(schedule.message));
  const isLate = lateness(schedule);
  const byTime = timed(matches).filter((match) => !isLate(matches[match]!));
  const times = Float64Array.from(byTime, (match) => matches[match]!.time);
  const newest = schedule.keeps === "newest";
  // The order in which a full window chooses: EQL's own, for other rules that of the time searched by.
  const rankAt = newest ? byTime : byTime.map((_, position) => position);
  const matchOf = (rank: number): number => (newest ? rank : byTime[rank]!);

  const pick = newest ? pickNewest : pickOldest;
  const held = new HeldMatches(rankAt, matches.length);
  for (const window of windowsOver(schedule, times)) {
    held.moveTo(window);
    pick(held, schedule.cap);
  }

  const { cap, gap, late, noTime } = missedBySchedule(schedule);
  const losses = matches.map(({ time }): MissedBySchedule | null => (Number.isFinite(time) ? late : noTime));
  rankAt.forEach((rank) => {
    losses[matchOf(rank)] = held.isKept(rank) ? null : held.wasSeen(rank) ? cap : gap;
  });
  return losses;
}

interface ScheduledMatch {
  readonly time: number;
  readonly arrived?: number | undefined;
}

/**
 * Whether every run that looks at a match's time is over when its event arrives: what an override of the timestamp by
 * event.ingested is made against. A match that no run looks at is not late, it lies in a gap.
 */
function lateness(schedule: Schedule): (match: ScheduledMatch) => boolean {
  const { interval } = schedule;
  const { min, max: begin } = reachOf(schedule.from.steps);
  const end = reachOf(schedule.to.steps).min;
  return ({ time, arrived = -Infinity }) => {
    // Nearly every event arrives in time for this run, which looks at it whatever the windows are.
    const sure = Math.floor((time - begin) / interval) * interval;
    if (!(arrived > time) || (sure >= arrived && sure + end >= time)) return false;
    // Behind this no run looks back so far, not even by the window that is put before its own.
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

/** Room is given to the newest of all, so that those kept before use it up too. */
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

/** The matches that the current window holds, by rank, and which of them no window has kept so far. */
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

  /** Windows follow each other closely: what both hold stays. */
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

function missedBySchedule(schedule: Schedule): Record<"cap" | "gap" | "late" | "noTime", MissedBySchedule> {
  const windows = windowWords(schedule);
  const cap = schedule.cap.toLocaleString("en");
  const others =
    schedule.keeps === "newest"
      ? `${cap} or more newer matches`
      : `${cap} older ${schedule.cap === 1 ? "match" : "matches"} to raise first`;
  const reason = `${others} in every window that holds it (${windows})`;
  return {
    cap: { code: "cap", message: `Elastic's cap of ${cap} would have hidden this: ${reason}.` },
    gap: { code: "gap", message: `No run of the rule would have looked at this time: ${windows}.` },
    late: {
      code: "late",
      message: `The event arrived too late (event.ingested): every run that looked at its time was over by then (${windows}).`,
    },
    noTime: {
      code: "no-time",
      message:
        "No run of the rule would have found this: it has no readable time in the field that runs search by.",
    },
  };
}

function unknown(why: string): MissedBySchedule {
  return {
    code: "unknown",
    message: `Whether Elastic's schedule would have found this cannot be said: ${why}`,
  };
}
