/**
 * Finds where a split may begin, from anywhere in a file. What looks like the beginning of a record may be text in one:
 * the reader of the split before ends elsewhere then, and says so. See `SplitReader.isSound`.
 */
export interface RecordBorders {
  /** The bytes from a position on by which it is judged. */
  readonly lookahead: number;
  /**
   * The first position at which a record seems to begin; -1 if there is none.
   *
   * @param buffer has a line feed at `end`
   * @param from not the first byte: the one before it is looked at as well
   * @param to the first position that is not looked at
   * @param end of the bytes
   */
  find(buffer: Uint8Array, from: number, to: number, end: number): number;
}
