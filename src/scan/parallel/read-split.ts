import { type ByteSource, readBlob } from "../../bytes/index.ts";
import { bordersOf, type RecordBorders, type SplitForm } from "../../formats/index.ts";
import { attempt } from "../attempt.ts";
import type { Split } from "./split.ts";

/** The bytes read after a split to find the end of its last line: most lines are shorter. */
const TAIL_BYTES = 64 * 1024;
/** The end of a longer line is searched for in steps of this size. */
const MORE_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;
/** The bytes in which the first record of a split is looked for at first, and then in each step. */
const BORDER_BYTES = 64 * 1024;
const MORE_BORDER_BYTES = 4 * 1024 * 1024;

/**
 * Yields the bytes of a split.
 *
 * @param begins called with the offset of the first byte before it comes
 * @throws what `readBlob` throws
 */
export function piecesOf(
  blob: ByteSource,
  form: SplitForm,
  split: Split,
  begins: (offset: number) => void,
): AsyncGenerator<Uint8Array, void, void> {
  if (form.kind === "lines") return readSplit(blob, split, begins);
  const borders = bordersOf(form);
  if (borders !== null) return readRecords(blob, borders, split, begins);
  begins(split.from);
  return readBlob(blob.slice(split.from, split.to));
}

/**
 * Yields the bytes of the records that begin in a split, the last one to its end, with what is before the next.
 *
 * @param begins as in `readSplit`
 * @throws what `readBlob` throws
 */
async function* readRecords(
  blob: ByteSource,
  borders: RecordBorders,
  { from, to }: Split,
  begins: (offset: number) => void,
): AsyncGenerator<Uint8Array, void, void> {
  // The end is looked for while the split is read: every stream takes a while to begin.
  const stop = attempt(borderFrom(blob, borders, to, blob.size));
  let position = Math.max(0, from - 1);
  let begun = from === 0;
  if (begun) begins(0);
  for await (const chunk of readBlob(blob.slice(position, to))) {
    if (begun) {
      position += chunk.length;
      yield chunk;
      continue;
    }
    begun = true;
    const found = borders.find(chunk, 1, chunk.length - borders.lookahead, chunk.length);
    const start = found < 0 ? await borderFrom(blob, borders, from, to) : position + found;
    if (start === to) return;
    begins(start);
    if (found < 0) {
      yield* readBlob(blob.slice(start, to));
      position = to;
      break;
    }
    position += chunk.length;
    yield chunk.subarray(found);
  }
  const end = await stop;
  if ("error" in end) throw end.error;
  // A file that has become shorter ends here as well; the caller that counts its bytes notices.
  if (begun && position === to && end.value > to) yield* readBlob(blob.slice(to, end.value));
}

/** Where the first record between two offsets begins, or the second offset if none does. */
async function borderFrom(
  blob: ByteSource,
  borders: RecordBorders,
  from: number,
  to: number,
): Promise<number> {
  let step = BORDER_BYTES;
  for (let at = from; at < to; at += step, step = MORE_BORDER_BYTES) {
    const until = Math.min(to, at + step);
    // The byte before the first position is looked at as well.
    const { buffer, length } = await readWhole(
      blob.slice(at - 1, Math.min(blob.size, until + borders.lookahead)),
    );
    const found = borders.find(buffer, 1, Math.min(length, until - at + 1), length);
    if (found >= 0) return at - 1 + found;
  }
  return to;
}

/** All bytes of a small part of a file, and a line feed after them. */
async function readWhole(
  blob: ByteSource,
): Promise<{ readonly buffer: Uint8Array; readonly length: number }> {
  const buffer = new Uint8Array(blob.size + 1);
  let length = 0;
  for await (const chunk of readBlob(blob)) {
    buffer.set(chunk, length);
    length += chunk.length;
  }
  buffer[length] = NEWLINE;
  return { buffer, length };
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
