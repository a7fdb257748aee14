/** Dates as constants of a query: a date without all its parts means every moment that fits it. */
import { type Instant, type TimeValue, compareInstants, parseInstant } from "./instant.ts";

/** The first and the last moment of a date. */
export interface DateSpan {
  readonly first: Instant;
  readonly last: Instant;
}

const DATE = /^-?\d{4}-\d\d(?:-\d\d(?:[T ](\d\d)?(?::(\d\d))?(?::(\d\d))?(?:[.,](\d{1,9}))?)?)?/;

/**
 * Reads a date as Elasticsearch does in a query. Missing parts of the time are zero for `>=` and `<`, and the last
 * hour, minute and so on for `<=` and `>`; `==` means the range between both. A missing month or day is always the
 * first. So `"2024-05-01"` equals every moment of that day, and `"2024-05-01T10:00:00Z"` every moment of that second.
 * Epoch milliseconds without a fraction mean the whole millisecond.
 *
 * @param constant ISO 8601 text, where four digits are a year; epoch milliseconds as a number or as text
 * @returns null if it is not a date. Date math counts as none, because there is no `now` to calculate from
 *
 * Source: Elasticsearch's DateFieldMapper, JavaDateMathParser and EpochTime; "Missing date components" of its range
 * query.
 */
export function dateSpan(constant: TimeValue): DateSpan | null {
  const text = typeof constant === "string" ? constant.trim() : constant;
  const written = typeof text === "string" && /^-?\d{4}$/.test(text) ? `${text}-01` : text;
  const first = parseInstant(written);
  if (first === null) return null;
  const parts = typeof written === "string" ? DATE.exec(written) : null;
  if (parts === null) return { first, last: isWhole(written) ? { ...first, ns: 999_999 } : first };
  const [, hour, minute, second, fraction] = parts;
  if (fraction !== undefined) return { first, last: first };
  let ms = 999;
  if (hour === undefined) ms += 23 * 3_600_000;
  if (minute === undefined) ms += 59 * 60_000;
  if (second === undefined) ms += 59_000;
  return { first, last: { ms: first.ms + ms, ns: 999_999 } };
}

function isWhole(milliseconds: TimeValue): boolean {
  return !String(milliseconds).includes(".");
}

/** Returns a negative number, zero or a positive number for a moment before, inside or after a span. */
export function compareToSpan(instant: Instant, { first, last }: DateSpan): number {
  if (compareInstants(instant, first) < 0) return -1;
  return compareInstants(instant, last) > 0 ? 1 : 0;
}
