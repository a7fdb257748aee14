/* How base64 of an event begins: in a text, in a cell of a table, and in a record of JSON as it was written. */

/** Characters, or pairs of digits, that a text in an encoding has at least: no event is shorter. */
export const SHORTEST = 40;

/** The letters that may follow another one. */
const pairs = (first: string, seconds: string): string[] => Array.from(seconds, (second) => first + second);

/**
 * Base64 of what begins with `{`, `[` or `<` in UTF-8 or UTF-16, perhaps after a byte order mark, a space or a line
 * break, in both alphabets of RFC 4648; of gzip and zlib; and of base64 that begins like that.
 */
export const BASE64_BEGINNINGS: readonly string[] = [
  ...pairs("e", "wy02"),
  ...pairs("W", "3wy"),
  ...pairs("P", "ABCDEFGH"),
  ...["77u/", "77u_", "//4", "//5", "__4", "__5"],
  ...pairs("I", "DFH"),
  ...pairs("C", "jln"),
  "DQ",
  // Of zlib, as most programs call it: with the usual, the least and the best compression.
  ...["H4sI", "eJ", "eAE", "eNo", "eNr"],
  ...["ZXc", "ZXl", "ZTA", "ZTI", "VzM", "VzN", "V3c", "V3d", "V3k", "V3l"],
  ...pairs("UE", "EFIJMNQRUVYZcdgh"),
  ...["SDR", "Nzd1", "Ly8"],
];

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
