/**
 * Samples: for each key one event for every filter, all different, in any order of time. Elasticsearch chooses which
 * events represent a key; here they are the first in the order given.
 */
import { compareKeyTexts } from "./keys.ts";
import type { TermMatch } from "./plan.ts";

export interface Sample<T> {
  /** The key's text: see `keyText`. */
  readonly key: string;
  readonly items: readonly T[];
}

export class SampleCollector<T> {
  readonly #filters: number;
  readonly #perKey: number;
  /** For each key and filter the events that pass it. */
  readonly #groups = new Map<string, T[][]>();

  /**
   * @param filters how many the query has: the terms of its term matches
   * @param perKey the most samples to return for one key
   */
  constructor(filters: number, perKey: number) {
    this.#filters = filters;
    this.#perKey = perKey;
  }

  /** Takes the next event; `item` is what the results will contain. */
  push({ keys }: TermMatch, item: T): void {
    for (let filter = 0; filter < this.#filters; filter++) {
      for (const key of keys[filter]!) {
        const choices = this.#groupOf(key)[filter]!;
        // Different events for n filters need no more than n choices each; every further sample needs one more.
        if (choices.length < this.#filters + this.#perKey - 1) choices.push(item);
      }
    }
  }

  /**
   * Every sample, in the order of the keys.
   *
   * @param order compares two keys; by default missing values come first and the others are ordered as texts
   */
  finish(order: (a: string, b: string) => number = compareKeyTexts): Sample<T>[] {
    const groups = [...this.#groups].filter(([, choices]) => choices.every((items) => items.length > 0));
    groups.sort(([a], [b]) => order(a, b));
    return groups.flatMap(([key, choices]) =>
      combinations(choices, this.#perKey).map((items) => ({ key, items })),
    );
  }

  #groupOf(key: string): T[][] {
    let group = this.#groups.get(key);
    if (group === undefined)
      this.#groups.set(key, (group = Array.from({ length: this.#filters }, (): T[] => [])));
    return group;
  }
}

/** The first combinations, at most `limit`, of one item from each list, all items of a combination different. */
function combinations<T>(choices: readonly T[][], limit: number): T[][] {
  const found: T[][] = [];
  const chosen: T[] = [];
  const extend = (): void => {
    if (chosen.length === choices.length) {
      found.push([...chosen]);
      return;
    }
    for (const item of choices[chosen.length]!) {
      if (found.length >= limit) return;
      if (chosen.includes(item)) continue;
      chosen.push(item);
      extend();
      chosen.pop();
    }
  };
  extend();
  return found;
}
