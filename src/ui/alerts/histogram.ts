/** Alerts over time, in equal steps from the first to the last, so that gaps are visible. */
export interface Histogram {
  /** Start of the first step, in epoch milliseconds. */
  readonly start: number;
  /** Length of a step in milliseconds. */
  readonly step: number;
  readonly counts: readonly number[];
  readonly highest: number;
}

/**
 * @param times epoch milliseconds; NaN is ignored
 * @param steps the maximum number of steps
 * @returns null if there is no time at all
 */
export function histogram(times: Float64Array, steps: number): Histogram | null {
  const known = times.filter((time) => !Number.isNaN(time));
  if (known.length === 0) return null;
  let start = Infinity;
  let end = -Infinity;
  for (const time of known) {
    if (time < start) start = time;
    if (time > end) end = time;
  }
  const step = Math.max(1, Math.ceil((end - start + 1) / steps));
  const counts = new Array<number>(Math.ceil((end - start + 1) / step)).fill(0);
  for (const time of known) counts[Math.floor((time - start) / step)]!++;
  let highest = 0;
  for (const n of counts) if (n > highest) highest = n;
  return { start, step, counts, highest };
}
