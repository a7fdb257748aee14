/**
 * A set of whole numbers below a limit that finds its k-th smallest. Adding, removing and finding take log(limit)
 * steps: it is a Fenwick tree of counts.
 */
export class RankSet {
  #size = 0;
  readonly #counts: Uint32Array;
  readonly #top: number;

  constructor(limit: number) {
    this.#counts = new Uint32Array(limit + 1);
    this.#top = limit === 0 ? 0 : 2 ** Math.floor(Math.log2(limit));
  }

  get size(): number {
    return this.#size;
  }

  /** Adds a number that is not in the set. */
  add(rank: number): void {
    this.#change(rank, 1);
  }

  /** Removes a number that is in the set. */
  remove(rank: number): void {
    this.#change(rank, -1);
  }

  /** The k-th smallest number, counted from 0; k is below the size. */
  at(k: number): number {
    const counts = this.#counts;
    let rank = 0;
    let left = k;
    for (let step = this.#top; step >= 1; step /= 2) {
      const count = counts[rank + step];
      if (count === undefined || count > left) continue;
      left -= count;
      rank += step;
    }
    return rank;
  }

  #change(rank: number, by: 1 | -1): void {
    const counts = this.#counts;
    this.#size += by;
    for (let i = rank + 1; i < counts.length; i += i & -i) counts[i]! += by;
  }
}
