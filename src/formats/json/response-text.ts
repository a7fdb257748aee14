/** Bytes of a response around its lists that are kept, to read `took`, `_shards` and `total` from. */
const MAX_BYTES = 64 * 1024;

/** Gathers the text of a response with its lists of records left out, while the scanner goes through it. */
export class ResponseText {
  /** Depth at which the response itself stands. */
  readonly depth: number;
  readonly offset: number;
  readonly line: number;
  /** Records found in its lists. */
  hits = 0;
  #text = "";
  /** Where in the scanner's buffer the part begins that is not in `#text` yet; -1 while in a list. */
  #from: number;
  readonly #decoder = new TextDecoder();

  /** @param from where it begins in the buffer, -1 if that is no longer there */
  constructor(depth: number, offset: number, line: number, from: number) {
    this.depth = depth;
    this.offset = offset;
    this.line = line;
    this.#from = from;
  }

  listBegins(buffer: Uint8Array, end: number): void {
    this.#take(buffer, end);
    this.#from = -1;
  }

  listEnds(at: number): void {
    this.#from = at;
  }

  /** The whole text, empty if it was too long to keep. */
  finish(buffer: Uint8Array, end: number): string {
    this.#take(buffer, end);
    return this.#text;
  }

  /** The scanner's buffer holds so much by now: what is too long is given up. */
  limit(end: number): void {
    if (this.#from >= 0 && end - this.#from > MAX_BYTES) this.#forget();
  }

  /** The position from which on the scanner must keep its bytes. */
  keepFrom(position: number): number {
    return this.#from < 0 ? position : Math.min(position, this.#from);
  }

  /** The scanner's buffer has moved. */
  move(by: number): void {
    if (this.#from >= 0) this.#from -= by;
  }

  #take(buffer: Uint8Array, end: number): void {
    if (this.#from < 0) return;
    if (end - this.#from > MAX_BYTES) this.#forget();
    else this.#text += this.#decoder.decode(buffer.slice(this.#from, end));
  }

  #forget(): void {
    this.#from = -1;
    this.#text = "";
  }
}
