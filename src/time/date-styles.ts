/**
 * The styles in which the world's languages write dates of a calendar, found by the words of a text. Works on whole
 * texts: for some calendars, formatToParts makes V8 end the process (Node 20, Galician and Burmese).
 */
import { isLunisolar, variantsOf } from "./calendars.ts";
import { type Effort, VOCABULARY } from "./effort.ts";
import { plainText, wordText } from "./local-text.ts";
import { LOCALES, RARE_LOCALES, scriptIn, scriptOf } from "./locales.ts";

export interface DateStyle {
  readonly locale: string;
  readonly options: Intl.DateTimeFormatOptions;
}

const YEAR = 2024;
const DAY = 86_400_000;
/** Days of every month and of every weekday. */
const DAYS = Array.from({ length: 14 }, (_, i) => Date.UTC(YEAR, 0, 3, 15, 40, 13) + 29 * i * DAY);
/** Leap months: of the Hebrew calendar in 2022, and of the Chinese one in 2023. Other eras, and the first year of one. */
const OTHER_DAYS = [
  Date.UTC(2022, 1, 8),
  Date.UTC(2022, 2, 8),
  Date.UTC(2023, 2, 28),
  Date.UTC(2019, 5, 5),
  Date.UTC(1985, 5, 5),
  Date.UTC(2010, 5, 5),
];
const HOURS = Array.from({ length: 24 }, (_, hour) => Date.UTC(YEAR, 0, 3, hour, 40, 13));
/** Styles that write these alike are the same. */
const SIGNATURE = [0, 4, 9].map((i) => DAYS[i]!);

const DATE = { year: "numeric", day: "numeric" } as const;
const CLOCK = { hour: "numeric", minute: "2-digit" } as const;
const CYCLES = ["h23", "h12"] as const;
/** Those with words, and with all words that a language has. */
const WORDED: readonly Intl.DateTimeFormatOptions[] = [
  { dateStyle: "full", timeStyle: "medium", hourCycle: "h12" },
  { ...DATE, month: "short", ...CLOCK, hourCycle: "h12" },
  { dateStyle: "short", timeStyle: "short" },
  { ...DATE, month: "long", ...CLOCK },
  { dateStyle: "medium", timeStyle: "short" },
];
/** Intl takes 30 times as long for lunisolar calendars. */
const WORDED_LUNISOLAR = 3;

function optionsFor(hasSecond: boolean): Intl.DateTimeFormatOptions[] {
  const clock = hasSecond ? ({ ...CLOCK, second: "2-digit" } as const) : CLOCK;
  const timeStyle = hasSecond ? "medium" : "short";
  return [
    ...(["short", "medium", "long", "full"] as const).map((dateStyle) => ({ dateStyle, timeStyle }) as const),
    ...(["numeric", "short", "long"] as const).map((month) => ({ ...DATE, month, ...clock })),
  ];
}

let supported: readonly string[] | null = null;

/** The most texts whose styles are kept, by what they have beside digits: evidence can say anything. */
const MAX_TEXTS = 1000;
const found = new Map<string, readonly DateStyle[]>();

/**
 * Finds the styles of a calendar that have all words of a text, and write texts of its shape.
 *
 * @param plain see `plainText`
 */
export function stylesFor(
  calendar: string,
  plain: string,
  hasSecond: boolean,
  effort: Effort,
): readonly DateStyle[] {
  // The variants of a calendar write alike.
  const asked = variantsOf(calendar)[0]!;
  const key = `${asked} ${hasSecond} ${plain.replace(/\d+/g, "0")}`;
  let styles = found.get(key);
  if (styles !== undefined) return styles;
  styles = findStyles(asked, plain, hasSecond, effort);
  if (effort.isSpent) return [];
  if (found.size >= MAX_TEXTS) found.clear();
  found.set(key, styles);
  return styles;
}

function findStyles(
  calendar: string,
  plain: string,
  hasSecond: boolean,
  effort: Effort,
): readonly DateStyle[] {
  supported ??= Intl.DateTimeFormat.supportedLocalesOf([...LOCALES, ...RARE_LOCALES]).filter(
    (locale) => !locale.includes("-u-"),
  );
  const script = scriptIn(plain);
  const words = [...new Set(plain.toLowerCase().match(WORDS))];
  const shape = formOf(plain);
  const styles: DateStyle[] = [];
  const seen = new Set<string>();
  for (const locale of supported) {
    if (scriptOf(locale) !== script) continue;
    const known = wordsIn(locale, calendar, effort);
    if (known === null) return [];
    if (!words.every((word) => known.has(word))) continue;
    for (const { style, shapes, signature } of stylesIn(locale, calendar, hasSecond)) {
      if (!shapes.has(shape) || seen.has(signature)) continue;
      seen.add(signature);
      styles.push(style);
    }
  }
  return styles;
}

/** The order of numbers and words, and the signs between numbers. */
function formOf(plain: string): string {
  return plain.replace(/\d+/g, "0").replace(/[^\d]*\p{L}[^\d]*/gu, "a");
}

interface ShapedStyle {
  readonly style: DateStyle;
  readonly shapes: ReadonlySet<string>;
  readonly signature: string;
}

const shaped = new Map<string, readonly ShapedStyle[]>();

function stylesIn(locale: string, calendar: string, hasSecond: boolean): readonly ShapedStyle[] {
  const key = `${locale} ${calendar} ${hasSecond}`;
  let styles = shaped.get(key);
  if (styles === undefined) {
    const options = optionsFor(hasSecond);
    const others = calendar === "gregory" ? yearFirst(options) : [];
    styles = [...options, ...others].flatMap((options) =>
      CYCLES.map((hourCycle) => {
        const style = { locale, options: { ...options, hourCycle } };
        const format = formatOf(style, calendar);
        const texts = SIGNATURE.map((day) => plainText(format.format(day)));
        const others = OTHER_DAYS.map((day) => plainText(format.format(day)));
        return { style, shapes: new Set([...texts, ...others].map(formOf)), signature: texts.join("\n") };
      }),
    );
    shaped.set(key, styles);
  }
  return styles;
}

/** The calendar `iso8601` has the Gregorian days and words, in the order of ISO: `2024 Mar 13`. */
function yearFirst(options: readonly Intl.DateTimeFormatOptions[]): Intl.DateTimeFormatOptions[] {
  const worded = options.filter(({ dateStyle }) => dateStyle !== undefined && dateStyle !== "short");
  return worded.map((option) => ({ ...option, calendar: "iso8601" }));
}

function formatOf({ locale, options }: DateStyle, calendar: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { calendar, ...options, numberingSystem: "latn", timeZone: "UTC" });
}

const formats = new Map<DateStyle, Map<string, Intl.DateTimeFormat>>();
/** The most styles whose formats are kept: each takes some ten kilobytes, and half a millisecond to make. */
const MAX_FORMATS = 300;

/** What a style writes for an instant, in UTC: see `plainText`. */
export function textIn(style: DateStyle, calendar: string, millis: number): string {
  let own = formats.get(style);
  if (own === undefined) {
    if (formats.size >= MAX_FORMATS) formats.clear();
    formats.set(style, (own = new Map()));
  }
  let format = own.get(calendar);
  if (format === undefined) own.set(calendar, (format = formatOf(style, calendar)));
  return plainText(format.format(millis));
}

/** Scripts that do not set words apart are compared by their letters. */
export const WORDS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]|\p{L}[\p{L}\p{M}]*/gu;
/** Days, and the sign of leap months, in Chinese calendars. */
const CHINESE_NUMBERS = "初一二三四五六七八九十廿卅闰閏";
/** Hebrew letters are numbers as well. */
const HEBREW_NUMBERS = /\p{Script=Hebrew}/u;

const vocabularies = new Map<string, { has: (word: string) => boolean }>();

/**
 * The words of a language's dates: its days are only tried where it has all words of a text.
 *
 * @returns null if the effort is spent
 */
function wordsIn(
  locale: string,
  calendar: string,
  effort: Effort,
): { has: (word: string) => boolean } | null {
  const key = `${locale} ${calendar}`;
  let words = vocabularies.get(key);
  if (words !== undefined) return words;
  if (!effort.spend(VOCABULARY)) return null;
  const worded = isLunisolar(calendar)
    ? WORDED.slice(0, WORDED_LUNISOLAR)
    : [...WORDED, ...(calendar === "gregory" ? yearFirst(WORDED.slice(-1)) : [])];
  const texts = worded.flatMap((options, i) => {
    const format = formatOf({ locale, options }, calendar);
    const samples = i === 0 ? [...DAYS, ...OTHER_DAYS, ...HOURS] : [...DAYS, ...OTHER_DAYS];
    return samples.map((sample) => plainText(format.format(sample)));
  });
  const names = yearNames(locale, calendar).map(({ name }) => name);
  const known = new Set(
    [...texts, ...names, CHINESE_NUMBERS].flatMap((text) => text.toLowerCase().match(WORDS) ?? []),
  );
  words = calendar === "hebrew" ? { has: (word) => known.has(word) || HEBREW_NUMBERS.test(word) } : known;
  vocabularies.set(key, words);
  return words;
}

export interface YearName {
  readonly name: string;
  /** The Gregorian year of its summer. */
  readonly year: number;
}

/** The Chinese years recur after 60, and no log is from others than these. */
const NAMED_YEARS = Array.from({ length: 43 }, (_, i) => 2000 + i);
const namedYears = new Map<string, readonly YearName[]>();

/** The years that a language writes without numbers: 甲辰, תשפ״ד. Empty for most. */
export function yearNames(locale: string, calendar: string): readonly YearName[] {
  if (!isLunisolar(calendar) && !(calendar === "hebrew" && locale === "he")) return [];
  const key = `${locale} ${calendar}`;
  let names = namedYears.get(key);
  if (names !== undefined) return names;
  const format = formatOf({ locale, options: { dateStyle: "long" } }, calendar);
  names = NAMED_YEARS.flatMap((year) => {
    const parts: readonly { readonly type: string; readonly value: string }[] = format.formatToParts(
      Date.UTC(year, 6, 1),
    );
    const part = parts.find(({ type }) => type === "yearName") ?? parts.find(({ type }) => type === "year");
    const name = wordText(part?.value ?? "");
    return /\p{L}/u.test(name) ? [{ name, year }] : [];
  });
  namedYears.set(key, names);
  return names;
}
