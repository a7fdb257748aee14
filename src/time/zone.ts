import type { LocalDates } from "./date-order.ts";

/**
 * The time zone of a clock whose times do not name one. Analysts know it as an offset or as a place. A place may have
 * two offsets in a year, so an export from March may need both.
 */
export interface Zone {
  /** `UTC`, `UTC+02:00` or `Europe/Berlin`: `zoneOf` returns the same zone for it. */
  readonly name: string;
  /** The dates in numbers that the clock wrote, where their order matters: see `withDates`. */
  readonly dates?: LocalDates;
  /** @param wall the local time that the clock showed, in milliseconds since 1970 as if it were UTC */
  at(wall: number): WallTime;
}

/**
 * How often a clock showed a local time. An ambiguous time occurs twice, in the hour that repeats when the clock is set
 * back. A skipped time never occurs: it is in the hour left out when the clock is set forward.
 */
export type Occurrence = "once" | "twice" | "never";

export interface WallTime {
  /**
   * How many milliseconds the clock was ahead of UTC. An ambiguous time is read as the first of the two; a skipped time
   * has the offset before the change.
   */
  readonly ahead: number;
  readonly occurs: Occurrence;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Offsets in minutes: whole hours from -12 to +14, and these in between that are in use somewhere on Earth. */
const BETWEEN = [-570, -210, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825];
const OFFSETS: readonly number[] = [...Array.from({ length: 27 }, (_, i) => 60 * (i - 12)), ...BETWEEN].sort(
  (a, b) => a - b,
);

/** @param minutes how far the clock is ahead of UTC */
export function fixedZone(minutes: number): Zone {
  const time: WallTime = { ahead: minutes * MINUTE, occurs: "once" };
  return { name: offsetName(minutes), at: () => time };
}

/** Assumed until the analyst chooses another zone. */
export const UTC: Zone = fixedZone(0);

/** A zone together with the dates of one file: reading a time takes their order from there, and records it there. */
export function withDates(zone: Zone, dates: LocalDates): Zone {
  return { name: zone.name, dates, at: (wall) => zone.at(wall) };
}

/** UTC for a file whose other times are read in `zone`: the order of day and month is the same in all of them. */
export function utcFor({ dates }: Zone): Zone {
  return dates === undefined ? UTC : withDates(UTC, dates);
}

function offsetName(minutes: number): string {
  if (minutes === 0) return "UTC";
  const distance = Math.abs(minutes);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `UTC${minutes < 0 ? "-" : "+"}${two(Math.floor(distance / 60))}:${two(distance % 60)}`;
}

/** `+2`, `+02`, `+0200`, `+02:00`, optionally with UTC or GMT before it; the minus sign may be typographic. */
const OFFSET = /^(?:UTC|GMT)?\s*(?:([+\u2212-])\s?(\d{1,2})(?::?(\d\d))?)?$/i;
/** Area and place, as in the tz database. `Etc/GMT+2` is excluded, because it means two hours behind UTC. */
const ZONE_NAME = /^[A-Za-z_-]+(?:\/[A-Za-z_-]+)+$/;

/**
 * Finds the zone that a text names: an offset that is in use somewhere, or a place in the browser's tz database.
 *
 * @returns null for any other text
 */
export function zoneOf(text: string): Zone | null {
  const trimmed = text.trim();
  const offset = trimmed === "" ? null : OFFSET.exec(trimmed);
  if (offset !== null) {
    const minutes = Number(offset[2] ?? 0) * 60 + Number(offset[3] ?? 0);
    const signed = offset[1] === undefined || offset[1] === "+" ? minutes : 0 - minutes;
    return OFFSETS.includes(signed) ? fixedZone(signed) : null;
  }
  return ZONE_NAME.test(trimmed) ? NamedZone.named(trimmed) : null;
}

/** Returns the names to choose from: every offset, then every place that the browser knows. */
export function zoneNames(): string[] {
  return [...OFFSETS.map(offsetName), ...listedZoneNames()];
}

function listedZoneNames(): readonly string[] {
  return Intl.supportedValuesOf("timeZone").filter((name) => ZONE_NAME.test(name));
}

/** One UTC day: the clock was ahead of UTC by `first` until `change`, and by `then` afterwards. In milliseconds. */
interface Day {
  readonly first: number;
  readonly change: number;
  readonly then: number;
}

/** The most days kept. The times in a log share few days, but a hostile log may name every day of 10,000 years. */
const MAX_DAYS = 5000;
/** Before 1900 offsets follow local mean time, and several calendars are in use. No log is that old. */
const EARLIEST = Date.UTC(1900, 0, 1);

/** A place and its clock changes, found by asking the browser's Intl for the local time of single instants. */
class NamedZone implements Zone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #days = new Map<number, Day>();

  private constructor(name: string, format: Intl.DateTimeFormat) {
    this.name = name;
    this.#format = format;
  }

  static named(name: string): Zone | null {
    try {
      const format = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
        timeZone: name,
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      });
      const listed = listedZoneNames().find((other) => other.toLowerCase() === name.toLowerCase());
      // A place may have two names, of which a browser lists only one, and not every browser the same one. So a name
      // that is not listed is kept as the analyst wrote it.
      return new NamedZone(listed ?? name, format);
    } catch {
      return null;
    }
  }

  at(wall: number): WallTime {
    // Every offset is less than a day, and no place has changed its clock twice within two days.
    const before = this.#ahead(wall - DAY);
    const after = this.#ahead(wall + DAY);
    if (before === after) return { ahead: before, occurs: "once" };
    const fitting = [before, after].filter((ahead) => this.#ahead(wall - ahead) === ahead);
    if (fitting.length === 1) return { ahead: fitting[0]!, occurs: "once" };
    return { ahead: before, occurs: fitting.length === 2 ? "twice" : "never" };
  }

  #ahead(instant: number): number {
    const day = Math.floor(Math.max(instant, EARLIEST) / DAY);
    let known = this.#days.get(day);
    if (known === undefined) {
      if (this.#days.size >= MAX_DAYS) this.#days.clear();
      known = this.#dayOf(day);
      this.#days.set(day, known);
    }
    return instant < known.change ? known.first : known.then;
  }

  /** Intl takes microseconds per call: one day needs two calls, and more to find the exact second of a change. */
  #dayOf(day: number): Day {
    let [from, to] = [day * DAY, (day + 1) * DAY];
    const first = this.#computeAhead(from);
    const then = this.#computeAhead(to);
    if (first === then) return { first, change: to, then };
    while (to - from > 1000) {
      const middle = Math.floor((from + to) / 2000) * 1000;
      if (this.#computeAhead(middle) === first) from = middle;
      else to = middle;
    }
    return { first, change: to, then };
  }

  /** @param instant whole seconds, in milliseconds since 1970 */
  #computeAhead(instant: number): number {
    const parts = new Map(
      this.#format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type)!;
    const wall = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
    return wall - instant;
  }
}
