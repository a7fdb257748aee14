/** The schedule once more, as plainly as can be: every run of a stretch of time, every window, every match. */
import { applyDateMath } from "../../../src/time/date-math.ts";
import type { Schedule } from "../../../src/rules/schedule/index.ts";

/** Every window that holds a time, of all runs between two moments. */
export function allWindows(
  { interval, from, to }: Schedule,
  times: readonly number[],
  begin: number,
  end: number,
): { from: number; to: number; held: number[] }[] {
  const windows = [];
  for (let now = Math.floor(begin / interval) * interval; now <= end; now += interval) {
    const run = { from: applyDateMath(from.steps, now), to: applyDateMath(to.steps, now) };
    const queue = [run];
    const gap = now - (now - interval) - (run.to - run.from);
    for (let i = 1; i <= Math.min(Math.max(Math.ceil(gap / interval), 0), 4); i++) {
      queue.unshift({ from: run.from - i * interval, to: run.to - i * interval });
    }
    for (const window of queue) {
      const held = [...times.keys()].filter((i) => times[i]! >= window.from && times[i]! <= window.to);
      if (held.length > 0) windows.push({ ...window, held });
    }
  }
  return windows;
}

/** The fate of each match: null, or the code of its miss. */
export function fates(
  schedule: Schedule,
  times: readonly number[],
  begin: number,
  end: number,
): (string | null)[] {
  const alerts = new Set<number>();
  const seen = new Set<number>();
  for (const { held } of allWindows(schedule, times, begin, end)) {
    held.forEach((i) => seen.add(i));
    if (schedule.keeps === "newest") held.slice(-schedule.cap).forEach((i) => alerts.add(i));
    else {
      const fresh = held.filter((i) => !alerts.has(i)).sort((a, b) => times[a]! - times[b]! || a - b);
      fresh.slice(0, schedule.cap).forEach((i) => alerts.add(i));
    }
  }
  return times.map((time, i) =>
    Number.isNaN(time) ? "no-time" : alerts.has(i) ? null : seen.has(i) ? "cap" : "gap",
  );
}
