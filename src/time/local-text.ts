/**
 * One spelling for what differs between texts of Intl only by look: digits of other scripts, direction marks, kinds of
 * blanks, a comma before a blank. Applied to evidence and to the patterns that it is compared with.
 */

/** Zero-width characters: direction marks, joiners, byte order mark. */
const INVISIBLE = /[\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;
const NON_ASCII = /[^\0-\x7F]/;

/** @param text a time as evidence or Intl writes it */
export function plainText(text: string): string {
  let plain = text;
  if (NON_ASCII.test(plain)) {
    plain = plain.replace(INVISIBLE, "");
    const hasDigits = /\d/.test(plain);
    let ascii = "";
    for (const character of plain) ascii += asciiOf(character, hasDigits);
    plain = ascii;
  }
  return plain
    .replace(/,(?=\s|$)/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** A part as it is within a whole text: the digit keeps Chinese digits in words from being read as numbers. */
export function wordText(part: string): string {
  return plainText(`0${part}`).slice(1).trim();
}

const BRACKETS = ["()", "[]"];

/**
 * A text without a part of it, and without the brackets around that part.
 *
 * @param plain see `plainText`
 */
export function textWithout(plain: string, from: number, to: number): string {
  const isBracketed = BRACKETS.includes(`${plain[from - 1]}${plain[to]}`);
  const before = plain.slice(0, isBracketed ? from - 1 : from).trimEnd();
  return `${before} ${plain.slice(isBracketed ? to + 1 : to).trimStart()}`.trim();
}

function asciiOf(character: string, hasDigits: boolean): string {
  // Arabic comma and Arabic decimal separator.
  if (character === "\u060C" || character === "\u066B") return ",";
  const digit = digits().get(character);
  if (digit === undefined) return character;
  // Chinese digits are part of words as well, 星期三. They are digits only where there are no others.
  return digit.isWord && hasDigits ? character : digit.value;
}

interface Digit {
  readonly value: string;
  readonly isWord: boolean;
}

let known: Map<string, Digit> | null = null;

/** The digits of every numbering system that Intl knows. */
function digits(): ReadonlyMap<string, Digit> {
  if (known !== null) return known;
  known = new Map();
  for (const system of Intl.supportedValuesOf("numberingSystem")) {
    const format = new Intl.NumberFormat(`en-u-nu-${system}`, { useGrouping: false });
    for (let value = 0; value < 10; value++) {
      const digit = format.format(value);
      if (!/\d/.test(digit)) known.set(digit, { value: String(value), isWord: !/^\p{Nd}$/u.test(digit) });
    }
  }
  return known;
}
