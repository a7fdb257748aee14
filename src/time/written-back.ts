/**
 * Reads local times by asking Intl to write them back: of the days that the numbers of a text can mean, those that some
 * language writes just so. It needs no table of words, and reads the months of every calendar in every language. It
 * comes last, because it takes longer than a pattern.
 */
import { calendarsWith, isLunisolar, isYearOf, LUNISOLAR, variantsOf } from "./calendars.ts";
import { type DayOfYear, daysOfYear } from "./days-of-year.ts";
import { type DateStyle, stylesFor, textIn, yearNames } from "./date-styles.ts";
import { daysWith } from "./days-by-words.ts";
import { type Effort, SEARCH } from "./effort.ts";
import { type TimeInText, timesIn } from "./time-in-text.ts";

export interface WrittenBack {
  /** Without decimals, in milliseconds since 1970 as if it were UTC. */
  readonly wall: number;
  /** The decimals of the second as written; "" for none. */
  readonly fraction: string;
  /** The variants of the calendar differ in the day. */
  readonly isUncertainDay: boolean;
}

/** An hour of a day that some language writes as the text has it. */
interface Hour {
  readonly wall: number;
  readonly calendar: string;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Years that a log can be from. */
const EARLIEST = 1970;
const LATEST = 2100;
/** The years of logs that a year without a century can mean: the 60 Chinese years recur. */
const EARLIEST_SHORT = 2000;
const LATEST_SHORT = 2042;
/** The year before the first of the cycle that contains these. */
const BEFORE_CYCLE = 1983;
/** The year before the first of each Japanese era that logs are from. */
const BEFORE_ERAS = [1925, 1988, 2018];
/** The first year of an era has no number. */
const FIRST_OF_ERA = "元";
const MOST_IN_ERA = 64;
const MOST_DAYS_IN_MONTH = 32;
const MOST_MONTHS = 13;
/** The most texts kept, without minutes and seconds: the times of a log share few, evidence can name every hour. */
const MAX_KEPT = 5000;
const kept = new Map<string, readonly Hour[]>();

/**
 * Finds what a text can mean.
 *
 * @param plain see `plainText`
 * @returns empty if no language is known to write such a text, or if the effort is spent
 */
export function writtenBack(plain: string, effort: Effort): WrittenBack[] {
  const found: WrittenBack[] = [];
  for (const time of timesIn(plain)) {
    const hours = hoursOf(time, effort);
    // With half of the meanings, an ambiguous text would look clear.
    if (hours === null) return [];
    const isUncertain = new Set(hours.map(({ wall }) => wall)).size > 1;
    for (const { wall, calendar } of preferred(hours))
      found.push({
        wall: wall + time.minute * MINUTE + time.second * 1000,
        fraction: time.fraction,
        isUncertainDay: isUncertain && variantsOf(calendar).length > 1,
      });
  }
  return found;
}

/** Of calendars that differ in the day alone, the most common one is meant. */
function preferred(hours: readonly Hour[]): readonly Hour[] {
  const variants = variantsOf(hours[0]?.calendar ?? "");
  if (!hours.every(({ calendar }) => variants.includes(calendar))) return hours;
  const first = variants.find((variant) => hours.some(({ calendar }) => calendar === variant));
  return hours.filter(({ calendar }) => calendar === first);
}

/** @returns null if the effort is spent */
function hoursOf(time: TimeInText, effort: Effort): readonly Hour[] | null {
  let hours = kept.get(time.masked);
  if (hours !== undefined) return hours;
  if (!effort.spend(SEARCH)) return null;
  hours = search(time, effort);
  // What was given up half-way is not an answer for the next file.
  if (effort.isSpent) return null;
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(time.masked, hours);
  return hours;
}

function search(time: TimeInText, effort: Effort): readonly Hour[] {
  const numbers = time.others.map(Number);
  const isSwappable = canBeSwapped(time.rest);
  for (const calendars of calendarsFor(time.rest, numbers)) {
    // A date in numbers is more likely a Gregorian one of a language that is not known.
    if (calendars[0] !== "gregory" && IN_NUMBERS.test(time.rest)) continue;
    if (calendars !== LUNISOLAR && isSwappable) continue;
    // Browsers differ in the languages that number Gregorian months so; every one numbers Chinese months so.
    if (calendars[0] === "gregory" && NUMBERED_MONTH.test(time.rest)) continue;
    const found = calendars.flatMap((calendar) => hoursIn(time, numbers, calendar, effort));
    if (found.length > 0) return found;
  }
  return [];
}

function hoursIn(
  time: TimeInText,
  numbers: readonly number[],
  calendar: string,
  effort: Effort,
): readonly Hour[] {
  const walls = new Set<number>();
  for (const style of stylesFor(calendar, time.whole, time.hasSecond, effort))
    for (const wall of wallsIn(time, numbers, style, calendar, effort)) walls.add(wall);
  return [...walls].map((wall) => ({ wall, calendar }));
}

/** A date without words. Languages without names of months write `M06`, for a Gregorian month as for a Chinese one. */
const IN_NUMBERS = /\d+[./ -]{1,2}M?\d+[./ -]{1,2}\d+/;
const NUMBERED_MONTH = /(?<!\p{L})M\d{1,2}(?!\p{L})/u;
/** Numbers with nothing but a sign between them. */
const JOINED = /\d+(?:[./ -]{1,2}\d+)+/g;

/** Whether day and month are numbers, of which either can be the other. Programs other than Intl may swap them. */
function canBeSwapped(text: string): boolean {
  return (text.match(JOINED) ?? []).some((joined) => {
    const small = joined
      .match(/\d+/g)!
      .map(Number)
      .filter((number) => number <= MOST_MONTHS);
    return new Set(small).size > 1;
  });
}

/**
 * The calendars that a text can be of, in groups: what a Gregorian clock writes as well is from one, and the lunisolar
 * ones come last, which take the longest.
 */
function calendarsFor(text: string, numbers: readonly number[]): readonly (readonly string[])[] {
  const isGregorian = numbers.some(isGregorianYear);
  const isShort = numbers.every((number) => number <= MOST_IN_ERA);
  const others = calendarsWith(numbers).flatMap(variantsOf);
  if (isShort) others.push("japanese");
  if (isShort && /\p{Script=Hebrew}/u.test(text)) others.push("hebrew");
  return [isGregorian ? ["gregory"] : [], others, isGregorian || isShort ? LUNISOLAR : []];
}

function isGregorianYear(number: number): boolean {
  return number >= EARLIEST && number <= LATEST;
}

/** The hours of all days with the numbers of a text that a style writes so. */
function wallsIn(
  time: TimeInText,
  numbers: readonly number[],
  style: DateStyle,
  calendar: string,
  effort: Effort,
): readonly number[] {
  const half = time.hour % 12;
  const hours = style.options.hourCycle === "h12" ? [half, half + 12] : [time.hour];
  const clock = time.minute * MINUTE + time.second * 1000;
  const walls: number[] = [];
  for (const year of yearsIn(time.rest, numbers, style, calendar))
    for (const { day, inMonth } of daysFor(time, style, calendar, year, effort)) {
      if (numbers.some((number) => number <= MOST_DAYS_IN_MONTH) && !numbers.includes(inMonth)) continue;
      for (const hour of hours) {
        const wall = day * DAY + hour * HOUR;
        if (textIn(style, calendar, wall + clock) === time.whole) walls.push(wall);
      }
    }
  return walls;
}

/** Intl writes lunisolar dates so slowly that each day of a year is written once, and found by its words. */
function daysFor(
  time: TimeInText,
  style: DateStyle,
  calendar: string,
  year: number,
  effort: Effort,
): readonly DayOfYear[] {
  return isLunisolar(calendar) ? daysWith(time, style, calendar, year, effort) : daysOfYear(calendar, year);
}

/** The years that a text can be of, for the calendars of China, Korea and Japan in Gregorian numbers. */
function yearsIn(
  text: string,
  numbers: readonly number[],
  style: DateStyle,
  calendar: string,
): readonly number[] {
  if (calendar === "japanese") {
    const inEra = [...numbers, ...(text.includes(FIRST_OF_ERA) ? [1] : [])];
    return inEra
      .flatMap((year) => BEFORE_ERAS.map((before) => before + year))
      .filter((year) => year >= EARLIEST && year <= LATEST_SHORT);
  }
  const whole = numbers.filter((number) =>
    calendar === "gregory" || isLunisolar(calendar) ? isGregorianYear(number) : isYearOf(calendar, number),
  );
  if (whole.length > 0) return whole;
  const named = yearNames(style.locale, calendar)
    .filter(({ name }) => text.includes(name))
    .map(({ year }) => year + (calendar === "hebrew" ? HEBREW : 0));
  if (named.length > 0 || !isLunisolar(calendar)) return named;
  return numbers
    .map((number) => BEFORE_CYCLE + number)
    .filter((year) => year >= EARLIEST_SHORT && year <= LATEST_SHORT);
}

/** From the Gregorian year to the Hebrew one in summer. */
const HEBREW = 3760;
