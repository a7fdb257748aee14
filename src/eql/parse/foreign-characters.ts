/**
 * Error messages about characters that cannot begin a token: operators of other languages, and typography that comes
 * along when a query is copied from a web page.
 */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/;
const BLANK = /[\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const QUOTES = /[\u2018-\u201f\u2032\u2033\u00ab\u00bb\u00b4\u300c\u300d]/;
const SIGNS: ReadonlyMap<string, string> = new Map([
  ["\u2265", ">="],
  ["\u2264", "<="],
  ["\u2260", "!="],
  ["\u2010", "-"],
  ["\u2011", "-"],
  ["\u2012", "-"],
  ["\u2013", "-"],
  ["\u2014", "-"],
  ["\u2212", "-"],
  ["\u00d7", "*"],
  ["\u00f7", "/"],
  ["\u00ac", "not"],
  ["\u2227", "and"],
  ["\u2228", "or"],
  ["\u2026", "..."],
]);

/** Returns the error message for a character that cannot begin a token. */
export function foreignCharacter(character: string): string {
  const sentence = ASCII.get(character);
  if (sentence !== undefined) return sentence;
  const code = character.codePointAt(0)!;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  if (INVISIBLE.test(character))
    return `There is an invisible character here (${name}), probably copied from a web page: delete it.`;
  if (BLANK.test(character)) return `This is not an ordinary space (${name}): replace it with one.`;
  if (QUOTES.test(character))
    return `This is a typographic quote (${name}): put strings in straight double quotes ["].`;
  const sign = SIGNS.get(character);
  if (sign !== undefined) return `The character ${character} (${name}) has no meaning here: write ${sign}.`;
  if (code >= 0xff01 && code <= 0xff5e)
    return `This is a full-width character (${name}): write ${String.fromCharCode(code - 0xfee0)}.`;
  const shown = code < 0x20 || code > 0x7e ? name : character;
  return `The character ${shown} has no meaning here; put text in double quotes, and an unusual field name in backticks.`;
}

const ASCII: ReadonlyMap<string, string> = new Map([
  ["!", "A lone ! is not an operator: write not, != or ![ ... ] for a missing event."],
  [
    "~",
    "A ~ must directly follow its name, as in startsWith~( or like~; for a regular expression, use the word regex.",
  ],
  ["&", "Join conditions with the word and."],
  ["|", "Join conditions with the word or."],
  [";", "A rule has one query: remove the semicolon."],
  ["#", "A comment begins with //."],
  ["{", "EQL has no braces: group conditions with parentheses."],
  ["}", "EQL has no braces: group conditions with parentheses."],
  [
    "\\",
    "A backslash is only allowed in a string: put double quotes around the text, and double the backslash.",
  ],
  ["$", "EQL has no variables: write only the name of the field, in backticks if it is unusual."],
]);
