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
/** .NET's JSON, as Windows PowerShell 5.1 writes it. The milliseconds are in UTC, whatever offset follows. */
const DOTNET = /^\/Date\((\d{1,14})(?:[+-]\d{4})?\)\/$/;
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
 * Reads a time in any of the forms above.
 *
 * @param zone applies only to a time that does not name its zone
 * @returns null if the text is not a time in any of these forms
 */
export function parseWrittenTime(text: string, zone: Zone = UTC): WrittenTime | null {
  const iso = ISO.exec(text);
  if (iso !== null) {
    const parts = partsFrom(iso[1], iso[2], iso[3], iso[4], iso[5], iso[6], iso[7]);
    const written = iso[8];
    if (written === undefined) return inZone(parts, zone);
    return withOffset(parts, written === "Z" || written === "z" ? 0 : offsetOf(written));
  }
  const dotnet = DOTNET.exec(text);
  if (dotnet !== null) {
    return { iso: new Date(Number(dotnet[1])).toISOString(), assumed: false };
  }
  const named = NAMED_MONTH.exec(text);
  if (named !== null) {
    const month = MONTHS.indexOf(named[1]!.slice(0, 3).toLowerCase()) + 1;
    const hour = clockHour(named[4]!, named[8]);
    return inZone(partsFrom(named[3], String(month), named[2], hour, named[5], named[6], named[7]), zone);
  }
  const culture = CULTURE.exec(text);
  if (culture === null) return null;
  const [first, second] = [culture[1]!, culture[3]!];
  // With slashes the month comes first if the second number cannot be a month, or if there is AM or PM (an American
  // date) and the first number can be a month. Otherwise the day comes first.
  const monthFirst =
    culture[2] === "/" && (Number(second) > 12 || (culture[9] !== undefined && Number(first) <= 12));
  const hour = clockHour(culture[5]!, culture[9]);
  return inZone(
    partsFrom(
      culture[4],
      monthFirst ? first : second,
      monthFirst ? second : first,
      hour,
      culture[6],
      culture[7],
      culture[8],
    ),
    zone,
  );
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
