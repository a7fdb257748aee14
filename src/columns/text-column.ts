import { Dictionary } from "./dictionary.ts";
import { NumberColumn } from "./number-column.ts";

/**
 * A column of texts, one for each row. A text that occurs in many rows is stored once. A row that was never set has the
 * empty text, whose code is 0.
 */
export class TextColumn {
  readonly texts: Dictionary;
  readonly #codes = NumberColumn.codes();

  /** @param mostKnown see `Dictionary` */
  constructor(mostKnown = Infinity) {
    this.texts = new Dictionary(mostKnown);
    this.texts.codeOf("");
  }

  set(row: number, text: string): void {
    // A row that is set again, as when a file is scanned again, needs no second copy of its text.
    if (this.at(row) !== text) this.#codes.set(row, this.texts.codeOf(text));
  }

  /** Gives a row the text with a code in `texts`. */
  setCode(row: number, code: number): void {
    this.#codes.set(row, code);
  }

  /** The code of a row's text in `texts`. */
  codeAt(row: number): number {
    return this.#codes.at(row);
  }

  /** The codes of the rows below one, without a copy: see `NumberColumn.upTo`. */
  codesUpTo(length: number): Uint32Array<ArrayBuffer> {
    return this.#codes.upTo(length) as Uint32Array<ArrayBuffer>;
  }

  at(row: number): string {
    return this.texts.textOf(this.#codes.at(row));
  }
}
