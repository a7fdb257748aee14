/** From its first byte to the one behind its last. */
export interface ByteSpan {
  readonly start: number;
  readonly end: number;
}
