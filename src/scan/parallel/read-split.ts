import { type ByteSource, readBlob } from "../../bytes/index.ts";
import type { SplitForm } from "../../formats/index.ts";
import type { Split } from "./split.ts";

/** The bytes read after a split to find the end of its last line: most lines are shorter. */
const TAIL_BYTES = 64 * 1024;
/** The end of a longer line is searched for in steps of this size. */
const MORE_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * Yields the bytes of a split.
 *
 * @param begins called with the offset of the first byte before it comes
 * @throws what `readBlob` throws
 */
export function piecesOf(
  blob: ByteSource,
  { kind }: SplitForm,
  split: Split,
  begins: (offset: number) => void,
): AsyncGenerator<Uint8Array, void, void> {
  if (kind === "lines") return readSplit(blob, split, begins);
  begins(split.from);
  return readBlob(blob.slice(split.from, split.to));
}

/**
 * Yields the bytes of the lines that begin in a split, each whole, with its line break: all splits together are the
 * file. A piece is valid until the next one is requested.
 *
 * @param begins called with the offset of the first of these lines before its bytes come; not called if none begins
 *   here
 * @throws what `readBlob` throws
 */
export async function* readSplit(
  blob: ByteSource,
  { from, to }: Split,
  begins: (offset: number) => void,
): AsyncGenerator<Uint8Array, void, void> {
  // A line break right before the split means that a line begins with it.
  let position = Math.max(0, from - 1);
  let begun = from === 0;
  if (begun) begins(0);
  for (let end = Math.min(blob.size, to + TAIL_BYTES); ; end = Math.min(blob.size, end + MORE_BYTES)) {
    for await (const chunk of readBlob(blob.slice(position, end))) {
      const offset = position;
      position += chunk.length;
      let start = 0;
      if (!begun) {
        start = chunk.indexOf(NEWLINE) + 1;
        const hasNone = start === 0;
        if ((hasNone ? position : offset + start) >= to) return;
        if (hasNone) continue;
        begun = true;
        begins(offset + start);
      }
      const last = position >= to ? chunk.indexOf(NEWLINE, Math.max(start, to - 1 - offset)) : -1;
      const piece = chunk.subarray(start, last < 0 ? chunk.length : last + 1);
      if (piece.length > 0) yield piece;
      if (last >= 0) return;
    }
    // A file that has become shorter ends here as well; the caller that counts its bytes notices.
    if (position < end || end === blob.size) return;
  }
}
