/** Numbers and times as the page writes them: the same on every machine, whatever its language. */

export function count(n: number): string {
  return n.toLocaleString("en");
}

/** `1 file`, `2 files`. */
export function plural(n: number, singular: string, pluralForm = `${singular}s`): string {
  return `${count(n)} ${n === 1 ? singular : pluralForm}`;
}

/** `a`, `a or b`, `a, b or c`. */
export function alternatives(words: readonly string[]): string {
  return joined(words, "or");
}

/** `a`, `a and b`, `a, b and c`. */
export function enumeration(words: readonly string[]): string {
  return joined(words, "and");
}

function joined(words: readonly string[], last: "and" | "or"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}

const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"];

export function bytes(n: number): string {
  let value = n;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return unit === 0
    ? `${count(n)} bytes`
    : `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${UNITS[unit]}`;
}

/** `2024-01-31 23:59:59.123`, in UTC: the page says so once where it shows times. */
export function utc(millis: number): string {
  const date = new Date(millis);
  return Number.isNaN(date.getTime()) ? "no time" : date.toISOString().replace("T", " ").slice(0, -1);
}

/**
 * `03-14 03:07:12.481`, in UTC: without the year where that is said elsewhere.
 *
 * @param year the year that need not be said; null if it has to be
 */
export function utcWithout(year: number | null, millis: number): string {
  const text = utc(millis);
  return year !== null && text.startsWith(`${year}-`) ? text.slice(text.indexOf("-") + 1) : text;
}

/** The year of two moments, if it is the same one; null otherwise. */
export function commonYear(first: number, last: number): number | null {
  const [a, b] = [new Date(first).getUTCFullYear(), new Date(last).getUTCFullYear()];
  return a === b ? a : null;
}

/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`, `6 d 15 h`. */
export function duration(millis: number): string {
  if (millis < 9950) return `${(millis / 1000).toFixed(1)} s`;
  // Rounded before it is split, so that no part becomes 60.
  const seconds = Math.round(millis / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `Untitled case, 29 Nov 2026 01:09 UTC`: the name of a case that has not been named yet. */
export function untitledCase(millis: number): string {
  const date = new Date(millis);
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return `Untitled case, ${day} ${date.toISOString().slice(11, 16)} UTC`;
}

/** A count in little room: `999`, `12.3 k`, `1.2 M`. Where it is shown, the whole number has to be at hand. */
export function shortCount(n: number): string {
  if (n < 10_000) return count(n);
  const [size, unit] = n < 999_500 ? [1000, "k"] : [1_000_000, "M"];
  const value = n / size;
  return `${value.toFixed(value < 99.95 ? 1 : 0)} ${unit}`;
}
