import { type Occurrence, UTC, type Zone } from "./zone.ts";

/**
 * Times as the exports write them. Without a zone they are taken for UTC, or for the zone the analyst gave, and the
 * result says so.
 */
export interface ReadTime {
  /** ISO 8601 in UTC, ending in `Z`, with the decimals the text had. */
  readonly iso: string;
  /** False where the text named its zone; else how often the clock of the assumed one showed this time. */
  readonly assumed: false | Occurrence;
}

/** `2024-05-14T02:01:17.2501234Z`, with a blank for the T, any decimals, any offset or none. */
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s?(Z|[+-]\d\d:?(?:\d\d)?)?$/i;
/** .NET's JSON of Windows PowerShell 5.1; the milliseconds are UTC whatever offset follows. */
const DOTNET = /^\/Date\((\d{1,14})(?:[+-]\d{4})?\)\/$/;
/** Kibana's default, `Mar 31, 2022 @ 06:39:36.298`, and the same without the sign, as some portals write it. */
const NAMED_MONTH =
  /^([A-Za-z]{3,9}) (\d{1,2}), (\d{4})(?: @|,)? (\d{1,2}):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?: ?([AP]M))?$/i;
/** Day, month, year in the order of a culture: `3/31/2022 6:39:36 AM`, `31.03.2022 06:39:36`. */
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
  /** The decimals of a second as written. */
  readonly fraction: string;
}

/**
 * @param zone of a time that names none; one that names its zone is never shifted
 * @returns null for a text that is no time in any of the forms
 */
export function readTime(text: string, zone: Zone = UTC): ReadTime | null {
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
  // A slash with AM or PM is American, unless the second number can be no day of an American date; all else puts the day first.
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

function inZone(parts: Parts, zone: Zone): ReadTime | null {
  const wall = wallMillis(parts);
  if (wall === null) return null;
  const { ahead, occurs } = zone.at(wall);
  return result(wall - ahead, parts.fraction, occurs);
}

function withOffset(parts: Parts, minutes: number): ReadTime | null {
  const wall = wallMillis(parts);
  return wall === null ? null : result(wall - minutes * 60_000, parts.fraction, false);
}

/** What the clock showed, without the decimals, as if it had been UTC; null for what no clock shows. */
function wallMillis({ year, month, day, hour, minute, second }: Parts): number | null {
  if (hour > 23 || minute > 59 || second > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // 30 February rolls over silently: such a text is no time.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.setUTCHours(hour, minute, second);
}

function result(millis: number, fraction: string, assumed: ReadTime["assumed"]): ReadTime | null {
  const date = new Date(millis);
  // An offset can lead out of the years that ISO writes with four digits.
  if (date.getUTCFullYear() < 0 || date.getUTCFullYear() > 9999) return null;
  const seconds = date.toISOString().slice(0, -".000Z".length);
  return { iso: `${seconds}${fraction === "" ? "" : `.${fraction}`}Z`, assumed };
}

/** A time cut to milliseconds, as Elasticsearch's date processor writes it. */
export function toMillis(iso: string): string {
  const point = iso.indexOf(".");
  if (point < 0) return `${iso.slice(0, -1)}.000Z`;
  return `${iso.slice(0, point)}.${iso
    .slice(point + 1, -1)
    .slice(0, 3)
    .padEnd(3, "0")}Z`;
}
