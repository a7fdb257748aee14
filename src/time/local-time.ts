/** Reads local times as Intl.DateTimeFormat writes them for any language, or refuses those that are ambiguous. */
import { dayOf } from "./calendars.ts";
import type { DateOrder, LocalDates } from "./date-order.ts";
import { type LocalPattern, numericPatterns, type DatePart, styledPatterns } from "./local-patterns.ts";
import { plainText } from "./local-text.ts";

/** A local time as a clock showed it. */
export interface LocalTime {
  /** Without decimals, in milliseconds since 1970 as if it were UTC. */
  readonly wall: number;
  /** The decimals of the second as written; "" for none. */
  readonly fraction: string;
}

const DAY = 86_400_000;
/** No spelling is longer, in UTF-16 units. */
const LONGEST = 120;
/** Years that a log can be from. A reading within them is preferred to one that is not: 2567 is 2024 in Thailand. */
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
/** A year of two digits is read only if it lies here: `67` may be 2067 or, in Thailand, 2024. */
const EARLIEST_SHORT = Date.UTC(2000, 0, 1);
const LATEST_SHORT = Date.UTC(2043, 0, 1);

/**
 * Whether a year is more likely to be of another calendar: these are the Persian, Islamic and Buddhist years of 1970 to
 * 2100.
 */
export function isForeignYear(year: number): boolean {
  return (year >= 1348 && year <= 1525) || (year >= 2513 && year <= 2643);
}

interface DateCandidate extends LocalTime {
  /** For a date in numbers, the order of day and month; null if the month has a name. */
  readonly order: DateOrder | null;
  readonly yearFirst: boolean;
  readonly isGregorian: boolean;
  /** A year of two digits in a calendar that no one would expect: it makes the others ambiguous, and is never used. */
  readonly isGuess: boolean;
}

/**
 * Reads a text in every way in which Intl could have written it. A text with two meanings is refused, unless they differ
 * only in the order of day and month: see `chosenOrder`.
 *
 * @param dates receives which order a date shows, or that it fits both
 * @returns null if the text is not a local time, or is ambiguous
 */
export function readLocalTime(text: string, dates: LocalDates | undefined): LocalTime | null {
  if (text.length > LONGEST) return null;
  const plain = plainText(text);
  if (!/\d.*\d/.test(plain)) return null;
  for (const patternsFor of [numericPatterns, styledPatterns]) {
    const candidates = patternsFor(plain)
      .fitting(plain)
      .flatMap((pattern) => readWith(pattern, plain));
    if (candidates.length > 0) return choose(candidates, dates);
  }
  return null;
}

function choose(all: readonly DateCandidate[], dates: LocalDates | undefined): LocalTime | null {
  const likely = all.filter(({ wall }) => wall >= EARLIEST && wall < LATEST);
  const possible =
    likely.length > 0
      ? likely
      : all.filter(({ wall, isGregorian }) => isGregorian && !isForeignYear(new Date(wall).getUTCFullYear()));
  if (possible.some(({ isGuess }) => isGuess)) return null;
  const walls = new Set(possible.map(({ wall }) => wall));
  if (walls.size === 1) {
    const { yearFirst } = possible[0]!;
    const order = shownOrder(possible[0]!);
    if (order !== null) dates?.show(order, yearFirst);
    return possible[0]!;
  }
  const ordered = possible.filter(({ order }) => order !== null);
  const dayFirst = ordered.filter(({ order }) => order === "day-first");
  const monthFirst = ordered.filter(({ order }) => order === "month-first");
  const isOrderOnly =
    ordered.length === possible.length &&
    [dayFirst, monthFirst].every((group) => new Set(group.map(({ wall }) => wall)).size === 1);
  if (!isOrderOnly) return null;
  const usual = dayFirst[0]!.yearFirst ? "month-first" : "day-first";
  return chosenOrder(usual, dates) === "day-first" ? dayFirst[0]! : monthFirst[0]!;
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

function readWith(pattern: LocalPattern, plain: string): DateCandidate[] {
  const found = pattern.regex.exec(plain);
  if (found === null) return [];
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
  const candidates: DateCandidate[] = [];
  const add = (year: number, month: number, day: number, order: DateOrder | null, isGuess: boolean): void => {
    const date = dayOf(calendar, year, month, day);
    if (date === null) return;
    const weekdays = meanings("weekday");
    if (parts.includes("weekday") && !weekdays.includes((((date + 4) % 7) + 7) % 7)) return;
    for (const hour of hoursOf(pattern, number("hour"), meanings("dayPeriod"))) {
      if (number("minute") > 59 || number("second") > 59) continue;
      const wall = date * DAY + ((hour * 60 + number("minute")) * 60 + number("second")) * 1000;
      if (shortYear && (wall < EARLIEST_SHORT || wall >= LATEST_SHORT)) continue;
      const isGregorian = calendar === "gregory";
      candidates.push({
        wall,
        fraction: values.get("fraction") ?? "",
        order,
        yearFirst,
        isGregorian,
        isGuess,
      });
    }
  };
  for (const { year, isGuess } of yearsOf(pattern, values.get("year")!, meanings("era"))) {
    if (hasName) for (const month of meanings("monthName")) add(year, month, number("day"), null, isGuess);
    else {
      const order = isDayFirst ? "day-first" : "month-first";
      add(year, number("month"), number("day"), order, isGuess);
      // Programs other than Intl write slashes in both orders.
      if (plain.includes("/") && !yearFirst)
        add(year, number("day"), number("month"), isDayFirst ? "month-first" : "day-first", isGuess);
    }
  }
  return candidates;
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
