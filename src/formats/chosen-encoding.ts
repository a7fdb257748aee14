import { isUtf8BeyondAscii, olderEncoding } from "./encodings.ts";

/** What became of the encoding that an analyst chose for a file: it was used for this text, or the text is UTF-8. */
export interface ChosenEncoding {
  readonly encoding: string;
  readonly kind: "used" | "utf-8";
}

/**
 * Decides whether a text is decoded in the encoding that the analyst chose. Text that begins as UTF-8, with or without
 * a byte order mark, stays UTF-8: the choice applies to all files of an archive, and some of them may be UTF-8.
 *
 * @param label as stored with the case; a name that `TextDecoder` does not know counts as none
 * @param head the beginning of the text, neither UTF-16 nor with a declared encoding
 * @param whole whether `head` is all of it
 * @returns null if no encoding was chosen, or the text is ASCII and needs none
 */
export function chosenEncoding(
  label: string | undefined,
  head: Uint8Array,
  whole: boolean,
): ChosenEncoding | null {
  const encoding = label === undefined ? null : olderEncoding(label);
  if (encoding === null || (whole && head.every((c) => c < 0x80))) return null;
  const isMarked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  return { encoding, kind: isMarked || isUtf8BeyondAscii(head, whole) ? "utf-8" : "used" };
}
