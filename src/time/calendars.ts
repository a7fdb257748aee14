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
/** Calendars that are searched: their dates follow each other without leap months. */
const SEARCHED = new Set(["persian", "islamic-umalqura", "islamic-civil", "islamic-tbla", "islamic-rgsa"]);
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
  const key = `${calendar} ${year}-${month}-${day}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const found = search(calendar, (year * 16 + month) * 32 + day);
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
  return (year * 16 + month) * 32 + dayOfMonth;
}

/** Year, month and day of an instant in a calendar, in UTC. */
export function partsOf(
  calendar: string,
  millis: number,
): { readonly year: number; readonly month: number; readonly day: number } {
  let format = formats.get(calendar);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, {
      timeZone: "UTC",
      year: "numeric",
      month: "numeric",
      day: "numeric",
    });
    formats.set(calendar, format);
  }
  const parts = new Map(format.formatToParts(millis).map(({ type, value }) => [type, Number(value)]));
  return { year: parts.get("year")!, month: parts.get("month")!, day: parts.get("day")! };
}
