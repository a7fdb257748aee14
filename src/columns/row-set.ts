/** A set of rows, by number: one byte for each row up to the last that is in it. */
export class RowSet {
  #isIn = new Uint8Array(0);
  #size = 0;

  constructor(rows: Iterable<number> = []) {
    for (const row of rows) this.add(row);
  }

  get size(): number {
    return this.#size;
  }

  has(row: number): boolean {
    return this.#isIn[row] === 1;
  }

  add(row: number): void {
    if (this.has(row)) return;
    if (row >= this.#isIn.length) {
      const longer = new Uint8Array(Math.max(row + 1, this.#isIn.length * 2));
      longer.set(this.#isIn);
      this.#isIn = longer;
    }
    this.#isIn[row] = 1;
    this.#size++;
  }

  delete(row: number): void {
    if (!this.has(row)) return;
    this.#isIn[row] = 0;
    this.#size--;
  }

  /** The rows in ascending order. */
  *[Symbol.iterator](): Generator<number> {
    for (let row = this.#isIn.indexOf(1); row >= 0; row = this.#isIn.indexOf(1, row + 1)) yield row;
  }
}
