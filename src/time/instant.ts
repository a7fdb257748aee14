/** When events happened and which comes first: timestamp, then tiebreaker, then the order they were given in. */

/** A moment to the nanosecond: 64 bits of nanoseconds do not fit a number, so the part below a millisecond is apart. */
export interface Instant {
  /** Whole milliseconds since 1970, UTC. */
  readonly ms: number;
  /** 0 to 999,999. */
  readonly ns: number;
}

/** What a field of an event may hold where a time is wanted. */
export type TimeValue = string | number | boolean;

const ISO =
  /^(-?\d{4,6})-(\d\d)(?:-(\d\d)(?:[T ](\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d{1,9})\d*)?)?)?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/i;
const EPOCH = /^-?\d{1,16}(?:\.(\d{1,6})\d*)?$/;

/** Reads ISO 8601 text (UTC where it names no offset), epoch milliseconds, or the latter as text; null for the rest. */
export function parseInstant(value: TimeValue | undefined): Instant | null {
  if (typeof value === "number")
    return Number.isFinite(value) ? fromEpoch(value, value - Math.floor(value)) : null;
  if (typeof value !== "string" || value.length > 64) return null;
  const epoch = EPOCH.exec(value);
  if (epoch !== null) {
    const fraction = Number((epoch[1] ?? "").padEnd(6, "0")) / 1e6;
    return value.startsWith("-")
      ? fromEpoch(Number(value), fraction === 0 ? 0 : 1 - fraction)
      : fromEpoch(Number(value), fraction);
  }
  const iso = ISO.exec(value);
  return iso === null ? null : fromIso(iso);
}

function fromEpoch(ms: number, fraction: number): Instant {
  return { ms: Math.floor(ms), ns: Math.round(fraction * 1e6) % 1_000_000 };
}

function fromIso(parts: RegExpExecArray): Instant | null {
  const [year, month, day, hour, minute, second] = parts
    .slice(1, 7)
    .map((p, i) => Number(p ?? (i === 2 ? 1 : 0))) as [number, number, number, number, number, number];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (month < 1 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  if (hour > 24 || minute > 59 || second > 60) return null;
  const fraction = (parts[7] ?? "").padEnd(9, "0");
  const zone = parts[8] ?? "Z";
  const shift = /^z$/i.test(zone)
    ? 0
    : Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(":", "") || 0));
  const ms =
    date.getTime() + ((hour * 60 + minute - shift) * 60 + second) * 1000 + Number(fraction.slice(0, 3));
  return { ms, ns: Number(fraction.slice(3)) };
}

/** Negative, zero or positive; an event without a time comes first. */
export function compareInstants(a: Instant | null, b: Instant | null): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  return a.ms - b.ms || a.ns - b.ns;
}

/** Whether more than `span` milliseconds lie between two moments; without both nothing shows that they are close. */
export function isLongerThan(span: number, from: Instant | null, to: Instant | null): boolean {
  if (from === null || to === null) return true;
  const distance = to.ms - from.ms;
  return distance > span || (distance === span && to.ns > from.ns);
}
