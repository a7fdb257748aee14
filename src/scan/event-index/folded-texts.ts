import type { Dictionary } from "../../columns/index.ts";

/** Gives all spellings of a text that differ only in case the code of the one that was asked for first. */
export class FoldedTexts {
  readonly #texts: Dictionary;
  readonly #byFolded = new Map<string, number>();
  readonly #known = new Map<number, number>();

  constructor(texts: Dictionary) {
    this.#texts = texts;
  }

  codeOf(code: number): number {
    const known = this.#known.get(code);
    if (known !== undefined) return known;
    const folded = this.#texts.textOf(code).toLowerCase();
    const first = this.#byFolded.get(folded) ?? code;
    this.#byFolded.set(folded, first);
    this.#known.set(code, first);
    return first;
  }
}
