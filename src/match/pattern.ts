/**
 * Wildcard patterns of `:` and like: `*` matches any run of characters, `?` exactly one; they cannot be escaped.
 *
 * A character is a code point, not a UTF-16 unit: Lucene's wildcard automaton runs over code points, so `?` matches an
 * emoji. Matching goes through the text once, piece by piece between the stars, and never returns to an earlier star:
 * for any pattern the time is bounded by the length of the text times the length of the pattern.
 */
import { asciiLower, equalsFolded, foldedAt } from "./ascii.ts";

export type TextTest = (text: string) => boolean;

/** Lists up to this length are compared text by text, which is cheaper than building a folded key for a look-up. */
const SMALL_LIST = 4;

/** Compiles several patterns into one test, which is true if any of them matches. */
export function compilePatterns(patterns: readonly string[], ignoreCase: boolean): TextTest {
  const plain = new Set<string>();
  const wild = new Set<string>();
  for (const pattern of patterns) {
    const folded = ignoreCase ? asciiLower(pattern) : pattern;
    (/[*?]/.test(folded) ? wild : plain).add(folded);
  }
  const equal = compileEqual([...plain], ignoreCase);
  const tests = [...wild].map((p) => compileWildcard(p));
  if (tests.length === 0) return equal;
  if (tests.length === 1) {
    const single = compileSingle([...wild][0]!, ignoreCase);
    return plain.size === 0 ? single : (text) => equal(text) || single(text);
  }
  return (text) => {
    if (equal(text)) return true;
    const folded = ignoreCase ? asciiLower(text) : text;
    for (const test of tests) if (test(folded)) return true;
    return false;
  };
}

/** Tests equality with any of several texts, with one look-up for a long list. `texts` must already be folded. */
export function compileEqual(texts: readonly string[], ignoreCase: boolean): TextTest {
  if (texts.length === 0) return () => false;
  if (!ignoreCase) {
    if (texts.length === 1) {
      const only = texts[0]!;
      return (text) => text === only;
    }
    const set = new Set(texts);
    return (text) => set.has(text);
  }
  if (texts.length === 1) {
    const only = texts[0]!;
    return (text) => equalsFolded(text, only);
  }
  if (texts.length <= SMALL_LIST) {
    return (text) => {
      for (const t of texts) if (equalsFolded(text, t)) return true;
      return false;
    };
  }
  const set = new Set(texts);
  // Folding copies the text, so only texts as long as one in the list are folded.
  const lengths = new Uint8Array(texts.reduce((most, t) => Math.max(most, t.length), 0) + 1);
  for (const t of texts) lengths[t.length] = 1;
  return (text) => lengths[text.length] === 1 && set.has(asciiLower(text));
}

/** Compiles one pattern with wildcards. Simple forms are handled without a folded copy of the text. */
function compileSingle(folded: string, ignoreCase: boolean): TextTest {
  const test = compileWildcard(folded);
  if (!ignoreCase) return test;
  const literal = folded.replaceAll("*", "");
  if (!literal.includes("?")) {
    const { length } = literal;
    if (folded === `${literal}*`) return (text) => text.length >= length && foldedAt(text, literal, 0);
    if (folded === `*${literal}`)
      return (text) => text.length >= length && foldedAt(text, literal, text.length - length);
  }
  const minimum = literal.length;
  return (text) => text.length >= minimum && test(asciiLower(text));
}

/** A part of a pattern between two stars. */
export interface PatternPiece {
  readonly text: string;
  /** For each index of `text`, whether any single character matches there; null if none is a wildcard. */
  readonly any: readonly boolean[] | null;
}

/** Compiles a pattern. The texts must be folded in the same way as the pattern. */
export function compileWildcard(pattern: string): TextTest {
  return compilePieces(
    pattern
      .split("*")
      .map((text) => ({ text, any: text.includes("?") ? text.split("").map((c) => c === "?") : null })),
  );
}

/**
 * Compiles a pattern given as the pieces between its stars, for languages with another wildcard syntax.
 *
 * @param character what a `?` matches: a code point, as in Lucene, or a UTF-16 unit
 */
export function compilePieces(
  pieces: readonly PatternPiece[],
  character: "code point" | "unit" = "code point",
): TextTest {
  const joined = character === "unit" ? never : isPair;
  const first = pieces[0]!;
  if (pieces.length === 1) return (text) => matchAt(text, first, 0, joined) === text.length;
  const last = pieces[pieces.length - 1]!;
  const inner = pieces.slice(1, -1).filter((piece) => piece.text !== "");
  const plain = pieces.every((piece) => piece.any === null);
  if (plain && inner.length === 0) {
    const [head, tail] = [first.text, last.text];
    const minimum = head.length + tail.length;
    if (minimum === 0) return () => true;
    return (text) => text.length >= minimum && text.startsWith(head) && text.endsWith(tail);
  }
  if (plain && inner.length === 1 && first.text === "" && last.text === "") {
    const only = inner[0]!.text;
    return (text) => text.includes(only);
  }
  return (text) => {
    let from = matchAt(text, first, 0, joined);
    if (from < 0) return false;
    for (const piece of inner) {
      from = findPiece(text, piece, from, joined);
      if (from < 0) return false;
    }
    const end = matchBackwards(text, last, joined);
    return end >= from;
  };
}

/** Returns the offset after a star-free piece that matches at `offset`, or -1. */
function matchAt(text: string, { text: piece, any }: PatternPiece, offset: number, joined: Joined): number {
  if (any === null) return text.startsWith(piece, offset) ? offset + piece.length : -1;
  let i = offset;
  for (let p = 0; p < piece.length; p++) {
    if (i >= text.length) return -1;
    if (any[p]) i += joined(text, i) ? 2 : 1;
    else if (piece.charCodeAt(p) === text.charCodeAt(i)) i++;
    else return -1;
  }
  return i;
}

/** Returns the offset after the first match of a star-free piece at or after `from`, or -1. */
function findPiece(text: string, piece: PatternPiece, from: number, joined: Joined): number {
  if (piece.any === null) {
    const found = text.indexOf(piece.text, from);
    return found < 0 ? -1 : found + piece.text.length;
  }
  // The literal text before the first ? finds candidates; a piece that starts with ? is tried everywhere.
  const head = piece.text.slice(0, piece.any.indexOf(true));
  for (let i = from; i <= text.length; i++) {
    if (head !== "") {
      i = text.indexOf(head, i);
      if (i < 0) return -1;
    } else if (i > 0 && joined(text, i - 1)) continue;
    const end = matchAt(text, piece, i, joined);
    if (end >= 0) return end;
  }
  return -1;
}

/** Returns the offset at which a star-free piece matches up to the end of the text, or -1. */
function matchBackwards(text: string, { text: piece, any }: PatternPiece, joined: Joined): number {
  if (any === null) return text.endsWith(piece) ? text.length - piece.length : -1;
  let i = text.length;
  for (let p = piece.length - 1; p >= 0; p--) {
    if (i <= 0) return -1;
    if (any[p]) i -= i >= 2 && joined(text, i - 2) ? 2 : 1;
    else if (piece.charCodeAt(p) === text.charCodeAt(i - 1)) i--;
    else return -1;
  }
  return i;
}

/** Whether the unit at an offset and the next one form one character. */
type Joined = (text: string, i: number) => boolean;

function never(): boolean {
  return false;
}

function isPair(text: string, i: number): boolean {
  const high = text.charCodeAt(i);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(i + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}
