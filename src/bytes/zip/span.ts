/** From the first byte to the one after the last. */
export interface ByteSpan {
  readonly start: number;
  readonly end: number;
}
