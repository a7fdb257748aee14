/** Content that comes in pieces. */
export interface Pieces {
  /** The next piece, good until the next call; null at the end. */
  read(): Promise<Uint8Array | null>;
}
