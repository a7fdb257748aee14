/** The days of a lunisolar year by the words and numbers with which a style writes them. */
import { type DateStyle, textIn, WORDS } from "./date-styles.ts";
import { type DayOfYear, daysOfYear } from "./days-of-year.ts";
import { type Effort, YEAR } from "./effort.ts";
import { type TimeInText, timesIn } from "./time-in-text.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const [MINUTES, SECONDS] = [40, 13];
const CLOCK = MINUTES * 60_000 + SECONDS * 1000;
/** No other number of a date is an hour of 15. */
const REFERENCE_HOUR = 15;
/** The most years kept, of all styles: each takes some fifty kilobytes. */
const MAX_KEPT = 150;

type Days = ReadonlyMap<string, readonly DayOfYear[]>;
const kept = new Map<string, Days>();
const hourWords = new Map<string, ReadonlySet<string>>();

/**
 * Lists the days that a style may write as a text has it: which of them it does write so has still to be asked.
 *
 * @returns empty if the effort is spent
 */
export function daysWith(
  time: TimeInText,
  style: DateStyle,
  calendar: string,
  year: number,
  effort: Effort,
): readonly DayOfYear[] {
  const name = `${style.locale} ${JSON.stringify(style.options)} ${calendar}`;
  const key = `${name} ${year}`;
  let days = kept.get(key);
  const ofHours = wordsOfHours(name, style, calendar);
  if (days === undefined) {
    if (!effort.spend(YEAR)) return [];
    days = writtenDays(style, calendar, year, ofHours);
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(key, days);
  }
  return days.get(wordsOf(time.rest, ofHours)) ?? [];
}

function writtenDays(style: DateStyle, calendar: string, year: number, ofHours: ReadonlySet<string>): Days {
  const days = new Map<string, DayOfYear[]>();
  for (const day of daysOfYear(calendar, year)) {
    const rest = withoutClock(textIn(style, calendar, day.day * DAY + REFERENCE_HOUR * HOUR + CLOCK));
    for (const words of new Set(rest.map((text) => wordsOf(text, ofHours)))) {
      const known = days.get(words);
      if (known === undefined) days.set(words, [day]);
      else known.push(day);
    }
  }
  return days;
}

/** The words that depend on the hour: those for its half or part of the day. */
function wordsOfHours(name: string, style: DateStyle, calendar: string): ReadonlySet<string> {
  let words = hourWords.get(name);
  if (words !== undefined) return words;
  const texts = Array.from({ length: 24 }, (_, hour) => textIn(style, calendar, hour * HOUR + CLOCK));
  const sets = texts.map((text) => new Set(withoutClock(text).flatMap(tokensOf)));
  words = new Set(sets.flatMap((own) => [...own].filter((word) => !sets.every((all) => all.has(word)))));
  hourWords.set(name, words);
  return words;
}

/** A text without its time; in several ways if other numbers look as one. */
function withoutClock(text: string): string[] {
  return timesIn(text)
    .filter(({ minute, second, hasSecond }) => minute === MINUTES && (!hasSecond || second === SECONDS))
    .map(({ rest }) => rest);
}

function wordsOf(text: string, without: ReadonlySet<string>): string {
  return tokensOf(text)
    .filter((token) => !without.has(token))
    .sort()
    .join(" ");
}

function tokensOf(text: string): string[] {
  const lower = text.toLowerCase();
  return [...(lower.match(/\d+/g) ?? []), ...(lower.match(WORDS) ?? [])];
}
