/** How the numbers of a column are stored: bytes, 32-bit counts or codes, or doubles. */
export type NumberArray = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** A column of numbers, one for each row. It grows as rows are set; a row that was never set has 0. */
export class NumberColumn {
  readonly #make: (length: number) => NumberArray;
  #values: NumberArray;

  /** @param make allocates numbers, all of them 0; it decides how they are stored */
  constructor(make: (length: number) => NumberArray) {
    this.#make = make;
    this.#values = make(FIRST_LENGTH);
  }

  static bytes(): NumberColumn {
    return new NumberColumn((length) => new Uint8Array(length));
  }

  /** Whole numbers below 2^32. */
  static codes(): NumberColumn {
    return new NumberColumn((length) => new Uint32Array(length));
  }

  static doubles(): NumberColumn {
    return new NumberColumn((length) => new Float64Array(length));
  }

  /** Rows that it has room for: all that were ever set are below it. */
  get length(): number {
    return this.#values.length;
  }

  at(row: number): number {
    return this.#values[row] ?? 0;
  }

  set(row: number, value: number): void {
    if (row >= this.#values.length) this.#growFor(row);
    this.#values[row] = value;
  }

  /**
   * The numbers of the rows below one, without a copy: for loops over many rows. Numbers that are set later may be in it
   * or not.
   */
  upTo(length: number): NumberArray {
    if (length > this.#values.length) this.#growFor(length - 1);
    return this.#values.subarray(0, length);
  }

  #growFor(row: number): void {
    const more = this.#make(Math.max(row + 1, this.#values.length * 2));
    more.set(this.#values);
    this.#values = more;
  }
}

const FIRST_LENGTH = 64;
