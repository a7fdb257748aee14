import { RECORD_HEADER_BYTES } from "./layout.ts";
import { shiftAt } from "./record-walk.ts";

/** Where a record's binary XML stands in its chunk. */
export interface Content {
  readonly start: number;
  readonly end: number;
  /** Bytes that were lost (negative) or came in between the chunk's beginning and the record. */
  readonly shift: number;
  /** What stands behind `end` has been overwritten: values that stood there are missing. */
  readonly cut: boolean;
}

/** @param cut the record was cut: the copy of the size, which ends every record, is missing from it */
export function contentOf(start: number, end: number, cut: boolean): Content {
  return {
    start: start + RECORD_HEADER_BYTES,
    end: cut ? end : end - 4,
    shift: shiftAt(start),
    cut,
  };
}
