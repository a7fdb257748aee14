import type { DateOrder } from "./date-order.ts";
import { isForeignYear, chosenOrder, readLocalTime } from "./local-time.ts";
import { MAX_OFFSET } from "./offset-text.ts";
import { wholeNumber } from "./whole-number.ts";
import { type Occurrence, UTC, type Zone } from "./zone.ts";

/**
 * A time read from an export. A time without a zone is interpreted as UTC or in the zone that the analyst chose, and
 * `assumed` says so.
 */
export interface WrittenTime {
  /** ISO 8601 in UTC, ending in `Z`, with the decimals of the text. */
  readonly iso: string;
  /** False if the text names its zone; otherwise how often the clock of the assumed zone showed this time. */
  readonly assumed: false | Occurrence;
}

/** `2024-05-14T02:01:17.2501234Z`: T or a blank, up to nine decimals, any offset or none. */
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s?(Z|[+-]\d\d:?(?:\d\d)?)?$/i;
/**
 * .NET's JSON, as Windows PowerShell 5.1 writes it; in text that is not JSON its slashes may be escaped. The milliseconds
 * are in UTC, whatever offset follows.
 */
const DOTNET = /^\\?\/Date\((-?\d{1,14})(?:[+-]\d{4})?\)\\?\/$/;
/** Seconds since 1970 with or without decimals, or milliseconds, microseconds and nanoseconds: from 2001 to 2096. */
const SECONDS = /^([1-3]\d{9})(?:[.,](\d{1,9})\d*)?$/;
const FRACTIONS = /^([1-3]\d{9})(\d{3}|\d{6}|\d{9})$/;
/** A FILETIME, 100 nanoseconds since 1601: from 1981 to 2044. */
const FILETIME = /^1[23]\d{16}$/;
/** From 1601 to 1970, in seconds. */
const SECONDS_TO_1970 = 11_644_473_600n;
/** A zone within a text, as Intl writes it in most languages: `UTC`, `(GMT+2)`. */
const NAMED_OFFSET =
  /[[(]?(?<!\p{L})(?:UTC|GMT)(?:([+\u2212-])(\d{1,2})(?::?(\d\d))?)?(?![\p{L}\d:+\u2212-])[\])]?/u;
/** Kibana's default, `Mar 31, 2022 @ 06:39:36.298`, and the same without the @, as some portals write it. */
const NAMED_MONTH =
  /^([A-Za-z]{3,9}) (\d{1,2}), (\d{4})(?: @|,)? (\d{1,2}):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?: ?([AP]M))?$/i;
/** Day, month and year in the order of a locale: `3/31/2022 6:39:36 AM`, `31.03.2022 06:39:36`. */
const CULTURE =
  /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}),? (\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:\s?([AP]M))?$/i;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** The decimals of the second as written; "" for none. */
  readonly fraction: string;
}

/**
 * Reads a time in any of the forms above, or as Intl writes it for any language: see `readLocalTime`.
 *
 * @param zone applies only to a time that does not name its zone; `zone.dates` has the order of day and month
 * @returns null if the text is not a time in any of these forms, or if it has several meanings
 */
export function parseWrittenTime(text: string, zone: Zone = UTC): WrittenTime | null {
  const iso = ISO.exec(text);
  if (iso !== null && (iso[8] !== undefined || !isForeignYear(Number(iso[1])))) {
    const parts = partsFrom(iso[1], iso[2], iso[3], iso[4], iso[5], iso[6], iso[7]);
    const written = iso[8];
    if (written === undefined) return inZone(parts, zone);
    return withOffset(parts, written === "Z" || written === "z" ? 0 : offsetOf(written));
  }
  const dotnet = DOTNET.exec(text);
  if (dotnet !== null) {
    const millis = Number(dotnet[1]);
    return result(millis, String(((millis % 1000) + 1000) % 1000).padStart(3, "0"), false);
  }
  const epoch = fromEpoch(text);
  if (epoch !== null) return epoch;
  const named = NAMED_MONTH.exec(text);
  if (named !== null && !isForeignYear(Number(named[3]))) {
    const month = MONTHS.indexOf(named[1]!.slice(0, 3).toLowerCase()) + 1;
    const hour = clockHour(named[4]!, named[8]);
    return inZone(partsFrom(named[3], String(month), named[2], hour, named[5], named[6], named[7]), zone);
  }
  const culture = CULTURE.exec(text);
  if (culture !== null && !isForeignYear(Number(culture[4]))) return inNumbers(culture, zone);
  return local(text, zone);
}

/** Day, month and year in numbers. */
function inNumbers(found: RegExpExecArray, zone: Zone): WrittenTime | null {
  const [, first, separator, second, year, hour, minute, seconds, fraction, half] = found;
  const clock = clockHour(hour!, half);
  const read = (order: DateOrder): Parts => {
    const [month, day] = order === "month-first" ? [first, second] : [second, first];
    return partsFrom(year, month, day, clock, minute, seconds, fraction);
  };
  const [dayFirst, monthFirst] = [read("day-first"), read("month-first")];
  const fitsDayFirst = wallMillis(dayFirst) !== null;
  const fitsMonthFirst = separator !== "." && wallMillis(monthFirst) !== null;
  if (separator === "." || first === second) return inZone(dayFirst, zone);
  if (fitsDayFirst && fitsMonthFirst) {
    // Americans write slashes and AM or PM in capitals; where the day comes first, it is am or pm (CLDR).
    const isAmerican = separator === "/" && half !== undefined && half === half.toUpperCase();
    const order = chosenOrder(isAmerican ? "month-first" : "day-first", zone.dates);
    return inZone(order === "month-first" ? monthFirst : dayFirst, zone);
  }
  if (fitsDayFirst) zone.dates?.show("day-first");
  else if (fitsMonthFirst) zone.dates?.show("month-first");
  return inZone(fitsMonthFirst ? monthFirst : dayFirst, zone);
}

/** A local time in the words of some language, with or without `UTC` or an offset from it. */
function local(text: string, zone: Zone): WrittenTime | null {
  const named = text.length > LONGEST ? null : NAMED_OFFSET.exec(text);
  if (named !== null) {
    const rest = `${text.slice(0, named.index)} ${text.slice(named.index + named[0].length)}`;
    const read = readLocalTime(rest, zone);
    const minutes = Number(named[2] ?? 0) * 60 + Number(named[3] ?? 0);
    if (read !== null && read.ahead === null && minutes <= MAX_OFFSET)
      return result(read.wall - (named[1] === "+" ? minutes : -minutes) * 60_000, read.fraction, false);
  }
  const read = readLocalTime(text, zone);
  if (read === null) return null;
  if (read.ahead !== null) return result(read.wall - read.ahead, read.fraction, read.assumed);
  const { ahead, occurs } = zone.at(read.wall);
  return result(read.wall - ahead, read.fraction, occurs);
}

/** In UTF-16 units. No spelling is longer. */
const LONGEST = 200;

function fromEpoch(text: string): WrittenTime | null {
  const found = SECONDS.exec(text) ?? FRACTIONS.exec(text);
  if (found !== null) return result(Number(found[1]) * 1000, found[2] ?? "", false);
  const ticks = FILETIME.test(text) ? wholeNumber(text) : null;
  if (ticks === null) return null;
  const seconds = ticks / 10_000_000n - SECONDS_TO_1970;
  return result(Number(seconds) * 1000, String(ticks % 10_000_000n).padStart(7, "0"), false);
}

function partsFrom(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  fraction: string | undefined,
): Parts {
  return {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    fraction: fraction ?? "",
  };
}

function clockHour(hour: string, half: string | undefined): string {
  if (half === undefined) return hour;
  const twelve = Number(hour) % 12;
  return String(half[0] === "P" || half[0] === "p" ? twelve + 12 : twelve);
}

function offsetOf(zone: string): number {
  const digits = zone.slice(1).replace(":", "");
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0);
  return zone.startsWith("-") ? -minutes : minutes;
}

function inZone(parts: Parts, zone: Zone): WrittenTime | null {
  const wall = wallMillis(parts);
  if (wall === null) return null;
  const { ahead, occurs } = zone.at(wall);
  return result(wall - ahead, parts.fraction, occurs);
}

function withOffset(parts: Parts, minutes: number): WrittenTime | null {
  const wall = wallMillis(parts);
  return wall === null ? null : result(wall - minutes * 60_000, parts.fraction, false);
}

/** The local time without decimals, in milliseconds since 1970 as if it were UTC; null for an impossible time. */
function wallMillis({ year, month, day, hour, minute, second }: Parts): number | null {
  if (hour > 23 || minute > 59 || second > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // Without this check, 30 February would silently become a day in March.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.setUTCHours(hour, minute, second);
}

function result(millis: number, fraction: string, assumed: WrittenTime["assumed"]): WrittenTime | null {
  const date = new Date(millis);
  // The offset can move the time beyond the years that ISO writes with four digits.
  if (date.getUTCFullYear() < 0 || date.getUTCFullYear() > 9999) return null;
  const seconds = date.toISOString().slice(0, -".000Z".length);
  return { iso: `${seconds}${fraction === "" ? "" : `.${fraction}`}Z`, assumed };
}

/** Cuts an ISO time in UTC to milliseconds, as Elasticsearch's date processor writes it. */
export function truncateToMillis(iso: string): string {
  const point = iso.indexOf(".");
  if (point < 0) return `${iso.slice(0, -1)}.000Z`;
  return `${iso.slice(0, point)}.${iso
    .slice(point + 1, -1)
    .slice(0, 3)
    .padEnd(3, "0")}Z`;
}
