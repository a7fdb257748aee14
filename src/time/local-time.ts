/** Reads local times as Intl.DateTimeFormat writes them for any language, or refuses those that are ambiguous. */
import { calendarsWith, dayOf, ISLAMIC } from "./calendars.ts";
import type { DateOrder, LocalDates } from "./date-order.ts";
import { Effort } from "./effort.ts";
import {
  type LocalPattern,
  type LocalPatterns,
  calendarPatterns,
  numericPatterns,
  type DatePart,
  styledPatterns,
} from "./local-patterns.ts";
import { plainText } from "./local-text.ts";
import { findName } from "./name-text.ts";
import { findOffset } from "./offset-text.ts";
import { type WrittenBack, writtenBack } from "./written-back.ts";
import { type Occurrence, UTC, type Zone } from "./zone.ts";
import { type Offsets, offsetsOf } from "./zone-names.ts";

/** A local time as a clock showed it. */
export interface LocalTime {
  /** Without decimals, in milliseconds since 1970 as if it were UTC. */
  readonly wall: number;
  /** The decimals of the second as written; "" for none. */
  readonly fraction: string;
  /** How far ahead of UTC the text says that the clock was, in milliseconds; null if it names no zone. */
  readonly ahead: number | null;
  /** Whether the zone's name has several meanings, of which the analyst's choice of a zone for the file fits one. */
  readonly assumed: false | Occurrence;
}

const DAY = 86_400_000;
/** No spelling is longer, in UTF-16 units. */
const LONGEST = 120;
/** Day, year, hour and minute. */
const FEWEST_NUMBERS = 4;
/** Hour and minute: in some calendars, all else has a name. */
const FEWEST_WITH_WORDS = 2;
/** Years that a log can be from. A reading within them is preferred to one that is not: 2567 is 2024 in Thailand. */
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
/** A year of two digits is read only if it lies here: `67` may be 2067 or, in Thailand, 2024. */
const EARLIEST_SHORT = Date.UTC(2000, 0, 1);
const LATEST_SHORT_YEAR = 2042;
const LATEST_SHORT = Date.UTC(LATEST_SHORT_YEAR + 1, 0, 1);

/**
 * Years of 1970 to 2100 in the Persian and Islamic, Coptic, Indian (from 2000 on), Buddhist, Hebrew and Ethiopian
 * calendars. No Gregorian date of a log has one.
 */
const FOREIGN_YEARS = [
  [1348, 1525],
  [1686, 1817],
  [1922, 1968],
  [2513, 2643],
  [5730, 5861],
  [7462, 7593],
] as const;

/** Whether a year is more likely to be of another calendar. */
export function isForeignYear(year: number): boolean {
  return FOREIGN_YEARS.some(([first, last]) => year >= first && year <= last);
}

/** AM behind a year: half of the day, or the era of the Coptic, Ethiopian and Hebrew calendars. */
const ERA_OR_HALF = /\d AM,? ?\d/;
/** Before a comma, it is the era; after one, the half. */
const ERA = /\d AM[,\u060C]/;
const HALF = /\d[,\u060C] ?AM /;

interface DateCandidate extends LocalTime {
  /** For a date in numbers, the order of day and month; null if the month has a name. */
  readonly order: DateOrder | null;
  readonly yearFirst: boolean;
  readonly isGregorian: boolean;
  /** A year of two digits in a calendar that no one would expect: it makes the others ambiguous, and is never used. */
  readonly isGuess: boolean;
  /** The variants of the calendar differ in the day. */
  readonly isUncertainDay: boolean;
  /** The year has two digits, and may be another of the numbers. */
  readonly isUncertainYear: boolean;
  /** No clock is known to have shown the time with the zone beside it: this is not used, but makes the order ambiguous. */
  readonly isUnshown: boolean;
}

/**
 * Reads a text in every way in which Intl could have written it. A text with two meanings is refused, unless they differ
 * only in the order of day and month: see `chosenOrder`.
 *
 * @param zone `zone.dates` receives which order a date shows, or that it fits both
 * @returns null if the text is not a local time, or is ambiguous
 */
export function readLocalTime(text: string, zone: Zone): LocalTime | null {
  if (text.length > LONGEST) return null;
  const plain = plainText(text);
  const hasLetters = /\p{L}/u.test(plain);
  const numbers = plain.match(/\d+/g)?.length ?? 0;
  const isEra = ERA.test(text);
  const candidates = isEra || numbers < FEWEST_NUMBERS ? [] : candidatesOf(plain, zone);
  const mayHaveEra = !HALF.test(text) && (candidates.length > 0 ? ERA_OR_HALF.test(plain) : hasLetters);
  const all = mayHaveEra ? [...candidates, ...withCalendar(plain)] : candidates;
  if (all.length > 0) return choose(all, zone.dates);
  const others =
    hasLetters && numbers >= FEWEST_WITH_WORDS ? writtenBack(plain, effortOf(zone)).map(candidateOf) : [];
  return choose(others, zone.dates);
}

/** What texts that are not of a file may cost. */
const unowned = new Effort();

function effortOf({ dates }: Zone): Effort {
  return dates?.effort ?? unowned;
}

function candidateOf({ wall, fraction, isUncertainDay }: WrittenBack): DateCandidate {
  return {
    wall,
    fraction,
    ahead: null,
    assumed: false,
    order: null,
    yearFirst: false,
    isGregorian: false,
    isGuess: false,
    isUncertainDay,
    isUncertainYear: false,
    isUnshown: false,
  };
}

/** Dates of calendars that a language writes only when asked to. */
function withCalendar(plain: string): DateCandidate[] {
  const numbers = plain.match(/\d+/g) ?? [];
  const years = numbers.some(({ length }) => length === 4)
    ? numbers.filter(({ length }) => length === 4)
    : numbers;
  return calendarsWith(years.map(Number)).flatMap((calendar) =>
    candidatesIn(calendarPatterns(calendar), plain),
  );
}

/** First in numbers, with and without a zone: the patterns with words take longer to build, and fewer texts need them. */
function candidatesOf(plain: string, fileZone: Zone): DateCandidate[] {
  const mayBeZoned = /\p{L}/u.test(plain);
  for (const patternsFor of [numericPatterns, styledPatterns]) {
    const patterns = patternsFor(plain);
    const candidates = candidatesIn(patterns, plain);
    if (candidates.length > 0) return candidates;
    const zoned = mayBeZoned ? zonedCandidates(plain, patternsFor, fileZone) : [];
    if (zoned.length > 0) return zoned;
  }
  return [];
}

function candidatesIn(patterns: LocalPatterns, plain: string): DateCandidate[] {
  return patterns.fitting(plain).flatMap((pattern) => {
    const found = pattern.regex.exec(plain);
    return found === null ? [] : readWith(pattern, found);
  });
}

/** Reads a text that names an offset or a zone: what is left without it has to be a local time. */
function zonedCandidates(
  plain: string,
  patternsFor: (plain: string) => LocalPatterns,
  fileZone: Zone,
): DateCandidate[] {
  const offset = findOffset(plain);
  if (offset !== null) {
    const offsets = new Set([offset.ahead]);
    return candidatesIn(patternsFor(offset.rest), offset.rest).map((candidate) =>
      inZone(candidate, offsets, fileZone),
    );
  }
  const named = findName(plain, patternsFor(plain), effortOf(fileZone));
  if (named === null) return [];
  return candidatesIn(patternsFor(named.rest), named.rest).map((candidate) =>
    inZone(candidate, offsetsOf(named.name, candidate.wall, named.locale), fileZone),
  );
}

/** What a candidate means with the zone that is written beside it. */
function inZone(candidate: DateCandidate, offsets: Offsets, fileZone: Zone): DateCandidate {
  const [ahead, ...others] = offsets;
  if (ahead === undefined) return { ...candidate, isUnshown: true };
  if (others.length === 0) return { ...candidate, ahead };
  // The analyst knows which clock it was. UTC is what is assumed without a choice.
  const known = fileZone.at(candidate.wall);
  if (fileZone.name !== UTC.name && offsets.has(known.ahead))
    return { ...candidate, ahead: known.ahead, assumed: known.occurs };
  return { ...candidate, isGuess: true };
}

function choose(all: readonly DateCandidate[], dates: LocalDates | undefined): LocalTime | null {
  const chosen = chooseDate(all, dates);
  if (chosen === null || chosen.isUnshown) return null;
  if (chosen.isUncertainYear) dates?.noteShortYear();
  if (!chosen.isUncertainDay) return chosen;
  dates?.noteUncertainDay();
  // Nobody would be told.
  return dates === undefined ? null : chosen;
}

function chooseDate(all: readonly DateCandidate[], dates: LocalDates | undefined): DateCandidate | null {
  // 1441 is no Persian year of a log, but may be an Islamic one.
  const likely = all.filter(
    ({ wall, isGregorian }) => wall >= EARLIEST && wall < (isGregorian ? LATEST : LATEST_SHORT),
  );
  const possible =
    likely.length > 0
      ? likely
      : all.filter(({ wall, isGregorian }) => isGregorian && !isForeignYear(new Date(wall).getUTCFullYear()));
  if (possible.some(({ isGuess }) => isGuess)) return null;
  if (possible.every(({ isUnshown }) => isUnshown)) return null;
  if (haveOneMeaning(possible)) {
    const { yearFirst } = possible[0]!;
    const order = shownOrder(possible[0]!);
    if (order !== null) dates?.show(order, yearFirst);
    return possible[0]!;
  }
  const ordered = possible.filter(({ order }) => order !== null);
  const dayFirst = ordered.filter(({ order }) => order === "day-first");
  const monthFirst = ordered.filter(({ order }) => order === "month-first");
  const isOrderOnly = ordered.length === possible.length && [dayFirst, monthFirst].every(haveOneMeaning);
  if (!isOrderOnly) return null;
  const usual = dayFirst[0]!.yearFirst ? "month-first" : "day-first";
  return chosenOrder(usual, dates) === "day-first" ? dayFirst[0]! : monthFirst[0]!;
}

function haveOneMeaning(candidates: readonly DateCandidate[]): boolean {
  return new Set(candidates.map(({ wall, ahead }) => `${wall} ${ahead}`)).size === 1;
}

/** The order in which a date that fits both is read: that of the file, or else the usual one, which is reported. */
export function chosenOrder(usual: DateOrder, dates: LocalDates | undefined): DateOrder {
  const order = dates?.order ?? usual;
  dates?.noteAmbiguous(order);
  return order;
}

/** A date in numbers shows its order if its other order would be no date. */
function shownOrder({ order, wall }: DateCandidate): DateOrder | null {
  return order !== null && new Date(wall).getUTCDate() > 12 ? order : null;
}

function readWith(pattern: LocalPattern, found: RegExpExecArray): DateCandidate[] {
  const values = new Map<DatePart, string>();
  pattern.parts.forEach((part, i) => {
    const value = found[i + 1];
    if (value !== undefined) values.set(part, value);
  });
  const number = (part: DatePart): number => Number(values.get(part) ?? 0);
  const meanings = (part: DatePart): readonly number[] =>
    pattern.words.get(part)?.get(values.get(part) ?? "") ?? [];
  const { parts, calendar, shortYear } = pattern;
  const yearFirst = parts.indexOf("year") < parts.indexOf("day");
  const hasName = parts.includes("monthName");
  const isDayFirst = parts.indexOf("day") < parts.indexOf("month");
  const weekdays = meanings("weekday");
  const candidates: DateCandidate[] = [];
  const add = (year: number, month: number, day: number, order: DateOrder | null, isGuess: boolean): void => {
    const calendars = (ISLAMIC as readonly string[]).includes(calendar) ? ISLAMIC : [calendar];
    const hasWeekday = parts.includes("weekday");
    const days = calendars
      .map((variant) => dayOf(variant, year, month, day))
      .filter((date) => !hasWeekday || (date !== null && weekdays.includes(weekdayOf(date))));
    const date = days.find((possible) => possible !== null);
    if (date === undefined || date === null) return;
    for (const hour of hoursOf(pattern, number("hour"), meanings("dayPeriod"))) {
      if (number("minute") > 59 || number("second") > 59) continue;
      const wall = date * DAY + ((hour * 60 + number("minute")) * 60 + number("second")) * 1000;
      if (shortYear && (wall < EARLIEST_SHORT || wall >= LATEST_SHORT)) continue;
      const isGregorian = calendar === "gregory";
      candidates.push({
        wall,
        fraction: values.get("fraction") ?? "",
        ahead: null,
        assumed: false,
        order,
        yearFirst,
        isGregorian,
        isGuess,
        isUncertainDay: new Set(days).size > 1,
        isUncertainYear: shortYear && isGregorian && hasOtherYear(found[0]),
        isUnshown: false,
      });
    }
  };
  for (const { year, isGuess } of yearsOf(pattern, values.get("year")!, meanings("era"))) {
    if (hasName) for (const month of meanings("monthName")) add(year, month, number("day"), null, isGuess);
    else {
      const order = isDayFirst ? "day-first" : "month-first";
      add(year, number("month"), number("day"), order, isGuess);
      // Programs other than Intl write slashes in both orders; Uighur writes both 2024-13-3 and 2024-03-13.
      if (yearFirst ? isDayFirst : found[0].includes("/"))
        add(year, number("day"), number("month"), isDayFirst ? "month-first" : "day-first", isGuess);
    }
  }
  return candidates;
}

/** In an order that some languages write: `25/4/21` is 2025 in Nepali, and `23-01-12` is 2023 in Esperanto. */
const SHORT_NUMBERS = /(?<!\d)(\d{1,2})([/-])(\d{1,2})\2(\d{1,2})(?!\d)/;

/** Whether the first and the last number of a date can each be the year. */
function hasOtherYear(text: string): boolean {
  const found = SHORT_NUMBERS.exec(text);
  if (found === null || found[1] === found[4]) return false;
  const [first, middle, last] = [found[1], found[3], found[4]].map(Number) as [number, number, number];
  const isDate = (year: number, month: number, day: number): boolean =>
    2000 + year <= LATEST_SHORT_YEAR && dayOf("gregory", 2000 + year, month, day) !== null;
  return isDate(first, middle, last) && (isDate(last, middle, first) || isDate(last, first, middle));
}

/** @param date days since 1970 */
function weekdayOf(date: number): number {
  return (((date + 4) % 7) + 7) % 7;
}

function yearsOf(
  { calendar, shortYear }: LocalPattern,
  text: string,
  eras: readonly number[],
): readonly { readonly year: number; readonly isGuess: boolean }[] {
  if (calendar === "japanese") return eras.map((before) => ({ year: Number(text) + before, isGuess: false }));
  if (!shortYear)
    return calendar === "roc" || text.length === 4 ? [{ year: Number(text), isGuess: false }] : [];
  if (calendar === "gregory") return [{ year: 2000 + Number(text), isGuess: false }];
  const century = calendar === "buddhist" ? 2500 : 1400;
  return [{ year: century + Number(text), isGuess: true }];
}

/** The hours of the day that a number and a word for a part of the day can mean. */
function hoursOf({ parts }: LocalPattern, hour: number, period: readonly number[]): readonly number[] {
  if (!parts.includes("dayPeriod")) return hour <= 23 ? [hour] : [];
  return hour > 12 ? [] : period.filter((possible) => possible % 12 === hour % 12);
}
