import { parseInstant, type TimeValue } from "./instant.ts";

/**
 * A time as ISO 8601 in UTC with exactly three decimals, e.g. `2026-05-04T07:08:09.123Z`. Further decimals are cut off,
 * not rounded: a time must never move into the next second.
 *
 * @param value see `parseInstant`
 * @returns the time, or the value's own text when it is no time
 */
export function toIsoUtc(value: TimeValue): string {
  const date = new Date(epochMillis(value));
  return Number.isNaN(date.getTime()) ? String(value) : date.toISOString();
}

/** Milliseconds either side of 1970 that a date can be away (ECMA-262, "Time Values and Time Range"). */
const MAX_MILLIS = 8.64e15;

/** The same time as whole milliseconds since 1970, NaN when the value is no time or no date can hold it. */
export function epochMillis(value: TimeValue): number {
  const millis = parseInstant(value)?.ms ?? NaN;
  return Math.abs(millis) <= MAX_MILLIS ? millis : NaN;
}
