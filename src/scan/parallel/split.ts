/** The bytes of one split: about a tenth of a second of work, so that several workers finish at about the same time. */
const SPLIT_BYTES = 16 * 1024 * 1024;

/** Smaller files are done before a second worker has begun. */
export const SHARED_FROM_BYTES = 2 * SPLIT_BYTES;

/** A part of a file. The lines that begin in it are scanned together, the last of them to its end. */
export interface Split {
  /** Counted from the file's start. */
  readonly index: number;
  readonly from: number;
  /** The first byte after it. */
  readonly to: number;
}

/** All splits of a file of `size` bytes, in order. */
export function splitsOf(size: number, bytes = SPLIT_BYTES): Split[] {
  return Array.from({ length: Math.ceil(size / bytes) }, (_, index) => ({
    index,
    from: index * bytes,
    to: Math.min(size, (index + 1) * bytes),
  }));
}
