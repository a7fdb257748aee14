import { isBase64At } from "../base64-signs.ts";

/** The outcome for one row. */
export type Cut = "whole" | "unfinished" | "damaged";

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;

/**
 * Finds the end of a CSV row and counts its cells. A quote opens a quoted cell only at the cell's beginning; inside,
 * quotes are doubled and everything else is text (RFC 4180). Outside, either half of CRLF ends the row.
 *
 * A quote inside a quoted cell that is not doubled is damage: the end of that cell cannot be determined.
 */
export class RowCutter {
  /** End of a whole row's bytes (exclusive). */
  stop = 0;
  /** Where the next row after a whole row begins. */
  next = 0;
  /**
   * Where the line after the row's first line begins, for a damaged row or one over several lines; -1 if that line has
   * not arrived yet.
   */
  nextLine = -1;
  cells = 0;
  /**
   * The opening quote of the cell that continues past the row's first line, or that is damaged; -1 if there is none.
   */
  quote = -1;

  /** An unquoted cell contains a quote. No writer does that, but it may come from a command line. */
  hasStrayQuote = false;

  /** A cell, or a text in one, begins as base64 of an event does: see `base64-signs.ts`. */
  hasEncoded = false;

  readonly #delimiter: number;
  readonly #lineBreak: number;
  /** 1 for the bytes that end an unquoted cell, 2 for the quote. */
  readonly #ends = new Uint8Array(256);

  /**
   * @param delimiter one ASCII character
   * @param lineBreak the byte that ends lines
   */
  constructor(delimiter: string, lineBreak: number) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#lineBreak = lineBreak;
    for (const end of [this.#delimiter, LINE_FEED, CARRIAGE_RETURN]) this.#ends[end] = 1;
    this.#ends[QUOTE] = 2;
  }

  /**
   * @param buffer has a line feed at `end`
   * @param ended whether the content ends at `end`
   */
  cut(buffer: Uint8Array, start: number, end: number, ended: boolean): Cut {
    this.quote = -1;
    this.nextLine = -1;
    this.cells = 1;
    this.hasStrayQuote = false;
    this.hasEncoded = false;
    const ends = this.#ends;
    let i = start;
    for (;;) {
      let open = -1;
      if (buffer[i] === QUOTE && i < end) {
        open = i;
        i = this.#quotedEnd(buffer, open, end, ended);
        if (i < 0) {
          if (this.quote < 0) this.quote = open;
          return "unfinished";
        }
      } else {
        if (isBase64At(buffer, i)) this.hasEncoded = true;
        for (; ; i++) {
          while (ends[buffer[i]!] === 0) i++;
          if (ends[buffer[i]!] === 1 || i >= end) break;
          this.hasStrayQuote = true;
          if (isBase64At(buffer, i + 1)) this.hasEncoded = true;
        }
      }
      if (i >= end) {
        if (!ended) return "unfinished";
        this.next = end;
        this.stop = end;
        return "whole";
      }
      const c = buffer[i]!;
      if (c === this.#delimiter) {
        this.cells++;
        i++;
      } else if (ends[c] === 1) {
        this.stop = i;
        this.next = i + 1;
        return "whole";
      } else {
        if (this.quote < 0) {
          this.quote = open;
          const lineEnd = buffer.indexOf(this.#lineBreak, i);
          if (lineEnd >= 0 && lineEnd < end) this.nextLine = lineEnd + 1;
        }
        return "damaged";
      }
    }
  }

  /** End of the quoted cell that begins at `open`, including blanks after it; -1 if it has not arrived yet. */
  #quotedEnd(buffer: Uint8Array, open: number, end: number, ended: boolean): number {
    if (isBase64At(buffer, open + 1)) this.hasEncoded = true;
    for (let i = open + 1; i < end; i++) {
      const c = buffer[i]!;
      if (c === this.#lineBreak && this.quote < 0) {
        this.quote = open;
        this.nextLine = i + 1;
      }
      if (c !== QUOTE) continue;
      if (i + 1 >= end && !ended) return -1;
      if (i + 1 < end && buffer[i + 1] === QUOTE) {
        i++;
        if (isBase64At(buffer, i + 1)) this.hasEncoded = true;
        continue;
      }
      i++;
      while (i < end && buffer[i] === BLANK) i++;
      return i;
    }
    return -1;
  }
}
