import { ranksOf } from "./ranks-of.ts";

/** Different texts, each with a code: 0, 1, 2, … in the order in which they were met. */
export class Dictionary {
  readonly #mostKnown: number;
  readonly #codes = new Map<string, number>();
  readonly #texts: string[] = [];
  #ranks = new Uint32Array(0);
  #lastText: string | undefined;
  #lastCode = 0;

  /**
   * @param mostKnown of how many texts the dictionary knows that it has them. Beyond these, a text gets another code each
   *   time: for texts most of which occur once, such as sentences, of which a million would be slow to look up
   */
  constructor(mostKnown = Infinity) {
    this.#mostKnown = mostKnown;
  }

  get size(): number {
    return this.#texts.length;
  }

  /** All texts, by code. */
  get all(): readonly string[] {
    return this.#texts;
  }

  /** The code of a text, which is given one if it has none yet. */
  codeOf(text: string): number {
    // Rows that follow each other often have the same text, and comparing takes less time than looking it up.
    if (text === this.#lastText) return this.#lastCode;
    const code = this.#lookUp(text);
    this.#lastText = text;
    this.#lastCode = code;
    return code;
  }

  #lookUp(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    const code = this.#texts.length;
    if (this.#codes.size < this.#mostKnown) this.#codes.set(text, code);
    this.#texts.push(text);
    return code;
  }

  /**
   * The code of a text that hardly occurs again: beyond the texts that the dictionary knows, it is not even looked up,
   * which for a million sentences takes longer than anything else.
   */
  codeOfRare(text: string): number {
    if (this.#codes.size < this.#mostKnown) return this.codeOf(text);
    return this.#texts.push(text) - 1;
  }

  /** The code of a text; undefined if it was never met, or is beyond those that the dictionary knows. */
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
