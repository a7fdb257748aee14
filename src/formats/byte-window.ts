/** A window for a small file is small; a file's first whole piece makes it larger. */
const FIRST_BYTES = 64 * 1024;

/**
 * The part of the content that is in memory: bytes are appended at its end and dropped before `position`. Positions are
 * indexes into `buffer` and stay valid until the next `append`.
 */
export class ByteWindow {
  /** The byte at `end` is a sentinel: a loop that looks for it needs no bounds check. */
  buffer: Uint8Array;
  /** The first byte that is still needed; the reader moves it forward. */
  position = 0;
  end = 0;
  /** Offset of `buffer[0]` in the content. */
  base = 0;

  readonly #sentinel: number;
  readonly #lineBreak: number;
  #line = 1;
  /** Line breaks are counted up to here: either the next line break or the end of what has been searched. */
  #counted = 0;

  /** @param room the bytes that it can hold at first; it grows as needed */
  constructor(sentinel: number, lineBreak = 0x0a, room = FIRST_BYTES) {
    this.buffer = new Uint8Array(room);
    this.#sentinel = sentinel;
    this.#lineBreak = lineBreak;
  }

  append(chunk: Uint8Array): void {
    if (this.end + chunk.length >= this.buffer.length) this.#makeRoom(chunk.length);
    this.buffer.set(chunk, this.end);
    this.end += chunk.length;
    this.buffer[this.end] = this.#sentinel;
  }

  /** Returns the 1-based line of a position. Ask in ascending order. */
  lineAt(position: number): number {
    // `indexOf` takes no end position. Its result is kept, or every call would search the whole buffer.
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
