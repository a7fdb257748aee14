/** Counts different values while events come and go. Exact, where Elasticsearch estimates beyond 3,000. */
export class Distinct {
  readonly #counts = new Map<string, number>();

  get size(): number {
    return this.#counts.size;
  }

  add(values: readonly string[]): void {
    for (const value of values) this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  /** Takes back values that were added. */
  remove(values: readonly string[]): void {
    for (const value of values) {
      const left = this.#counts.get(value)! - 1;
      if (left === 0) this.#counts.delete(value);
      else this.#counts.set(value, left);
    }
  }
}
