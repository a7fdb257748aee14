/** Tables of what a byte means in JSON: a look-up costs less than the comparisons it stands for. */

/** Bytes inside a string: 0 plain, 1 above ASCII, 2 ends the run (quote, backslash, control character). */
export const STRING_CLASS = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  STRING_CLASS[byte] = byte < 0x20 || byte === 0x22 || byte === 0x5c ? 2 : byte > 0x7f ? 1 : 0;
}

/** Bytes that stand for one character behind a backslash; `u` is not among them. */
export const SIMPLE_ESCAPE = new Uint8Array(256);
for (const c of '"\\/bfnrt') SIMPLE_ESCAPE[c.charCodeAt(0)] = 1;

const bytesOf = (word: string): Uint8Array => Uint8Array.from(word, (c) => c.charCodeAt(0));
const TRUE = bytesOf("true");
const FALSE = bytesOf("false");
const NULL = bytesOf("null");

/** The word that begins with this byte, undefined if none does. */
export function wordFrom(c: number): Uint8Array | undefined {
  return c === 0x74 ? TRUE : c === 0x66 ? FALSE : c === 0x6e ? NULL : undefined;
}

/** The position of the quote that ends a string of plain ASCII, -1 if it is not plain or not whole. */
export function plainStringEnd(buffer: Uint8Array, start: number, end: number): number {
  let at = start;
  while (STRING_CLASS[buffer[at]!] === 0) at++;
  return at < end && buffer[at] === 0x22 ? at : -1;
}

/** One of the three bytes of UTF-8's byte order mark. */
export function isByteOrderMark(c: number): boolean {
  return c === 0xef || c === 0xbb || c === 0xbf;
}
