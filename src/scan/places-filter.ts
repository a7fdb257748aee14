import type { RecordSelection } from "./scan-filter.ts";

/** Selects the records that begin at given offsets, and pieces of a file in which one begins. */
export class PlacesFilter implements RecordSelection {
  readonly #offsets: Float64Array;

  /** @param offsets ascending */
  constructor(offsets: Float64Array) {
    this.#offsets = offsets;
  }

  appended(): void {
    // Only where a record is matters, not its content.
  }

  decodeRest(): void {
    // The others cannot match, whatever a record turns out to have.
  }

  categoryMet(): void {
    // It looks for no category.
  }

  wants(start: number, end: number): boolean {
    let low = 0;
    let high = this.#offsets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#offsets[middle]! < start) low = middle + 1;
      else high = middle;
    }
    return low < this.#offsets.length && this.#offsets[low]! < end;
  }
}
