import { Damage } from "./damage.ts";
import { MAX_ELEMENTS, MAX_TEXT_UNITS } from "./layout.ts";

/** Counts what one record unfolds to, so that a small one cannot fill the memory. */
export class Budget {
  #elements = 0;
  #units = 0;

  reset(): void {
    this.#elements = 0;
    this.#units = 0;
  }

  /**
   * One element, attribute or text more.
   * @param units characters of it
   * @throws Damage
   */
  spend(units: number): void {
    this.#elements++;
    this.#units += units;
    if (this.#elements > MAX_ELEMENTS || this.#units > MAX_TEXT_UNITS) {
      throw new Damage({ kind: "too-large" });
    }
  }
}
