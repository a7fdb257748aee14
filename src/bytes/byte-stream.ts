/** Content that comes in pieces. */
export interface ByteStream {
  /** Returns the next piece, valid until the next call; null at the end. */
  read(): Promise<Uint8Array | null>;
}
