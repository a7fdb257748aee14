/** The bytes of a chunk, as a copy that is never changed, and where they come from. */
export interface Chunk {
  readonly bytes: Uint8Array;
  /** Offset of the chunk in the file. */
  readonly offset: number;
  /** Counted from 0. */
  readonly number: number;
}
