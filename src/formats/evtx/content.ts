import { RECORD_HEADER_BYTES } from "./layout.ts";
import { shiftAt } from "./record-walk.ts";

/** Where a record's binary XML is in its chunk. */
export interface Content {
  readonly start: number;
  readonly end: number;
  /** Number of bytes lost (negative) or inserted between the chunk's beginning and the record. */
  readonly shift: number;
  /** Everything from `end` on has been overwritten: the values there are missing. */
  readonly cut: boolean;
}

/** @param cut the record was cut: it lacks the copy of the size that ends every record */
export function contentOf(start: number, end: number, cut: boolean): Content {
  return {
    start: start + RECORD_HEADER_BYTES,
    end: cut ? end : end - 4,
    shift: shiftAt(start),
    cut,
  };
}
