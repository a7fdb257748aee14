/** Most bytes kept of a response around its lists, from which `took`, `_shards` and `total` are read. */
const MAX_BYTES = 64 * 1024;

/** Collects the text of a response without its lists of records, while the scanner works through it. */
export class ResponseText {
  /** Depth of the response itself. */
  readonly depth: number;
  readonly offset: number;
  readonly line: number;
  /** Records found in its lists. */
  hits = 0;
  #text = "";
  /** Where the part that is not in `#text` yet begins in the scanner's buffer; -1 while in a list. */
  #from: number;
  readonly #decoder = new TextDecoder();

  /** @param from where the response begins in the buffer; -1 if that is no longer there */
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

  /** Returns the whole text; empty if it was too long to keep. */
  finish(buffer: Uint8Array, end: number): string {
    this.#take(buffer, end);
    return this.#text;
  }

  /** Abandons a text that is too long, now that the scanner's buffer extends to `end`. */
  limit(end: number): void {
    if (this.#from >= 0 && end - this.#from > MAX_BYTES) this.#forget();
  }

  /** The position from which the scanner must keep its bytes. */
  keepFrom(position: number): number {
    return this.#from < 0 ? position : Math.min(position, this.#from);
  }

  /** The content of the scanner's buffer has moved. */
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
