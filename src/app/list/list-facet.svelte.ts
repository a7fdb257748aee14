import { FACET_VALUES, type Facet } from "./facets.ts";

/** The values of one field with their counts, as many as the analyst wants to see. */
export class ListFacet {
  readonly #count: (limit: number) => Facet;
  #limit = $state(FACET_VALUES);
  /** Counted when it is read. */
  readonly value: Facet = $derived.by(() => this.#count(this.#limit));

  /** @param count the values and their counts, at most as many as it is given */
  constructor(count: (limit: number) => Facet) {
    this.#count = count;
  }

  /** Shows more values. */
  showMore(): void {
    this.#limit *= 4;
  }

  showFew(): void {
    this.#limit = FACET_VALUES;
  }
}
