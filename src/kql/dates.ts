/** Dates in values and ranges. */
import { type Instant, compareInstants, parseInstant } from "../eql/index.ts";

/** Date math: `now-1d`, `2024-01-01||/M`. */
export function isRelative(text: string): boolean {
  return /^now(?:$|[-+/])/.test(text) || /^\d{4}.*\|\|/.test(text);
}

/** The first and the last moment a date text stands for. */
export interface Span {
  readonly first: Instant;
  readonly last: Instant;
}

const DATE = /^\d{4}-\d\d(?:-\d\d(?:[T ](\d\d)?(?::(\d\d))?(?::(\d\d))?(?:[.,](\d{1,9}))?)?)?/;

/**
 * A date as Elasticsearch reads it in a range: from the earliest moment that fits to the latest. What is missing of
 * the time is filled with the last hour, minute and so on for `<=` and `>`; a missing day is always the first of its
 * month. Null for what is no date in ISO 8601. Four digits are a year.
 * Source: Elasticsearch's JavaDateMathParser and "Missing date components" of its range query.
 */
export function dateSpan(written: string): Span | null {
  const text = /^\d{4}$/.test(written) ? `${written}-01` : written;
  const parts = DATE.exec(text);
  const first = parts === null ? null : parseInstant(text);
  if (parts === null || first === null) return null;
  const [, hour, minute, second, fraction] = parts;
  let ms = 0;
  if (hour === undefined) ms += 23 * 3_600_000;
  if (minute === undefined) ms += 59 * 60_000;
  if (second === undefined) ms += 59_000;
  if (fraction !== undefined) return { first, last: first };
  return { first, last: { ms: first.ms + ms + 999, ns: 999_999 } };
}

/** Whether a moment is before, inside or behind a span: negative, zero, positive. */
export function compareToSpan(instant: Instant, { first, last }: Span): number {
  if (compareInstants(instant, first) < 0) return -1;
  return compareInstants(instant, last) > 0 ? 1 : 0;
}
