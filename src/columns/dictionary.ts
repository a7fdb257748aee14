/** Different texts, each with a code: 0, 1, 2, … in the order in which they were met. */
export class Dictionary {
  readonly #codes = new Map<string, number>();
  readonly #texts: string[] = [];
  #ranks = new Uint32Array(0);

  get size(): number {
    return this.#texts.length;
  }

  /** All texts, by code. */
  get all(): readonly string[] {
    return this.#texts;
  }

  /** The code of a text, which is given one if it has none yet. */
  codeOf(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    const code = this.#texts.length;
    this.#codes.set(text, code);
    this.#texts.push(text);
    return code;
  }

  /** The code of a text; undefined if it was never met. */
  find(text: string): number | undefined {
    return this.#codes.get(text);
  }

  textOf(code: number): string {
    return this.#texts[code]!;
  }

  /**
   * The place of each text, by code, when all are sorted by code unit: the same order on every machine, whatever its
   * language.
   */
  ranks(): Uint32Array {
    if (this.#ranks.length !== this.size) this.#ranks = ranksOf(this.#texts);
    return this.#ranks;
  }

  /** Which texts pass a test, by code: 1 for each that does. */
  matching(test: (text: string) => boolean): Uint8Array {
    return Uint8Array.from(this.#texts, (text) => (test(text) ? 1 : 0));
  }
}

/** The place of each text when all are sorted by code unit; the same place for the same text. */
export function ranksOf(texts: readonly string[]): Uint32Array<ArrayBuffer> {
  const order = Array.from(texts, (_, i) => i).sort((a, b) => compareText(texts[a]!, texts[b]!));
  const ranks = new Uint32Array(texts.length);
  let rank = 0;
  order.forEach((code, i) => {
    if (i > 0 && texts[code] !== texts[order[i - 1]!]) rank++;
    ranks[code] = rank;
  });
  return ranks;
}

/** Compares by code unit: the same order on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
