/** A value that is computed when it is first read, and again only after what it was computed from has changed. */
export class DerivedValue<T> {
  readonly #compute: () => T;
  readonly value: T = $derived.by(() => this.#compute());

  constructor(compute: () => T) {
    this.#compute = compute;
  }
}
