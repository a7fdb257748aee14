/** Moments to the nanosecond, and the one reader of times in events. */

/** A moment to the nanosecond. Nanoseconds since 1970 do not fit into a number, so there are two parts. */
export interface Instant {
  /** Whole milliseconds since 1970, UTC. */
  readonly ms: number;
  /** Nanoseconds within the millisecond, 0 to 999,999. */
  readonly ns: number;
}

/** The types that a time in an event may have. */
export type TimeValue = string | number | boolean;

/**
 * A date and time as in Elasticsearch's `strict_date_optional_time`: a year of four digits, then month, day, hour,
 * minute, second and fraction; each part may be missing together with all that follow. An offset may come after any
 * part of the time. Some forms are accepted in addition, because exports use them and they are unambiguous: a blank
 * instead of the T or before the offset, a lower-case t or z, and more than nine decimals, which are cut off.
 *
 * Source: Elasticsearch, common/time/Iso8601Parser.java. Its zones by name (`Europe/Berlin`) are not supported, because
 * no export writes them after a time.
 */
const ISO =
  /^(-?\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](?:(\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?\s?(Z|UTC|GMT|[+-]\d\d(?::\d\d(?::\d\d)?|\d\d(?:\d\d)?)?)?)?)?)?)?$/i;
/** `epoch_millis`, with a fraction down to the nanosecond. Four digits are a year, which Elasticsearch tries first. */
const EPOCH = /^-?\d{1,16}(?:\.(\d{0,6})\d*)?$/;

/** No spelling of a time is longer; a longer text is not parsed. In UTF-16 units. */
const LONGEST = 64;

/** The largest offset of Java's ZoneOffset, in seconds: 18 hours. */
const MAX_OFFSET = 18 * 3600;

/**
 * Parses a time as Elasticsearch parses a date field with the default format,
 * `strict_date_optional_time||epoch_millis`.
 *
 * @param value ISO 8601 text, in UTC if it has no offset; epoch milliseconds as a number or as text
 * @returns null if the value is not a time
 */
export function parseInstant(value: TimeValue | undefined): Instant | null {
  if (typeof value === "number")
    return Number.isFinite(value) ? fromEpoch(value, value - Math.floor(value)) : null;
  if (typeof value !== "string" || value.length > LONGEST) return null;
  const text = value.trim();
  const iso = ISO.exec(text);
  if (iso !== null) return fromIso(iso);
  const epoch = EPOCH.exec(text);
  if (epoch === null) return null;
  const fraction = Number((epoch[1] ?? "").padEnd(6, "0")) / 1e6;
  return text.startsWith("-")
    ? fromEpoch(Number(text), fraction === 0 ? 0 : 1 - fraction)
    : fromEpoch(Number(text), fraction);
}

function fromEpoch(ms: number, fraction: number): Instant {
  return { ms: Math.floor(ms), ns: Math.round(fraction * 1e6) % 1_000_000 };
}

function fromIso(parts: RegExpExecArray): Instant | null {
  const [year, month, day] = parts.slice(1, 4).map((part) => Number(part ?? 1)) as [number, number, number];
  const [hour, minute, second] = parts.slice(4, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // Without this check, 30 February would silently become a day in March.
  if (month < 1 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const offset = offsetSeconds(parts[8] ?? "Z");
  if (offset === null) return null;
  const fraction = (parts[7] ?? "").slice(0, 9).padEnd(9, "0");
  const seconds = (hour * 60 + minute) * 60 + second - offset;
  return {
    ms: date.getTime() + seconds * 1000 + Number(fraction.slice(0, 3)),
    ns: Number(fraction.slice(3)),
  };
}

/** Parses `Z`, `+02`, `-0530`, `+05:30`, `+05:30:15`; null for an impossible offset, e.g. beyond `MAX_OFFSET`. */
function offsetSeconds(zone: string): number | null {
  if (!/^[+-]/.test(zone)) return 0;
  const digits = zone.slice(1).replaceAll(":", "");
  const [hours, minutes, seconds] = [0, 2, 4].map((at) => Number(digits.slice(at, at + 2)));
  if (minutes! > 59 || seconds! > 59) return null;
  const size = (hours! * 60 + minutes!) * 60 + seconds!;
  return size > MAX_OFFSET ? null : size * (zone.startsWith("-") ? -1 : 1);
}

/** Compares two moments: negative, zero or positive. Null, an event without a time, comes first. */
export function compareInstants(a: Instant | null, b: Instant | null): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  return a.ms - b.ms || a.ns - b.ns;
}

/** Whether two moments are more than `span` milliseconds apart. True if either is unknown: they may be far apart. */
export function isLongerThan(span: number, from: Instant | null, to: Instant | null): boolean {
  if (from === null || to === null) return true;
  const distance = to.ms - from.ms;
  return distance > span || (distance === span && to.ns > from.ns);
}
