import { parseInstant, type TimeValue } from "./instant.ts";
import { timestampMillis } from "./timestamp-bytes.ts";

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
  const plain = typeof value === "string" ? plainMillis(value) : NaN;
  if (!Number.isNaN(plain)) return plain;
  const millis = parseInstant(value)?.ms ?? NaN;
  return Math.abs(millis) <= MAX_MILLIS ? millis : NaN;
}

const BYTES = new Uint8Array(40);

/** NaN for any but the most frequent spelling, which nearly every event has: for it this is five times as fast. */
function plainMillis(text: string): number {
  if (text.length > BYTES.length) return NaN;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return NaN;
    BYTES[i] = code;
  }
  return timestampMillis(BYTES, 0, text.length);
}
