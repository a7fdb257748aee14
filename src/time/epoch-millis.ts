import { parseInstant, type TimeValue } from "./instant.ts";

/**
 * Converts a time to ISO 8601 in UTC with exactly three decimals, e.g. `2026-05-04T07:08:09.123Z`. Further decimals are
 * cut off, not rounded: a time must never move into the next second.
 *
 * @param value see `parseInstant`
 * @returns the time, or the value as text if it is not a time
 */
export function toIsoUtc(value: TimeValue): string {
  const date = new Date(epochMillis(value));
  return Number.isNaN(date.getTime()) ? String(value) : date.toISOString();
}

/** The most milliseconds before or after 1970 that a Date can represent (ECMA-262, "Time Values and Time Range"). */
const MAX_MILLIS = 8.64e15;

/** Converts a time to whole milliseconds since 1970; NaN if it is not a time or beyond the range of a Date. */
export function epochMillis(value: TimeValue): number {
  const millis = parseInstant(value)?.ms ?? NaN;
  return Math.abs(millis) <= MAX_MILLIS ? millis : NaN;
}
