/**
 * Splits a text into words as Lucene's standard tokenizer and lower case filter do (Unicode Standard Annex 29, word
 * boundaries): `System.Net.WebClient` is one word, `New-Object` two, `a_b` one, `1,000` one.
 *
 * Differences: in an emoji sequence each emoji is a word of its own, and a Hebrew double quote separates words.
 */

type CharacterKind =
  | "letter"
  | "number"
  | "joiner"
  | "kana"
  | "single"
  | "run"
  | "extend"
  | "mid-letter"
  | "mid-number"
  | "mid"
  | "other";

/** A longer word is split, as by Lucene's max_token_length. */
const MAX_WORD = 255;

const ASCII: readonly CharacterKind[] = Array.from({ length: 128 }, (_, code) =>
  asciiKind(String.fromCharCode(code)),
);

function asciiKind(char: string): CharacterKind {
  if (/[A-Za-z]/.test(char)) return "letter";
  if (/\d/.test(char)) return "number";
  if (char === "_") return "joiner";
  if (char === ":") return "mid-letter";
  if (char === "." || char === "'") return "mid";
  return char === "," || char === ";" ? "mid-number" : "other";
}

function kindAt(text: string, at: number): CharacterKind {
  const code = text.codePointAt(at)!;
  if (code < 128) return ASCII[code]!;
  const char = String.fromCodePoint(code);
  if (/[\p{M}\p{Cf}]/u.test(char)) return "extend";
  if (/[\p{Ideographic}\p{Script=Hiragana}\p{Extended_Pictographic}]/u.test(char)) return "single";
  if (/\p{Script=Katakana}/u.test(char)) return "kana";
  if (/[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u.test(char)) return "run";
  if (/\p{Nd}/u.test(char)) return "number";
  if (/\p{Alphabetic}/u.test(char)) return "letter";
  if (/\p{Pc}/u.test(char)) return "joiner";
  if ("\u00b7\u0387\u05f4\u2027\ufe13\ufe55\uff1a".includes(char)) return "mid-letter";
  if ("\u2018\u2019\u2024\ufe52\uff07\uff0e".includes(char)) return "mid";
  return "\u037e\u0589\u060c\u060d\u066c\u07f8\u2044\ufe10\ufe14\ufe50\ufe54\uff0c\uff1b".includes(char)
    ? "mid-number"
    : "other";
}

export function standardWords(text: string): string[] {
  const words: string[] = [];
  for (let at = 0; at < text.length;) {
    const kind = kindAt(text, at);
    const end = STARTS.has(kind) ? wordEnd(text, at, kind) : at + width(text, at);
    // Underscores alone are not a word.
    if (STARTS.has(kind) && (kind !== "joiner" || !/^\p{Pc}+$/u.test(text.slice(at, end)))) {
      for (let from = at; from < end; from += MAX_WORD)
        words.push(lowerCase(text.slice(from, Math.min(end, from + MAX_WORD))));
    }
    at = end;
  }
  return words;
}

const STARTS: ReadonlySet<CharacterKind> = new Set(["letter", "number", "joiner", "kana", "single", "run"]);

function wordEnd(text: string, start: number, first: CharacterKind): number {
  let kind = first;
  let end = afterExtends(text, start);
  while (end < text.length) {
    const next = kindAt(text, end);
    if (joins(kind, next)) {
      kind = next;
      end = afterExtends(text, end);
      continue;
    }
    const bridge =
      (kind === "letter" && (next === "mid" || next === "mid-letter")) ||
      (kind === "number" && (next === "mid" || next === "mid-number"));
    const afterMid = bridge ? afterExtends(text, end) : text.length;
    if (afterMid >= text.length || kindAt(text, afterMid) !== kind) break;
    end = afterExtends(text, afterMid);
  }
  return end;
}

function joins(a: CharacterKind, b: CharacterKind): boolean {
  if (a === "run" || b === "run") return a === b;
  if (a === "single" || b === "single") return false;
  if (a === "joiner" || b === "joiner") return STARTS.has(a) && STARTS.has(b);
  if (a === "kana" || b === "kana") return a === b;
  return (a === "letter" || a === "number") && (b === "letter" || b === "number");
}

/** Returns the offset after the character at `at` and the marks that belong to it. */
function afterExtends(text: string, at: number): number {
  let end = at + width(text, at);
  while (end < text.length && kindAt(text, end) === "extend") end += width(text, end);
  return end;
}

function width(text: string, at: number): number {
  return text.codePointAt(at)! > 0xffff ? 2 : 1;
}

/** Converts to lower case character by character, as Lucene does: no final sigma, and İ becomes a plain i. */
export function lowerCase(word: string): string {
  return /^[\0-\x7f]*$/.test(word)
    ? word.toLowerCase()
    : Array.from(word, (char) => String.fromCodePoint(char.toLowerCase().codePointAt(0)!)).join("");
}

/** Returns the words of a script block: see `fields.ts`. */
export function scriptWords(text: string): string[] {
  return Array.from(text.matchAll(/[\w-]+/g), ([word]) => word.toLowerCase());
}
