/**
 * How Intl.DateTimeFormat writes dates and times in the world's languages, asked of Intl itself: the order of the
 * parts, what is between them, and the words for months, weekdays, eras and halves of the day.
 */
import { isKnownCalendar, partsOf } from "./calendars.ts";
import { plainText } from "./local-text.ts";

/**
 * Languages whose exports may turn up, and the countries of a language that write times differently. A browser lacks
 * some of them; those are left out there. Intl has no list of its locales, so this one is from CLDR's.
 */
const LOCALES = (
  "en en-AE en-AU en-BE en-BW en-BZ en-CA en-CH en-DE en-DK en-FI en-GB en-HK en-IE en-IL en-IN en-JM en-MT en-MY " +
  "en-NL en-NZ en-PH en-PK en-SE en-SG en-SI en-ZA en-ZW en-SA en-TH en-IR af am ar ar-AE ar-DZ ar-EG ar-IL ar-MA " +
  "ar-SA ar-TN as az be bg bn bn-IN bs ca cs cy da de de-AT de-CH de-LI el es es-AR es-CL es-CO es-CR es-DO es-MX " +
  "es-PA es-PE es-PR es-PY es-US es-UY es-VE et eu fa fa-AF fi fil fr fr-BE fr-CA fr-CH ga gl gu he hi hr hr-BA hu hy " +
  "id is it it-CH ja ja-u-ca-japanese ka kk km kn ko ky lb lo lt lv mk ml mn mr ms my nb ne nl nl-BE nn or pa pl ps pt " +
  "pt-PT ro ru ru-UA sd si sk sl so sq sr sr-Latn sv sv-FI sw sw-KE ta te th th-u-ca-gregory ti tk tr ug uk ur ur-IN uz vi " +
  "xh yue zh zh-HK zh-SG zh-TW zh-TW-u-ca-roc zu"
).split(" ");

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
}

type Words = Map<string, Set<number>>;

/** Finds the patterns that a text could have been written with, by what is left without letters and blanks. */
class LocalPatterns {
  readonly #byKey = new Map<string, LocalPattern[]>();
  readonly #known = new Set<string>();

  /** @param plain see `plainText` */
  fitting(plain: string): readonly LocalPattern[] {
    return this.#byKey.get(keyOf(plain)) ?? [];
  }

  /** @param skeleton a pattern's text with private characters for its parts */
  add(skeleton: string, calendar: string, words: ReadonlyMap<DatePart, Words>, shortYear: boolean): void {
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
    if (this.#known.has(identity)) return;
    this.#known.add(identity);
    const pattern = { regex: new RegExp(`${regex}$`, "u"), parts, calendar, words: used, shortYear };
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

let numeric: LocalPatterns | null = null;
const styled = new Map<string, LocalPatterns>();

/** Patterns of dates in numbers, as `toLocaleString` writes them. Built when first needed. */
export function numericPatterns(): LocalPatterns {
  return (numeric ??= derive(LOCALES, NUMBERS));
}

/**
 * Patterns with short years and with names of months, of the languages in the script of a text. Building them takes up
 * to a second for Latin, and less for others.
 *
 * @param plain see `plainText`
 */
export function styledPatterns(plain: string): LocalPatterns {
  const script = SCRIPTS.find(([, letters]) => letters.test(plain))?.[0] ?? "";
  let patterns = styled.get(script);
  if (patterns === undefined) {
    const locales = LOCALES.filter((locale) => script === "" || script === scriptOf(locale));
    styled.set(script, (patterns = derive(locales, STYLES)));
  }
  return patterns;
}

/** Scripts of many languages. Texts in other scripts are compared with the languages of all others. */
const SCRIPTS: readonly (readonly [name: string, letters: RegExp])[] = [
  [
    "other",
    /[^\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Common}\p{Script=Inherited}\P{L}]/u,
  ],
  ["Cyrl", /\p{Script=Cyrillic}/u],
  ["Arab", /\p{Script=Arabic}/u],
  ["Latn", /\p{Script=Latin}/u],
];

function scriptOf(locale: string): string {
  const { script = "" } = new Intl.Locale(locale).maximize();
  return SCRIPTS.some(([name]) => name === script) ? script : "other";
}

/** Derives the patterns of some locales and options from Intl. */
function derive(locales: readonly string[], options: readonly Intl.DateTimeFormatOptions[]): LocalPatterns {
  const patterns = new LocalPatterns();
  for (const locale of Intl.DateTimeFormat.supportedLocalesOf(locales)) {
    const periods = periodsOf(locale);
    for (const option of options)
      for (const hourCycle of CYCLES) addPatterns(patterns, locale, { ...option, hourCycle }, periods);
  }
  return patterns;
}

function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { ...options, numberingSystem: "latn", timeZone: "UTC" });
}

/** The words for parts of the day, with the hours that each of them covers. */
function periodsOf(locale: string): Words {
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

/** A part as it is within a whole text: the digit keeps Chinese digits in words from being read as numbers. */
function wordText(part: string): string {
  return plainText(`0${part}`).slice(1).trim();
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
  const format = formatOf(locale, options);
  const { calendar } = format.resolvedOptions();
  if (!isKnownCalendar(calendar)) return;
  const words = new Map<DatePart, Words>([
    ["monthName", new Map()],
    ["weekday", new Map()],
    ["era", new Map()],
    ["dayPeriod", periods],
  ]);
  const skeletons = new Map<string, boolean>();
  const samples =
    calendar === "gregory" ? MONTHS : [...OTHER_MONTHS, ...(calendar === "japanese" ? ERAS : [])];
  for (const sample of samples) {
    const read = skeletonOf(format, sample, calendar, words);
    if (read !== null) skeletons.set(read.skeleton, read.shortYear);
  }
  for (const [skeleton, shortYear] of skeletons) {
    patterns.add(skeleton, calendar, words, shortYear);
    const withoutSeconds = UNITS_AT_END.exec(skeleton)?.[1];
    if (withoutSeconds !== undefined) patterns.add(withoutSeconds, calendar, words, shortYear);
  }
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
