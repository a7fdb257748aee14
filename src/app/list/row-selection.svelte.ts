import { type RowNumbers, RowSet } from "../../columns/index.ts";

/**
 * The alerts that an analyst has marked to do something with all of them. What is marked stays so while it is not listed,
 * since a filter that is taken back should bring it back, but nothing is done with it: see `within`.
 */
export class RowSelection {
  readonly #rows = new RowSet();
  /** The row from which Shift marks to another one. */
  #anchor: number | undefined;
  /** The set changes in place; this says when to look again. */
  #version = $state(0);

  has(row: number): boolean {
    void this.#version;
    return this.#rows.has(row);
  }

  /** Whether anything is marked, listed or not. */
  get isEmpty(): boolean {
    void this.#version;
    return this.#rows.size === 0;
  }

  /** How many are marked, listed or not. */
  get size(): number {
    void this.#version;
    return this.#rows.size;
  }

  /** Marks one row and no other. */
  only(row: number): void {
    this.#clear();
    this.#rows.add(row);
    this.#anchor = row;
    this.#version++;
  }

  /** Marks a row, or takes the mark back. */
  toggle(row: number): void {
    if (this.#rows.has(row)) this.#rows.delete(row);
    else this.#rows.add(row);
    this.#anchor = row;
    this.#version++;
  }

  /**
   * Marks all rows between the one that was marked last and another one, both included, in addition to those that are.
   *
   * @param shown the rows in the order of the list
   */
  extendTo(row: number, shown: RowNumbers): void {
    const to = shown.indexOf(row);
    const from = this.#anchor === undefined ? -1 : shown.indexOf(this.#anchor);
    if (to < 0) return;
    if (from < 0) {
      this.#rows.add(row);
      this.#anchor = row;
    } else
      for (const between of shown.subarray(Math.min(from, to), Math.max(from, to) + 1))
        this.#rows.add(between);
    this.#version++;
  }

  /** Marks rows, such as all of a group, in addition to those that are marked. */
  add(rows: RowNumbers): void {
    for (const row of rows) this.#rows.add(row);
    this.#version++;
  }

  remove(rows: RowNumbers): void {
    for (const row of rows) this.#rows.delete(row);
    this.#version++;
  }

  /** Marks rows, or takes the marks back if all have one. */
  toggleAll(rows: RowNumbers): void {
    if (this.hasAll(rows)) this.remove(rows);
    else this.add(rows);
  }

  /** Whether there are rows and all are marked. */
  hasAll(rows: RowNumbers): boolean {
    void this.#version;
    return rows.length > 0 && rows.every((row) => this.#rows.has(row));
  }

  clear(): void {
    this.#clear();
    this.#anchor = undefined;
    this.#version++;
  }

  #clear(): void {
    for (const row of [...this.#rows]) this.#rows.delete(row);
  }

  /** The marked rows among those that are listed, in their order: those that something is done with. */
  within(listed: RowNumbers): RowNumbers {
    void this.#version;
    return this.#rows.size === 0 ? new Uint32Array(0) : listed.filter((row) => this.#rows.has(row));
  }
}
