/**
 * How Intl.DateTimeFormat writes dates and times in the world's languages, asked of Intl itself: the order of the
 * parts, what is between them, and the words for months, weekdays, eras and halves of the day.
 */
import { isKnownCalendar, needsEra, partsOf } from "./calendars.ts";
import { plainText, wordText } from "./local-text.ts";
import { LOCALES, scriptIn, scriptOf } from "./locales.ts";

/** These languages write the day between year and month. With words of others, every ISO date would have two meanings. */
const YEAR_DAY_MONTH = ["ky", "ug"];

export type DatePart =
  | "year"
  | "month"
  | "monthName"
  | "day"
  | "weekday"
  | "era"
  | "dayPeriod"
  | "hour"
  | "minute"
  | "second"
  | "fraction";

/** One way to write a local time. */
export interface LocalPattern {
  /** Compared with `plainText`; its groups are the parts. */
  readonly regex: RegExp;
  readonly parts: readonly DatePart[];
  readonly calendar: string;
  /** What each word of a part may mean: months from 1, weekdays from Sunday, hours from 0, the year before an era's first. */
  readonly words: ReadonlyMap<DatePart, ReadonlyMap<string, readonly number[]>>;
  /** Whether the year is a number of two digits. */
  readonly shortYear: boolean;
  /** Who writes times in this way. */
  readonly locales: readonly string[];
}

type Words = Map<string, Set<number>>;

/** Finds the patterns that a text could have been written with, by what is left without letters and blanks. */
export class LocalPatterns {
  readonly #byKey = new Map<string, LocalPattern[]>();
  readonly #known = new Map<string, string[]>();

  /** @param plain see `plainText` */
  fitting(plain: string): readonly LocalPattern[] {
    return this.#byKey.get(keyOf(plain)) ?? [];
  }

  /** @param skeleton a pattern's text with private characters for its parts */
  add(
    skeleton: string,
    locale: string,
    calendar: string,
    words: ReadonlyMap<DatePart, Words>,
    shortYear: boolean,
  ): void {
    const parts: DatePart[] = [];
    let regex = "^";
    let hasSecond = false;
    const used = new Map<DatePart, ReadonlyMap<string, readonly number[]>>();
    const minute = skeleton.indexOf(MARK_OF.minute);
    const between = skeleton.slice(skeleton.indexOf(MARK_OF.hour) + 1, minute);
    for (let at = 0; at < skeleton.length; at++) {
      const part = DATE_PARTS[skeleton.charCodeAt(at) - FIRST_MARK];
      if (part === undefined) {
        regex += escaped(skeleton[at]!);
        continue;
      }
      parts.push(part);
      const named = words.get(part);
      if (named !== undefined && isWord(part)) {
        used.set(part, new Map([...named].map(([word, values]) => [word, [...values]])));
        regex += `(${[...named.keys()]
          .sort((a, b) => b.length - a.length)
          .map(escaped)
          .join("|")})`;
      } else if (part === "second") {
        hasSecond = true;
        // An export may leave out the second, where nothing but a separator announces it.
        const optional = skeleton.slice(minute + 1, at) === between && between !== "";
        if (optional) regex = regex.slice(0, regex.length - escaped(between).length);
        const separator = optional ? escaped(between) : "";
        parts.push("fraction");
        regex += `(?:${separator}(\\d{1,2})(?:[.,](\\d{1,9}))?)${optional ? "?" : ""}`;
      } else regex += part === "year" ? (shortYear ? "(\\d\\d)" : "(\\d{1,4})") : "(\\d{1,2})";
    }
    const identity = `${regex} ${parts.join(" ")} ${calendar} ${JSON.stringify([...used])}`;
    const known = this.#known.get(identity);
    if (known !== undefined) {
      if (!known.includes(locale)) known.push(locale);
      return;
    }
    const locales = [locale];
    this.#known.set(identity, locales);
    const pattern = { regex: new RegExp(`${regex}$`, "u"), parts, calendar, words: used, shortYear, locales };
    const numbers = [...skeleton]
      .map((character) => {
        const part = DATE_PARTS[character.charCodeAt(0) - FIRST_MARK];
        return part === undefined ? character : isWord(part) ? "" : "0 ";
      })
      .join("");
    const keys = new Set([keyOf(numbers)]);
    if (hasSecond) {
      const second = [...skeleton].indexOf(MARK_OF.second);
      const marked = [...skeleton].map((character, i) => (i === second ? "0 0 " : textOfMark(character)));
      keys.add(keyOf(marked.join("")));
      const before = skeleton.slice(0, second - between.length);
      keys.add(keyOf([...(before + skeleton.slice(second + 1))].map(textOfMark).join("")));
    }
    for (const key of keys) {
      const listed = this.#byKey.get(key);
      if (listed === undefined) this.#byKey.set(key, [pattern]);
      else listed.push(pattern);
    }
  }
}

const DATE_PARTS: readonly DatePart[] = [
  "year",
  "month",
  "monthName",
  "day",
  "weekday",
  "era",
  "dayPeriod",
  "hour",
  "minute",
  "second",
  "fraction",
];
/** Private characters take the place of parts while a pattern is built. */
const FIRST_MARK = 0xe000;
const MARK_OF = Object.fromEntries(
  DATE_PARTS.map((part, i) => [part, String.fromCharCode(FIRST_MARK + i)]),
) as Readonly<Record<DatePart, string>>;

/** A time that ends in words for its units, `15 h 40 min 13 s`: without seconds it ends in the number of minutes. */
const UNITS_AT_END = new RegExp(
  `^(.*${MARK_OF.minute})[^${MARK_OF.dayPeriod}]*${MARK_OF.second} ?\\p{L}+$`,
  "u",
);

function isWord(part: DatePart): boolean {
  return part === "monthName" || part === "weekday" || part === "era" || part === "dayPeriod";
}

function textOfMark(character: string): string {
  const part = DATE_PARTS[character.charCodeAt(0) - FIRST_MARK];
  return part === undefined ? character : isWord(part) ? "" : "0 ";
}

/** Words differ in letters, dots, blanks and hyphens: without them, texts of one pattern are equal. */
function keyOf(plain: string): string {
  return plain.replace(/\d+/g, "0").replace(/[^0/:]+/g, "");
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, (character) => `\\${character}`);
}

const YEAR = 2024;
/** The 15th of each month: together they have every weekday. */
const MONTHS = Array.from({ length: 12 }, (_, month) => Date.UTC(YEAR, month, 15, 15, 40, 13));
/** For calendars with other months, one day in each; for the Japanese one, days of its last three eras as well. */
const OTHER_MONTHS = Array.from({ length: 26 }, (_, i) => Date.UTC(YEAR, 0, 3 + 15 * i, 15, 40, 13));
const ERAS = [1985, 2015].map((year) => Date.UTC(year, 2, 15, 15, 40, 13));
const HOURS = Array.from({ length: 24 }, (_, hour) => Date.UTC(YEAR, 0, 15, hour, 40, 13));

const NUMERIC = {
  year: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
} as const;
const NUMBERS: readonly Intl.DateTimeFormatOptions[] = [{ ...NUMERIC, month: "numeric" }];
const STYLES: readonly Intl.DateTimeFormatOptions[] = [
  ...(["short", "medium", "long", "full"] as const).map(
    (dateStyle) => ({ dateStyle, timeStyle: "medium" }) as const,
  ),
  { ...NUMERIC, month: "short" },
  { ...NUMERIC, month: "long" },
];
const CYCLES = ["h23", "h12"] as const;

/** Patterns already built, by their options and script. */
const built = new Map<string, LocalPatterns>();

function patternsOf(
  key: string,
  locales: readonly string[],
  options: readonly Intl.DateTimeFormatOptions[],
): LocalPatterns {
  let patterns = built.get(key);
  if (patterns === undefined) built.set(key, (patterns = derive(locales, options)));
  return patterns;
}

/** Patterns of dates in numbers, as `toLocaleString` writes them. Built when first needed. */
export function numericPatterns(): LocalPatterns {
  return patternsOf("numbers", LOCALES, NUMBERS);
}

/**
 * Patterns with short years and with names of months, of the languages in the script of a text. Building them takes up
 * to a second for Latin, and less for others.
 *
 * @param plain see `plainText`
 */
export function styledPatterns(plain: string): LocalPatterns {
  const script = scriptIn(plain);
  const locales = LOCALES.filter((locale) => script === "" || script === scriptOf(locale));
  return patternsOf(`styles ${script}`, locales, STYLES);
}

/**
 * Patterns of dates in numbers in a calendar that a language does not write unless it is asked to. Such a date names its
 * era, or has a year that no Gregorian date of a log has.
 */
export function calendarPatterns(calendar: string): LocalPatterns {
  let patterns = built.get(calendar);
  if (patterns === undefined) built.set(calendar, (patterns = deriveCalendar(calendar)));
  return patterns;
}

/** Works on whole texts: for some of these calendars, formatToParts makes V8 end the process (Node 20, gl and persian). */
function deriveCalendar(calendar: string): LocalPatterns {
  const patterns = new LocalPatterns();
  const sample = sampleOf(calendar);
  for (const locale of Intl.DateTimeFormat.supportedLocalesOf(LOCALES)) {
    if (locale.includes("-u-")) continue;
    const periods = periodsOf(locale);
    const words = new Map([["dayPeriod", periods]] as const);
    for (const hourCycle of CYCLES) {
      const options = { ...NUMERIC, month: "numeric", hourCycle } as const;
      const skeleton = numericSkeleton(formatOf(locale, { ...options, calendar }), sample, calendar, periods);
      const usual = numericSkeleton(formatOf(locale, options), MONTHS[7]!, "gregory", periods);
      if (skeleton === null || (needsEra(calendar) && !hasMoreWords(skeleton, usual ?? ""))) continue;
      patterns.add(skeleton, locale, calendar, words, false);
    }
  }
  return patterns;
}

/** An instant whose numbers in a calendar all differ, from each other and from those of the time. */
function sampleOf(calendar: string): number {
  return OTHER_MONTHS.flatMap((sample) => [sample, sample + 7 * 86_400_000]).find((sample) => {
    const { month, day } = partsOf(calendar, sample);
    return month > 3 && month < 10 && day > 15;
  })!;
}

/** @returns null if the format has another number, or a month in words */
function numericSkeleton(
  format: Intl.DateTimeFormat,
  sample: number,
  calendar: string,
  periods: Words,
): string | null {
  const { year, month, day } = partsOf(calendar, sample);
  const marks = new Map([
    [year, MARK_OF.year],
    [month, MARK_OF.month],
    [day, MARK_OF.day],
    [3, MARK_OF.hour],
    [15, MARK_OF.hour],
    [40, MARK_OF.minute],
    [13, MARK_OF.second],
  ]);
  const text = plainText(format.format(sample));
  if ([...text.matchAll(/\d+/g)].length !== 6) return null;
  const numbered = text.replace(/\d+/g, (number) => marks.get(Number(number)) ?? number);
  if (/\d/.test(numbered)) return null;
  if (format.resolvedOptions().hour12 !== true) return numbered;
  const period = [...periods]
    .filter(([word, hours]) => hours.has(15) && numbered.includes(word))
    .map(([word]) => word)
    .sort((a, b) => b.length - a.length)[0];
  return period === undefined ? null : numbered.replace(period, MARK_OF.dayPeriod);
}

function hasMoreWords(skeleton: string, usual: string): boolean {
  const words = new Set(usual.match(/\p{L}+/gu));
  return (skeleton.match(/\p{L}+/gu) ?? []).some((word) => !words.has(word));
}

/** Derives the patterns of some locales and options from Intl. */
function derive(locales: readonly string[], options: readonly Intl.DateTimeFormatOptions[]): LocalPatterns {
  const patterns = new LocalPatterns();
  for (const locale of Intl.DateTimeFormat.supportedLocalesOf(locales)) {
    const periods = periodsOf(locale);
    for (const option of options) addPatterns(patterns, locale, option, periods);
  }
  return patterns;
}

function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { ...options, numberingSystem: "latn", timeZone: "UTC" });
}

const periodsByLocale = new Map<string, Words>();

/** The words for parts of the day, with the hours that each of them covers. */
function periodsOf(locale: string): Words {
  let periods = periodsByLocale.get(locale);
  if (periods === undefined) periodsByLocale.set(locale, (periods = derivePeriods(locale)));
  return periods;
}

function derivePeriods(locale: string): Words {
  const formats = [
    formatOf(locale, { hour: "numeric", minute: "numeric", hourCycle: "h12" }),
    formatOf(locale, { timeStyle: "medium", hourCycle: "h12" }),
  ];
  const words: Words = new Map();
  // Versions of CLDR differ in whether a language has its own words or these.
  const mayHaveLatin = !YEAR_DAY_MONTH.includes(locale);
  HOURS.forEach((_, hour) => {
    if (!mayHaveLatin) return;
    const half = hour < 12 ? "a" : "p";
    for (const word of [`${half}m`, `${half.toUpperCase()}M`, `${half}.m.`, `${half}. m.`])
      addWord(words, word, hour);
  });
  HOURS.forEach((instant, hour) => {
    for (const format of formats)
      for (const { type, value } of format.formatToParts(instant))
        if (type === "dayPeriod") addWord(words, wordText(value), hour);
  });
  return words;
}

function addWord(words: Words, word: string, value: number): void {
  const values = words.get(word);
  if (values === undefined) words.set(word, new Set([value]));
  else values.add(value);
}

function addPatterns(
  patterns: LocalPatterns,
  locale: string,
  options: Intl.DateTimeFormatOptions,
  periods: Words,
): void {
  const { calendar } = formatOf(locale, options).resolvedOptions();
  if (!isKnownCalendar(calendar)) return;
  const words = new Map<DatePart, Words>([
    ["monthName", new Map()],
    ["weekday", new Map()],
    ["era", new Map()],
    ["dayPeriod", periods],
  ]);
  let samples = samplesFor(calendar, options);
  for (const hourCycle of CYCLES) {
    const format = formatOf(locale, { ...options, hourCycle });
    const skeletons = new Map<string, boolean>();
    for (const sample of samples) {
      const read = skeletonOf(format, sample, calendar, words);
      if (read !== null) skeletons.set(read.skeleton, read.shortYear);
    }
    for (const [skeleton, shortYear] of skeletons) {
      patterns.add(skeleton, locale, calendar, words, shortYear);
      const withoutSeconds = UNITS_AT_END.exec(skeleton)?.[1];
      if (withoutSeconds !== undefined) patterns.add(withoutSeconds, locale, calendar, words, shortYear);
    }
    // The other cycle has the same words, and writes all dates alike if this one does.
    if (skeletons.size === 1) samples = samples.slice(0, 1);
  }
}

function samplesFor(calendar: string, { month }: Intl.DateTimeFormatOptions): readonly number[] {
  if (calendar !== "gregory") return [...OTHER_MONTHS, ...(calendar === "japanese" ? ERAS : [])];
  // There are no words to collect.
  return month === "numeric" ? MONTHS.slice(0, 1) : MONTHS;
}

function skeletonOf(
  format: Intl.DateTimeFormat,
  sample: number,
  calendar: string,
  words: ReadonlyMap<DatePart, Words>,
): { readonly skeleton: string; readonly shortYear: boolean } | null {
  let skeleton = "";
  let shortYear = false;
  const date = partsOf(calendar === "japanese" ? "gregory" : calendar, sample);
  const parts = format.formatToParts(sample);
  for (const { type, value } of parts) {
    const plain = wordText(value);
    switch (type) {
      case "literal":
        skeleton += value;
        break;
      case "month": {
        const digits = /\d+/.exec(plain);
        if (digits === null) addWord(words.get("monthName")!, plain, date.month);
        // 3月 and tháng 3 are numbers with something around them.
        skeleton += digits === null ? MARK_OF.monthName : plain.replace(digits[0], MARK_OF.month);
        break;
      }
      case "weekday":
        addWord(words.get("weekday")!, plain, new Date(sample).getUTCDay());
        skeleton += MARK_OF.weekday;
        break;
      case "era": {
        const year = Number(parts.find((part) => part.type === "year")?.value);
        addWord(words.get("era")!, plain, date.year - year);
        skeleton += MARK_OF.era;
        break;
      }
      case "year":
        shortYear = calendar !== "japanese" && plain.length === 2;
        skeleton += MARK_OF.year;
        break;
      case "dayPeriod":
      case "day":
      case "hour":
      case "minute":
      case "second":
        skeleton += MARK_OF[type];
        break;
      default:
        return null;
    }
  }
  const plain = plainText(skeleton);
  const isWhole = [MARK_OF.year, MARK_OF.day, MARK_OF.hour, MARK_OF.minute].every((mark) =>
    plain.includes(mark),
  );
  return isWhole ? { skeleton: plain, shortYear } : null;
}
