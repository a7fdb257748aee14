/**
 * How much searching the times of one file may cost. A text that no language has written is only refused after a search,
 * and hostile evidence can have another one in every row. Counted in steps and not in time, so that a fast machine reads
 * what a slow one does.
 */

/** Each about a microsecond of a slow machine. */
const BUDGET = 30_000_000;
/** To look for the days that a text can mean. */
export const SEARCH = 500;
/** To look for the name of a zone in a text. */
export const NAME_SEARCH = 1500;
/** To collect the words of a language's dates. */
export const VOCABULARY = 10_000;
/** To write all days of a year of a lunisolar calendar. */
export const YEAR = 40_000;

export class Effort {
  #left: number;

  constructor(budget = BUDGET) {
    this.#left = budget;
  }

  /** @returns false if there is not enough left: nothing is left then */
  spend(steps: number): boolean {
    this.#left -= steps;
    return this.#left >= 0;
  }

  get isSpent(): boolean {
    return this.#left < 0;
  }
}
