import { RECORD_HEADER_BYTES } from "./layout.ts";
import type { MovedBytes } from "./moved-bytes.ts";
import { type ChunkSegment, shiftAt } from "./record-walk.ts";

/** Where a record's binary XML is in its chunk. */
export interface RecordContent {
  readonly start: number;
  readonly end: number;
  /** Number of bytes lost (negative) or inserted between the chunk's beginning and the record. */
  readonly shift: number;
  /** Where the bytes of the chunk are now; null if there is no sign that any were moved. */
  readonly moved: MovedBytes | null;
  /** Everything from `end` on has been overwritten: the values there are missing. */
  readonly cut: boolean;
}

/** @param moved null if the chunk is intact */
export function contentOf(segment: ChunkSegment, moved: MovedBytes | null): RecordContent {
  const { start, end, kind } = segment;
  // A cut record lacks the copy of the size that ends every record.
  const cut = kind === "cut";
  return {
    start: start + RECORD_HEADER_BYTES,
    end: cut ? end : end - 4,
    shift: moved?.shiftOf(segment) ?? shiftAt(start),
    moved,
    cut,
  };
}
