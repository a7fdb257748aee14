/** Alerts over time: equal steps from the first to the last, so that a gap is seen as a gap. */
export interface Histogram {
  /** Milliseconds since 1970 of the first step's begin. */
  readonly start: number;
  /** Milliseconds a step is long. */
  readonly step: number;
  readonly counts: readonly number[];
  readonly highest: number;
}

/**
 * @param times milliseconds since 1970; NaN is left out
 * @param steps how many steps there are at the most
 * @returns null when there is no time at all
 */
export function histogram(times: Iterable<number>, steps: number): Histogram | null {
  const known = [...times].filter((time) => !Number.isNaN(time));
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
