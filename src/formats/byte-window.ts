/**
 * The part of a content that is in memory: bytes are appended at its end and forgotten before `position`. Positions
 * are indexes into `buffer`; they hold until the next `append`.
 */
export class ByteWindow {
  /** One byte behind `end` is the sentinel: a loop that looks for it needs no bounds check. */
  buffer = new Uint8Array(2 * 1024 * 1024);
  /** The first byte that is still needed: the reader moves it forward. */
  position = 0;
  end = 0;
  /** Offset in the content of `buffer[0]`. */
  base = 0;

  readonly #sentinel: number;
  readonly #lineBreak: number;
  #line = 1;
  /** Up to here line breaks are counted; either the next line break or the last byte that was searched. */
  #counted = 0;

  constructor(sentinel: number, lineBreak = 0x0a) {
    this.#sentinel = sentinel;
    this.#lineBreak = lineBreak;
  }

  append(chunk: Uint8Array): void {
    if (this.end + chunk.length >= this.buffer.length) this.#makeRoom(chunk.length);
    this.buffer.set(chunk, this.end);
    this.end += chunk.length;
    this.buffer[this.end] = this.#sentinel;
  }

  /** The 1-based line of a position. Must be asked for in ascending order. */
  lineAt(position: number): number {
    // `indexOf` cannot be told where to stop. What it found is kept, or it would search the whole buffer every time.
    while (this.#counted < position) {
      if (this.buffer[this.#counted] === this.#lineBreak) this.#line++;
      const next = this.buffer.indexOf(this.#lineBreak, this.#counted + 1);
      this.#counted = next < 0 || next > this.end ? this.end : next;
    }
    return this.#line;
  }

  #makeRoom(bytes: number): void {
    const from = this.position;
    this.lineAt(from);
    this.#counted -= from;
    this.base += from;
    this.end -= from;
    this.position = 0;
    const needed = this.end + bytes + 1;
    if (needed <= this.buffer.length) this.buffer.copyWithin(0, from, from + this.end);
    else {
      const larger = new Uint8Array(Math.max(2 * this.buffer.length, needed));
      larger.set(this.buffer.subarray(from, from + this.end));
      this.buffer = larger;
    }
  }
}
