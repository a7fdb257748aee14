/** Finds the name of a time zone within a text: `heure normale d’Europe centrale`, `中欧标准时间`. */
import { type Effort, NAME_SEARCH } from "./effort.ts";
import type { LocalPatterns } from "./local-patterns.ts";
import { textWithout } from "./local-text.ts";
import { languageOf } from "./zone-names.ts";

export interface NameText {
  readonly name: string;
  /** A language that has the name, and that could have written the rest. */
  readonly locale: string;
  /** The text without it. */
  readonly rest: string;
}

/** Where the name is, in texts that differ only in digits. */
interface Place extends Omit<NameText, "rest"> {
  readonly from: number;
  readonly to: number;
}

/** No name in CLDR has more, in UTF-16 units. */
const LONGEST = 80;
/** No name has more words. */
const MOST_WORDS = 10;
/** Nor has what else is between two numbers of a time: `de marzo de`, a weekday, a half of the day. */
const MOST_OTHER_WORDS = 5;
/** The most texts that are kept: evidence can name anything. */
const MAX_KEPT = 1000;
const kept = new Map<LocalPatterns, Map<string, Place | null>>();

/**
 * Finds the name of a zone.
 *
 * @param plain see `plainText`
 * @param patterns those that the text without the name has to fit
 * @returns null if no part of the text is known as a name: see `languageOf`, or if the effort is spent
 */
export function findName(plain: string, patterns: LocalPatterns, effort: Effort): NameText | null {
  let places = kept.get(patterns);
  if (places === undefined) kept.set(patterns, (places = new Map()));
  // A file may have a million times beside a name that is not known.
  const shape = plain.replace(/\d/g, "0");
  let place = places.get(shape);
  if (place === undefined) {
    if (!effort.spend(NAME_SEARCH)) return null;
    place = search(plain, patterns);
    if (places.size >= MAX_KEPT) places.clear();
    places.set(shape, place);
  }
  if (place === null) return null;
  const { name, locale, from, to } = place;
  return { name, locale, rest: textWithout(plain, from, to) };
}

function search(plain: string, patterns: LocalPatterns): Place | null {
  // Short ones first: `AM EDT` is no name, and would be looked for in vain in more languages than EDT.
  for (const [from, to] of rangesIn(plain).sort((a, b) => a[1] - a[0] - (b[1] - b[0]))) {
    const rest = textWithout(plain, from, to);
    const fitting = patterns.fitting(rest).filter(({ regex }) => regex.test(rest));
    if (fitting.length === 0) continue;
    const name = plain.slice(from, to);
    const locale = languageOf(name, [...new Set(fitting.flatMap(({ locales }) => locales))]);
    if (locale !== null) return { name, locale, from, to };
  }
  return null;
}

/** The parts of a text that can be a name: whole words between numbers, with a letter. */
function rangesIn(plain: string): (readonly [from: number, to: number])[] {
  const ranges: (readonly [number, number])[] = [];
  for (const gap of plain.matchAll(/\D+/g)) {
    const words = [...gap[0].matchAll(/[^ ]+/g)].map((word) => {
      const opens = /^[[(]/.test(word[0]) ? 1 : 0;
      const closes = /[\])]$/.test(word[0]) ? 1 : 0;
      const from = gap.index + word.index;
      return { from: from + opens, to: from + word[0].length - closes };
    });
    if (words.length > MOST_WORDS + MOST_OTHER_WORDS) continue;
    for (const [i, { from }] of words.entries())
      for (const { to } of words.slice(Math.max(i, i + words.length - MOST_OTHER_WORDS - 1), i + MOST_WORDS))
        if (to - from <= LONGEST && /\p{L}/u.test(plain.slice(from, to))) ranges.push([from, to]);
  }
  return ranges;
}
