/** Dates of other calendars in the Gregorian one, by Intl's tables. */

const DAY = 86_400_000;
/** Intl's tables of other calendars are only asked for these years: no log is older, and no clock so far ahead. */
const FIRST = Date.UTC(1970, 0, 1) / DAY;
const LAST = Date.UTC(2101, 0, 1) / DAY;

/** Calendars whose months are the Gregorian ones, and the years between theirs and ours. */
const SHIFTED = new Map([
  ["gregory", 0],
  ["buddhist", -543],
  ["roc", 1911],
]);
/**
 * The variants of the Islamic calendar: the months of each begin a day or so apart, and their dates are written alike.
 * Saudi Arabia's comes first, which Windows and Intl use there.
 */
export const ISLAMIC = [
  "islamic-umalqura",
  "islamic-civil",
  "islamic-tbla",
  "islamic-rgsa",
  "islamic",
] as const;
/** Calendars that are searched, with the years of theirs that logs are from. The dates of a year rise in numbers. */
const SEARCHED: ReadonlyMap<string, readonly [first: number, last: number]> = new Map([
  ["persian", [1348, 1479]],
  ["islamic-umalqura", [1389, 1525]],
  ["islamic-civil", [1389, 1525]],
  ["islamic-tbla", [1389, 1525]],
  ["islamic-rgsa", [1389, 1525]],
  ["islamic", [1389, 1525]],
  ["hebrew", [5730, 5861]],
  ["coptic", [1686, 1817]],
  ["ethioaa", [7462, 7593]],
  ["ethiopic", [1962, 2093]],
  ["indian", [1891, 2022]],
]);
/** Calendars whose months follow the moon and whose years the sun: any month may come twice. */
export const LUNISOLAR = ["chinese", "dangi"] as const;
/** Calendars whose dates are not told from Gregorian ones but by an era. */
const NEEDS_ERA = new Set(["ethiopic", "indian", "roc"]);
/**
 * Calendars that a language writes when it is asked to, with the years of theirs that logs are from. Chinese dates in
 * numbers are not among them: they look as Gregorian ones.
 */
const YEARS: ReadonlyMap<string, readonly [first: number, last: number]> = new Map([
  ...[...SEARCHED].filter(([calendar]) => calendar === ISLAMIC[0] || !calendar.startsWith("islamic")),
  ["buddhist", [2513, 2643]],
  ["roc", [59, 189]],
]);

/** The calendars that have one of some numbers as a year that logs are from. */
export function calendarsWith(numbers: readonly number[]): string[] {
  return [...YEARS]
    .filter(([, [first, last]]) => numbers.some((year) => year >= first && year <= last))
    .map(([calendar]) => calendar);
}

/** Whether a year of a calendar is one that logs are from. */
export function isYearOf(calendar: string, year: number): boolean {
  const range = YEARS.get(calendar) ?? SEARCHED.get(calendar);
  return range !== undefined && year >= range[0] && year <= range[1];
}

export function isLunisolar(calendar: string): boolean {
  return (LUNISOLAR as readonly string[]).includes(calendar);
}

/** The calendars that write as one does, and may differ from it in the day: the most common first. */
export function variantsOf(calendar: string): readonly string[] {
  if (isLunisolar(calendar)) return LUNISOLAR;
  return (ISLAMIC as readonly string[]).includes(calendar) ? ISLAMIC : [calendar];
}

export function needsEra(calendar: string): boolean {
  return NEEDS_ERA.has(calendar);
}
/** The most months of a year in any calendar, and the most days of a month. */
const MOST_MONTHS = 13;
const MOST_DAYS = 32;
/** The most dates kept: the times in a log share few, but evidence can name every date. */
const MAX_KEPT = 5000;
const kept = new Map<string, number | null>();
const formats = new Map<string, Intl.DateTimeFormat>();

export function isKnownCalendar(calendar: string): boolean {
  return SHIFTED.has(calendar) || SEARCHED.has(calendar) || calendar === "japanese";
}

/**
 * Finds the day that a date of a calendar means.
 *
 * @param year for the Japanese calendar already the Gregorian one
 * @returns days since 1970; null if there is no such date, or beyond 2100 for calendars with other months
 */
export function dayOf(calendar: string, year: number, month: number, day: number): number | null {
  const shift = calendar === "japanese" ? 0 : SHIFTED.get(calendar);
  if (shift !== undefined) {
    const date = new Date(0);
    date.setUTCFullYear(year + shift, month - 1, day);
    // Without this check, 30 February would silently become a day in March.
    return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / DAY : null;
  }
  // Beyond these, the number of another date would be meant.
  if (month < 1 || month > MOST_MONTHS || day < 1 || day > MOST_DAYS) return null;
  const key = `${calendar} ${year}-${month}-${day}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const found = search(calendar, (year * 16 + month) * 64 + day);
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(key, found);
  return found;
}

function search(calendar: string, wanted: number): number | null {
  let [low, high] = [FIRST, LAST];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (ordinal(calendar, middle) < wanted) low = middle + 1;
    else high = middle;
  }
  return ordinal(calendar, low) === wanted ? low : null;
}

/** A number that grows with the date. */
function ordinal(calendar: string, day: number): number {
  const { year, month, day: dayOfMonth } = partsOf(calendar, day * DAY);
  return (year * 16 + month) * 64 + dayOfMonth;
}

/** Year, month and day of an instant in a calendar, in UTC. */
export function partsOf(
  calendar: string,
  millis: number,
): { readonly year: number; readonly month: number; readonly day: number } {
  let format = formats.get(calendar);
  if (format === undefined) {
    // German writes day, month and year in numbers for each of these calendars: 3.7.5784 AM.
    format = new Intl.DateTimeFormat(`de-u-ca-${calendar}-nu-latn`, {
      timeZone: "UTC",
      year: "numeric",
      month: "numeric",
      day: "numeric",
    });
    formats.set(calendar, format);
  }
  const [day, month, year] = format.format(millis).match(/\d+/g)!.map(Number) as [number, number, number];
  return { year, month, day };
}
