/** From 1601-01-01, where FILETIME begins, to 1970-01-01. */
const MILLIS_TO_1970 = 11_644_473_600_000n;
const TICKS_A_MILLI = 10_000n;

/**
 * Formats a FILETIME (100 ns since 1601, UTC) with all seven decimals: `2026-03-14T09:26:53.5897930Z`. It is computed
 * in whole numbers: a double loses the last microsecond.
 */
export function filetimeText(ticks: bigint): string {
  const millis = ticks / TICKS_A_MILLI - MILLIS_TO_1970;
  // All 64 bits are within the calendar of Date: they end in the year 60056.
  const text = new Date(Number(millis)).toISOString();
  return `${text.slice(0, -1)}${String(ticks % TICKS_A_MILLI).padStart(4, "0")}Z`;
}

/** FILETIMEs of 1990 and 2100: what lies outside is no time that an artifact was written at. */
export const EARLIEST = 122_756_256_000_000_000n;
export const LATEST = 157_469_184_000_000_000n;

export function isPlausibleTime(ticks: bigint): boolean {
  return ticks >= EARLIEST && ticks <= LATEST;
}
