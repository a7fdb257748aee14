/**
 * Sizes in headers are not trusted: only the actual output counts. Logs that are mostly blank reach a few hundred
 * to one (a new event log is 68 KB of content in 20 MB of zeros), NDJSON about thirty, and deflate at most 1,032. Up to
 * a gigabyte any ratio is worth reading to its end; beyond it, only data that could be a log is.
 */
const FREE_BYTES = 2 ** 30;
const MAX_RATIO = 250;
/** The limit for all members of an archive together; each may have a gigabyte. */
const FREE_BYTES_OF_ALL = 4 * 2 ** 30;

/** Whether one packed stream has grown beyond what a log could. */
export function isBomb(packed: number, unpacked: number): boolean {
  return unpacked > FREE_BYTES && unpacked > MAX_RATIO * packed;
}

/** Limits the total unpacked size of one file, at all levels of nesting. */
export class UnpackBudget {
  readonly #most: number;
  #unpacked = 0;

  /** @param most bytes */
  constructor(most: number) {
    this.#most = most;
  }

  /** @param size of a file of evidence, in bytes */
  static ofFile(size: number): UnpackBudget {
    return new UnpackBudget(Math.max(FREE_BYTES_OF_ALL, MAX_RATIO * size));
  }

  /** Counts unpacked bytes. */
  take(bytes: number): void {
    this.#unpacked += bytes;
  }

  get isSpent(): boolean {
    return this.#unpacked > this.#most;
  }
}
