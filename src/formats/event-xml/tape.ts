/** The kind of a tape entry. Its two numbers are the positions of the first byte and after the last. */
export const OP = { open: 0, attribute: 1, value: 2, text: 3, close: 4 } as const;
/** Masks out the marks, which leaves the kind. */
const OP_MASK = 7;
/** The text or value contains references. */
export const REFERENCES = 8;
/** The text contains carriage returns, or the value contains white space other than blanks. */
export const WHITE_SPACE = 16;

const STRIDE = 3;

/**
 * The parts of one event in text order, as byte positions. The scanner writes them, the builder reads them. No object
 * is created for an event until it is known to be whole.
 */
export class Tape {
  #cells = new Int32Array(STRIDE * 1024);
  #used = 0;

  clear(): void {
    this.#used = 0;
  }

  /** Drops the entries from `length` on. */
  cut(length: number): void {
    this.#used = STRIDE * length;
  }

  get length(): number {
    return this.#used / STRIDE;
  }

  push(op: number, start: number, end: number): void {
    const at = this.#used;
    if (at + STRIDE > this.#cells.length) this.#grow();
    this.#cells[at] = op;
    this.#cells[at + 1] = start;
    this.#cells[at + 2] = end;
    this.#used = at + STRIDE;
  }

  op(entry: number): number {
    return this.#cells[STRIDE * entry]! & OP_MASK;
  }

  marks(entry: number): number {
    return this.#cells[STRIDE * entry]! & ~OP_MASK;
  }

  start(entry: number): number {
    return this.#cells[STRIDE * entry + 1]!;
  }

  end(entry: number): number {
    return this.#cells[STRIDE * entry + 2]!;
  }

  #grow(): void {
    const larger = new Int32Array(2 * this.#cells.length);
    larger.set(this.#cells);
    this.#cells = larger;
  }
}
