import { Damage } from "./damage.ts";
import { MAX_ELEMENTS, MAX_TEXT_UNITS } from "./layout.ts";

/** Counts what one record expands to, so that a small record cannot fill the memory. */
export class Budget {
  #elements = 0;
  #units = 0;

  reset(): void {
    this.#elements = 0;
    this.#units = 0;
  }

  /**
   * Counts one more element, attribute or text.
   * @param units its length in UTF-16 units
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
