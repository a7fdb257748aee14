/** From its first byte to the one behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
