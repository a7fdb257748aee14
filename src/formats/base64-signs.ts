/* How base64 of an event begins: in a text, in a cell of a table, and in a record of JSON as it was written. */

/** Characters, or pairs of digits, that a text in an encoding has at least: no event is shorter. */
export const SHORTEST = 40;

/** The letters that may follow another one. */
const pairs = (first: string, seconds: string): string[] => Array.from(seconds, (second) => first + second);

/**
 * Base64 of what begins with `{`, `[` or `<` in UTF-8 or UTF-16, perhaps after a byte order mark, a space or a line
 * break, in both alphabets of RFC 4648; and of gzip and zlib.
 */
const ENCODED_ONCE: readonly string[] = [
  ...pairs("e", "wy02"),
  ...pairs("W", "3wy"),
  ...pairs("P", "ABCDEFGH"),
  ...["77u/", "77u_", "//4", "//5", "__4", "__5"],
  ...pairs("I", "DFH"),
  ...pairs("C", "jln"),
  "DQ",
  ...["IAB7", "IABb", "IAA8", "CgB7", "CgBb", "CgA8"],
  // Of zlib, as most programs call it: with the usual, the least and the best compression.
  ...["H4sI", "eJ", "eAE", "eNo", "eNr"],
];

/** How base64 of a text begins that begins so, and goes on in base64. */
function encodedAgain(beginning: string): string[] {
  // The bits that are left of the last letter are followed by 00, of a digit, or 01, of a letter.
  const [digit, letter] = ["0", "A"].map((next) => btoa(beginning + next.repeat(3)));
  const whole = Math.floor((4 * beginning.length) / 3);
  const known = (4 * beginning.length) % 3 === 2 ? whole + 1 : whole;
  return [...new Set([digit!.slice(0, known), letter!.slice(0, known)])];
}

/** Encodings in base64 inside each other that are recognised. */
const MOST_ENCODINGS = 4;

/** How base64 of an event begins, and of base64 of one, and so on. */
export const BASE64_BEGINNINGS: readonly string[] = Array.from({ length: MOST_ENCODINGS - 1 })
  .reduce<readonly (readonly string[])[]>(
    (levels) => [...levels, [...new Set(levels.at(-1)!.flatMap(encodedAgain))]],
    [ENCODED_ONCE],
  )
  .flat();

/** By the two letters that each begins with, what may follow. */
const BY_PAIR = new Map<number, string[]>();
for (const text of BASE64_BEGINNINGS) {
  const pair = (text.charCodeAt(0) << 8) | text.charCodeAt(1);
  BY_PAIR.set(pair, [...(BY_PAIR.get(pair) ?? []), text.slice(2)]);
}
/** By the first letter: nearly every text ends the test with it. */
const FIRST = Uint8Array.from({ length: 256 }, (_, byte) =>
  BASE64_BEGINNINGS.some((text) => text.charCodeAt(0) === byte) ? 1 : 0,
);

/** Whether the bytes at `at` begin as base64 of an event does. */
export function beginsAsBase64(buffer: Uint8Array, at: number): boolean {
  if (FIRST[buffer[at]!] === 0) return false;
  const rests = BY_PAIR.get((buffer[at]! << 8) | buffer[at + 1]!);
  return rests?.some((rest) => startsAt(buffer, at + 2, rest)) === true;
}

function startsAt(buffer: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (buffer[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Whether the bytes at `at` are base64 that is long enough for an event. */
export function isBase64At(buffer: Uint8Array, at: number): boolean {
  if (!beginsAsBase64(buffer, at)) return false;
  for (let i = at; i < at + SHORTEST; i++) if (!isBase64Digit(buffer[i] ?? 0)) return false;
  return true;
}

/** Whether a byte is a letter, a digit, `+`, `/`, `-` or `_`. */
export function isBase64Digit(c: number): boolean {
  if (c >= 0x61) return c <= 0x7a;
  if (c >= 0x41) return c <= 0x5a || c === 0x5f;
  return (c >= 0x2f && c <= 0x39) || c === 0x2b || c === 0x2d;
}
