/** Offsets from UTC within a text, in the words of every language: `UTC+1`, `GMT+05:30`, `Гринуич+1`, `+1 گرینویچ`. */
import { textWithout, wordText } from "./local-text.ts";
import { LOCALES } from "./locales.ts";

/** No clock on Earth is further from UTC, in minutes. */
export const MAX_OFFSET = 14 * 60;

export interface OffsetText {
  /** The text without it. */
  readonly rest: string;
  /** How far the clock is ahead of UTC, in milliseconds. */
  readonly ahead: number;
}

/**
 * Finds the offset that a text names.
 *
 * @param plain see `plainText`
 * @returns null if there is none
 */
export function findOffset(plain: string): OffsetText | null {
  const found = (pattern ??= derivePattern()).exec(plain);
  if (found === null) return null;
  const [sign, hours = "0", minutes = "0"] =
    found[1] === undefined ? [found[4], found[5], found[6]] : [found[1], found[2], found[3]];
  const distance = Number(hours) * 60 + Number(minutes);
  if (distance > MAX_OFFSET || Number(minutes) > 59) return null;
  const rest = textWithout(plain, found.index, found.index + found[0].length);
  return { rest, ahead: (sign === "+" ? distance : 0 - distance) * 60_000 };
}

let pattern: RegExp | null = null;

/** A sign, hours, and minutes where they are not zero: some languages write them after a point. */
const NUMBER = "([+\\u2212\\u2013-]) ?(\\d{1,2})(?:[:.]?(\\d\\d))?";

function derivePattern(): RegExp {
  const words = new Set(["GMT", "UTC"]);
  for (const locale of Intl.DateTimeFormat.supportedLocalesOf(LOCALES))
    for (const timeZone of ["UTC", "Asia/Kolkata"]) {
      const format = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "longOffset" });
      const parts = format.formatToParts(0);
      const name = wordText(parts.find(({ type }) => type === "timeZoneName")?.value ?? "");
      const word = name
        .replace(/[+\u2212\u2013-] ?\d.*\d/, "")
        .replace(/[[\]()]/g, "")
        .trim();
      if (/^\p{L}[\p{L}\p{M} ]*$/u.test(word)) words.add(word);
    }
  const word = `(?:${[...words].sort((a, b) => b.length - a.length).join("|")})`;
  const anyWord = `(?:${word}|\\[${word}\\])`;
  // Chinese and Telugu put a word right behind it.
  const ends = "(?![\\p{Script=Latin}\\d:.+\\u2212\\u2013-])";
  return new RegExp(
    `(?<![\\p{L}\\p{M}\\d])(?:${anyWord} ?${NUMBER}|${NUMBER} ?${anyWord}|${anyWord}(?! ?[+\\u2212\\u2013-]))${ends}`,
    "u",
  );
}
