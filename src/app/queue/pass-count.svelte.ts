/**
 * How many files are in a pass. What is shown depends only on whether there are any: of small files, hundreds enter and
 * leave in a second.
 */
export class PassCount {
  #count = 0;
  #isSome = $state(false);

  get isSome(): boolean {
    return this.#isSome;
  }

  change(by: 1 | -1): void {
    this.#count += by;
    this.#isSome = this.#count > 0;
  }
}
