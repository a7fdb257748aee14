import { applyDateMath, reachOf } from "../../time/index.ts";
import type { Schedule } from "./schedule.ts";

/** One search of one run. */
export interface ScheduleWindow {
  /** When its run starts. */
  readonly run: number;
  /** Milliseconds since 1970, both ends inclusive. */
  readonly from: number;
  readonly to: number;
  /** The times that it contains: those at the indices `first ≤ i < last`. */
  readonly first: number;
  readonly last: number;
}

/**
 * Yields the windows in which a rule's runs would have looked at these times, in the order of execution. Windows
 * without any of them are left out, and periods without times cost nothing.
 *
 * A real run starts when Kibana's task manager gets to it. Here every run starts at a multiple of the interval since
 * 1970, UTC, and none is ever late or skipped: an assumption that the page has to state.
 *
 * If the window is shorter than the interval, Kibana sees a gap of the difference in every run and puts min(⌈gap /
 * interval⌉, 4) windows before the run's own, each shifted back by an interval. With punctual runs the gap is never
 * longer than the interval, so this is one window. It is as long as the run's own and usually repeats that of the
 * previous run, so the gap stays open. Source: Kibana's getRuleRangeTuples.
 *
 * Successive windows often contain the same times, which `first` and `last` show.
 *
 * @param times milliseconds since 1970, ascending, all finite
 */
export function* windowsOver(schedule: Schedule, times: ArrayLike<number>): Generator<ScheduleWindow, void> {
  const { interval } = schedule;
  const earliest = reachOf(schedule.from.steps).min - interval;
  const latest = reachOf(schedule.to.steps).max;
  let next = 0;
  let run = -Infinity;
  for (;;) {
    // Times before the reach of this run are before that of all later ones.
    next = search(times, next, run * interval + earliest, false);
    if (next === times.length) return;
    run = Math.max(run, Math.ceil((times[next]! - latest) / interval));
    yield* windowsOfRun(schedule, run * interval, times, next);
    run++;
  }
}

function* windowsOfRun(
  schedule: Schedule,
  now: number,
  times: ArrayLike<number>,
  start: number,
): Generator<ScheduleWindow, void> {
  const { interval } = schedule;
  const begin = applyDateMath(schedule.from.steps, now);
  const end = applyDateMath(schedule.to.steps, now);
  const shifts = end - begin < interval ? [interval, 0] : [0];
  for (const shift of shifts) {
    const from = begin - shift;
    const to = end - shift;
    const first = search(times, start, from, false);
    const last = search(times, first, to, true);
    if (first < last) yield { run: now, from, to, first, last };
  }
}

/**
 * Returns the first index from `start` on whose time is at or after `bound` (after it, if `beyond`). The search begins
 * with steps that double, since the result is usually near.
 */
function search(times: ArrayLike<number>, start: number, bound: number, beyond: boolean): number {
  const before = (i: number): boolean => times[i]! < bound || (beyond && times[i]! === bound);
  let low = start;
  let high = start;
  for (let step = 1; high < times.length && before(high); step *= 2) {
    low = high + 1;
    high += step;
  }
  high = Math.min(high, times.length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
