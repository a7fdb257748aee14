import { kept, keep } from "../common/kept.ts";

/** Which facets of a list are folded, and whether they are shown at all. It is kept in this browser. */
export class FacetFolds {
  readonly #name: string;
  #folded = $state.raw<ReadonlySet<string>>(new Set());
  #isShown = $state(true);

  /** @param list names the list: each has its own */
  constructor(list: string) {
    this.#name = `facets.${list}`;
    const before = kept(this.#name) as { folded?: unknown; isShown?: unknown } | null | undefined;
    if (Array.isArray(before?.folded)) this.#folded = new Set(before.folded.map(String));
    if (before?.isShown === false) this.#isShown = false;
  }

  get isShown(): boolean {
    return this.#isShown;
  }

  toggleAll(): void {
    this.#isShown = !this.#isShown;
    this.#keep();
  }

  isFolded(field: string): boolean {
    return this.#folded.has(field);
  }

  toggle(field: string): void {
    const folded = new Set(this.#folded);
    if (!folded.delete(field)) folded.add(field);
    this.#folded = folded;
    this.#keep();
  }

  #keep(): void {
    keep(this.#name, { folded: [...this.#folded], isShown: this.#isShown });
  }
}
