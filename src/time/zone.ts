/**
 * Where a clock stood whose times name no zone. Analysts know it as an offset or as a place; a place has two offsets a
 * year, so an export of March can need both.
 */
export interface Zone {
  /** `UTC`, `UTC+02:00` or `Europe/Berlin`: `zoneOf` makes the same zone of it again. */
  readonly name: string;
  /** @param wall what the clock showed, as milliseconds since 1970 as if it had been UTC */
  at(wall: number): WallTime;
}

/**
 * How often a clock showed a time: twice in the hour before it was put back, never in the hour that was left out when
 * it was put forward.
 */
export type Occurrence = "once" | "twice" | "never";

export interface WallTime {
  /** Milliseconds by which the clock was ahead of UTC: of two the first, of none that which had been in force before. */
  readonly ahead: number;
  readonly occurs: Occurrence;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Whole hours from -12 to +14, and the offsets between them that some place on Earth has. */
const BETWEEN = [-570, -210, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825];
const OFFSETS: readonly number[] = [...Array.from({ length: 27 }, (_, i) => 60 * (i - 12)), ...BETWEEN].sort(
  (a, b) => a - b,
);

/** @param minutes by which the clock is ahead of UTC */
export function fixedZone(minutes: number): Zone {
  const time: WallTime = { ahead: minutes * MINUTE, occurs: "once" };
  return { name: offsetName(minutes), at: () => time };
}

/** What is assumed until somebody says otherwise. */
export const UTC: Zone = fixedZone(0);

function offsetName(minutes: number): string {
  if (minutes === 0) return "UTC";
  const distance = Math.abs(minutes);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `UTC${minutes < 0 ? "-" : "+"}${two(Math.floor(distance / 60))}:${two(distance % 60)}`;
}

/** `+2`, `+02`, `+0200`, `+02:00`, with UTC or GMT before it; the minus sign may be the typographic one. */
const OFFSET = /^(?:UTC|GMT)?\s*(?:([+\u2212-])\s?(\d{1,2})(?::?(\d\d))?)?$/i;
/** Names of the tz database by area and place. `Etc/GMT+2` is none of them: it means two hours behind UTC. */
const PLACE = /^[A-Za-z_-]+(?:\/[A-Za-z_-]+)+$/;

/**
 * The zone that a text names: an offset that exists somewhere, or a place of the tz database as the browser has it.
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
  return PLACE.test(trimmed) ? PlaceZone.named(trimmed) : null;
}

/** Names to choose from: every offset, then every place that the browser knows. */
export function zoneNames(): string[] {
  return [...OFFSETS.map(offsetName), ...places()];
}

function places(): readonly string[] {
  return Intl.supportedValuesOf("timeZone").filter((name) => PLACE.test(name));
}

/** One day of UTC: the clock was ahead by `first` until `change`, and by `then` afterwards. */
interface Day {
  readonly first: number;
  readonly change: number;
  readonly then: number;
}

/** Times of logs repeat their days; hostile ones may name every day of ten thousand years. */
const MAX_DAYS = 5000;
/** Before this, offsets are those of local mean time and dates those of several calendars. No log is that old. */
const EARLIEST = Date.UTC(1900, 0, 1);

/** A place with its changes of the clock, worked out from what the browser's Intl says of single instants. */
class PlaceZone implements Zone {
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
      const listed = places().find((one) => one.toLowerCase() === name.toLowerCase());
      // A place with two names is called as it was said: the browser knows one of them only, and not all the same one.
      return new PlaceZone(listed ?? name, format);
    } catch {
      return null;
    }
  }

  at(wall: number): WallTime {
    // No offset is as much as a day, and no place has changed its clock twice within two days.
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
      known = this.#look(day);
      this.#days.set(day, known);
    }
    return instant < known.change ? known.first : known.then;
  }

  /** Asking Intl takes some microseconds: once a day, and where the clock was changed, until the second is found. */
  #look(day: number): Day {
    let [from, to] = [day * DAY, (day + 1) * DAY];
    const first = this.#ask(from);
    const then = this.#ask(to);
    if (first === then) return { first, change: to, then };
    while (to - from > 1000) {
      const middle = Math.floor((from + to) / 2000) * 1000;
      if (this.#ask(middle) === first) from = middle;
      else to = middle;
    }
    return { first, change: to, then };
  }

  /** @param instant whole seconds, as milliseconds */
  #ask(instant: number): number {
    const parts = new Map(
      this.#format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type)!;
    const wall = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
    return wall - instant;
  }
}
