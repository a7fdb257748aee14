import { isValidUtf8 } from "./json/valid-utf8.ts";

/** The longest character of UTF-8. */
const CHARACTER_BYTES = 4;

/**
 * The name of an encoding other than Unicode's in the WHATWG Encoding Standard.
 *
 * @param label any of its names there, in any case
 * @returns null if `TextDecoder` does not know it, and for UTF-8 and UTF-16, which are recognised by the bytes
 */
export function olderEncoding(label: string): string | null {
  try {
    const { encoding } = new TextDecoder(label);
    return encoding.startsWith("utf-") ? null : encoding;
  } catch {
    return null;
  }
}

/**
 * Whether the beginning of a text is UTF-8 and has more than ASCII. Text of an older encoding practically never is
 * UTF-8 by chance.
 *
 * @param whole whether `head` is the whole text; otherwise its last character may be cut in two
 */
export function isUtf8BeyondAscii(head: Uint8Array, whole: boolean): boolean {
  for (let cut = 0; cut < (whole ? 1 : CHARACTER_BYTES); cut++) {
    const end = Math.max(head.length - cut, 0);
    if (isValidUtf8(head, 0, end)) return head.subarray(0, end).some((c) => c >= 0x80);
  }
  return false;
}
