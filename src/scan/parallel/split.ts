import { firstSplitAt, type SplitForm } from "../../formats/index.ts";

/** The bytes of one split: about a tenth of a second of work, so that several workers finish at about the same time. */
const SPLIT_BYTES = 16 * 1024 * 1024;

const MOST_SPLIT_BYTES = 4 * SPLIT_BYTES;
/** How many splits of a file each worker gets, if its size allows. */
const SPLITS_OF_ONE = 4;

/** Smaller files are done before a second worker has begun. */
export const SHARED_FROM_BYTES = 2 * SPLIT_BYTES;

/** What a file is divided into: see `SplitForm`. */
export type SplitKind = SplitForm["kind"];

/**
 * A part of a file. The lines that begin in it are scanned together, the last of them to its end; chunks of an event log
 * never lie across its borders.
 */
export interface Split {
  /** Counted from the file's start. */
  readonly index: number;
  readonly from: number;
  /** The first byte after it. */
  readonly to: number;
  readonly pass: Pass;
}

/** `scan` finds the alerts, as a prescan where it can be one; `validation` examines every record of a prescanned file. */
export type Pass = "scan" | "validation";

/**
 * The bytes of each split of a file: a few for each worker, so that they finish at about the same time, but no more than
 * needed, since each has to be asked for and its stream takes a while to begin.
 */
export function splitBytesFor(size: number, workers: number): number {
  const share = Math.ceil(size / (SPLITS_OF_ONE * workers) / SPLIT_BYTES) * SPLIT_BYTES;
  return Math.min(Math.max(share, SPLIT_BYTES), MOST_SPLIT_BYTES);
}

/**
 * All splits of a file of `size` bytes, in order.
 *
 * @param bytes of one split; for chunks a multiple of their size
 */
export function splitsOf(size: number, kind: SplitKind, pass: Pass, bytes = SPLIT_BYTES): Split[] {
  const start = firstSplitAt(kind);
  return Array.from({ length: Math.ceil((size - start) / bytes) }, (_, index) => ({
    index,
    from: index === 0 ? 0 : start + index * bytes,
    to: Math.min(size, start + (index + 1) * bytes),
    pass,
  }));
}
