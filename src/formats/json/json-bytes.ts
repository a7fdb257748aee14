/** Byte tables for JSON: a look-up costs less than the comparisons it replaces. */

/** Bytes inside a string: 0 plain, 1 above ASCII, 2 ends the run (quote, backslash, control character). */
export const STRING_CLASS = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  STRING_CLASS[byte] = byte < 0x20 || byte === 0x22 || byte === 0x5c ? 2 : byte > 0x7f ? 1 : 0;
}

/** Bytes that stand for one character after a backslash; `u` is not among them. */
export const SIMPLE_ESCAPE = new Uint8Array(256);
for (const c of '"\\/bfnrt') SIMPLE_ESCAPE[c.charCodeAt(0)] = 1;

const bytesOf = (word: string): Uint8Array => Uint8Array.from(word, (c) => c.charCodeAt(0));
const TRUE = bytesOf("true");
const FALSE = bytesOf("false");
const NULL = bytesOf("null");

/** The word that begins with this byte; undefined if none does. */
export function wordFrom(c: number): Uint8Array | undefined {
  return c === 0x74 ? TRUE : c === 0x66 ? FALSE : c === 0x6e ? NULL : undefined;
}

/** The position after `true`, `false` or `null`; `at` itself if it is none of them. */
export function wordEnd(buffer: Uint8Array, at: number): number {
  const word = wordFrom(buffer[at]!);
  if (word === undefined) return at;
  for (let i = 1; i < word.length; i++) if (buffer[at + i] !== word[i]) return at;
  return at + word.length;
}

/** The position after a run of digits. */
export function integerEnd(buffer: Uint8Array, at: number): number {
  let i = at;
  while (buffer[i]! >= 0x30 && buffer[i]! <= 0x39) i++;
  return i;
}

/**
 * Returns the first position from `at` on whose byte is not plain ASCII inside a string: a quote, a backslash, a
 * control character or a byte above 0x7F. There must be one, with three more bytes after it.
 *
 * Four bytes are tested at once. A subtraction sets the highest bit of a byte that was too small for it. The borrow
 * affects only later bytes, so the first byte found is right.
 */
export function plainEnd(view: DataView, at: number): number {
  for (let i = at; ; i += 4) {
    const word = view.getInt32(i, true);
    const found =
      (word | (word - 0x20202020) | ((word ^ 0x22222222) - 0x01010101) | ((word ^ 0x5c5c5c5c) - 0x01010101)) &
      0x80808080;
    if (found !== 0) return i + ((31 - Math.clz32(found & -found)) >> 3);
  }
}

/** Whether there is a `\uXXXX` at `at`. */
export function unicodeEscapeAt(buffer: Uint8Array, at: number): boolean {
  if (buffer[at + 1] !== 0x75) return false;
  for (let i = at + 2; i < at + 6; i++) {
    const letter = buffer[i]! | 0x20;
    if (!((buffer[i]! >= 0x30 && buffer[i]! <= 0x39) || (letter >= 0x61 && letter <= 0x66))) return false;
  }
  return true;
}

/** Whether it is one of the three bytes of UTF-8's byte order mark. */
export function isByteOrderMark(c: number): boolean {
  return c === 0xef || c === 0xbb || c === 0xbf;
}
