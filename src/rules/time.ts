import type { Scalar } from "../ecs/index.ts";

/** The forms of `strict_date_optional_time` that Elasticsearch takes for `@timestamp`; a missing offset is UTC. */
const ISO =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?(?:Z|([+-])(\d\d)(?::?(\d\d))?)?)?)?)?$/i;

/** Epoch milliseconds as text. Four digits alone are a year, as in Elasticsearch. */
const EPOCH_MILLIS = /^-?\d+(?:\.\d+)?$/;

/**
 * A time as ISO 8601 in UTC with exactly three decimals, e.g. `2026-05-04T07:08:09.123Z`.
 *
 * @param value ISO text with any offset and any number of decimals (cut off, not rounded: a time must never move
 *   into the next second), or epoch milliseconds as number or text
 * @returns the time, or the value's own text when it is no time
 */
export function toIsoUtc(value: Scalar): string {
  const date = new Date(epochMillis(value));
  return Number.isNaN(date.getTime()) ? String(value) : date.toISOString();
}

/** Milliseconds either side of 1970 that a date can be away (ECMA-262, "Time Values and Time Range"). */
const MAX_MILLIS = 8.64e15;

/** The same time as whole milliseconds since 1970, NaN when the value is no time or no date can hold it. */
export function epochMillis(value: Scalar): number {
  const millis = Math.floor(typeof value === "number" ? value : millisOf(String(value).trim()));
  return Math.abs(millis) <= MAX_MILLIS ? millis : NaN;
}

function millisOf(text: string): number {
  const iso = ISO.exec(text);
  if (!iso) return EPOCH_MILLIS.test(text) ? Number(text) : NaN;
  const [year, month, day, hour, minute, second] = iso
    .slice(1, 7)
    .map((part, i) => Number(part ?? (i < 3 ? 1 : 0)));
  const fraction = Number((iso[7] ?? "").slice(0, 3).padEnd(3, "0"));
  const date = new Date(0);
  date.setUTCFullYear(year!, month! - 1, day);
  date.setUTCHours(hour!, minute, second, fraction);
  // 30 February and 25:00 roll over silently: such a text is no time.
  const real = date.getUTCMonth() === month! - 1 && date.getUTCDate() === day && minute! < 60 && second! < 60;
  const offset = (iso[8] === "-" ? -1 : 1) * (Number(iso[9] ?? 0) * 60 + Number(iso[10] ?? 0));
  return real && hour! < 24 ? date.getTime() - offset * 60_000 : NaN;
}
