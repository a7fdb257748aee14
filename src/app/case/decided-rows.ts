import type { Decided } from "../../case/index.ts";
import { NumberColumn } from "../../columns/index.ts";

/** What is decided about each row of the alert list: a code for each, since many have the same. */
export class DecidedRows {
  readonly #codes = NumberColumn.codes();
  /** By code; nothing at 0, and where no row has the code any more. */
  readonly #values: (Decided | undefined)[] = [undefined];
  /** How many rows have each code. */
  readonly #uses: number[] = [0];
  readonly #known = new Map<Decided, number>();
  readonly #free: number[] = [];
  #size = 0;
  /** The code that was given last. */
  #last = 0;

  /** How many rows have something. */
  get size(): number {
    return this.#size;
  }

  get(row: number): Decided | undefined {
    return this.#values[this.#codes.at(row)];
  }

  /** What there is, by code: see `codes`. Changes in place. */
  get values(): readonly (Decided | undefined)[] {
    return this.#values;
  }

  /** The codes of the rows below one, without a copy; 0 for nothing. */
  codes(length: number): Uint32Array {
    return this.#codes.upTo(length) as Uint32Array<ArrayBuffer>;
  }

  set(row: number, decided: Decided | undefined): void {
    const before = this.#codes.at(row);
    const code = decided === undefined ? 0 : this.#codeOf(decided);
    if (code === before) return;
    this.#codes.set(row, code);
    if (code !== 0) {
      this.#uses[code]!++;
      this.#size++;
    }
    if (before === 0) return;
    this.#size--;
    if (--this.#uses[before]! > 0) return;
    this.#known.delete(this.#values[before]!);
    this.#values[before] = undefined;
    this.#free.push(before);
  }

  #codeOf(decided: Decided): number {
    // Rows that are set together mostly get the same.
    if (this.#values[this.#last] !== decided) this.#last = this.#known.get(decided) ?? this.#add(decided);
    return this.#last;
  }

  #add(decided: Decided): number {
    const code = this.#free.pop() ?? this.#values.length;
    this.#values[code] = decided;
    this.#uses[code] = 0;
    this.#known.set(decided, code);
    return code;
  }

  /** The rows that have something, in ascending order. */
  *rows(): Generator<number> {
    const codes = this.#codes.upTo(this.#codes.length);
    for (let row = 0; row < codes.length; row++) if (codes[row] !== 0) yield row;
  }
}
