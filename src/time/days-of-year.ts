/** The days of a year in any calendar that Intl knows, with their numbers in their months. */
import { dayOf, isLunisolar, partsOf } from "./calendars.ts";

const DAY = 86_400_000;
/** The longest year, with a leap month, has 385 days. */
const MOST_DAYS = 386;
/** No lunar year begins earlier in the Gregorian one of its number. */
const EARLIEST_NEW_YEAR = 19;
/** The most years kept. */
const MAX_KEPT = 300;

export interface DayOfYear {
  /** Days since 1970. */
  readonly day: number;
  readonly inMonth: number;
}

const kept = new Map<string, readonly DayOfYear[]>();

/**
 * Lists the days of a year.
 *
 * @param year the Gregorian one for the Japanese calendar, and the one in which it begins for Chinese and Korean ones
 */
export function daysOfYear(calendar: string, year: number): readonly DayOfYear[] {
  const key = `${calendar} ${year}`;
  let days = kept.get(key);
  if (days !== undefined) return days;
  days = isLunisolar(calendar) ? lunisolarDays(calendar, year) : solarDays(calendar, year);
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(key, days);
  return days;
}

function solarDays(calendar: string, year: number): readonly DayOfYear[] {
  const first = dayOf(calendar, year, 1, 1);
  if (first === null) return [];
  const asked = calendar === "japanese" ? "gregory" : calendar;
  const shown = partsOf(asked, first * DAY).year;
  const days: DayOfYear[] = [];
  for (let day = first; day < first + MOST_DAYS; day++) {
    const parts = partsOf(asked, day * DAY);
    if (parts.year === shown) days.push({ day, inMonth: parts.day });
  }
  return days;
}

const lunisolar = new Map<string, Intl.DateTimeFormat>();

/** Months have names as well as numbers there, so that the parts are asked for. */
function lunisolarDays(calendar: string, year: number): readonly DayOfYear[] {
  let format = lunisolar.get(calendar);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, {
      timeZone: "UTC",
      year: "numeric",
      month: "numeric",
      day: "numeric",
    });
    lunisolar.set(calendar, format);
  }
  const days: DayOfYear[] = [];
  const first = Date.UTC(year, 0, EARLIEST_NEW_YEAR) / DAY;
  for (let day = first; day < first + MOST_DAYS + 35; day++) {
    const parts = format.formatToParts(day * DAY);
    const number = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
    if (number("relatedYear") === year) days.push({ day, inMonth: number("day") });
  }
  return days;
}
