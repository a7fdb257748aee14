import { isEncodedAt, isSignAt, SIGNS } from "./respelled.ts";

/** The outcome for one row. */
export type Cut = "whole" | "unfinished" | "damaged";

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;

/* What a byte can mean inside a cell; any other byte is only text. */
const ENDS = 1;
const QUOTES = 2;
const SIGN = 3;

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

  /** A cell may spell a text in another way than the event that is read from it. */
  mayRespell = false;

  readonly #delimiter: number;
  readonly #lineBreak: number;
  /** What bytes mean in an unquoted cell. */
  readonly #unquoted = new Uint8Array(256);
  /** What bytes mean in a quoted one. */
  readonly #quoted = new Uint8Array(256);

  /**
   * @param delimiter one ASCII character
   * @param lineBreak the byte that ends lines
   */
  constructor(delimiter: string, lineBreak: number) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#lineBreak = lineBreak;
    for (const sign of SIGNS) this.#unquoted[sign] = this.#quoted[sign] = SIGN;
    for (const end of [this.#delimiter, LINE_FEED, CARRIAGE_RETURN]) this.#unquoted[end] = ENDS;
    // The line feed also stands at the end of all bytes.
    for (const end of [LINE_FEED, lineBreak]) this.#quoted[end] = ENDS;
    this.#unquoted[QUOTE] = this.#quoted[QUOTE] = QUOTES;
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
    this.mayRespell = false;
    const unquoted = this.#unquoted;
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
        if (isEncodedAt(buffer, i)) this.mayRespell = true;
        for (; ; i++) {
          while (unquoted[buffer[i]!] === 0) i++;
          const meaning = unquoted[buffer[i]!];
          if (meaning === ENDS || i >= end) break;
          if (meaning === QUOTES) this.hasStrayQuote = true;
          this.#noteRespelled(buffer, i);
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
      } else if (unquoted[c] === ENDS) {
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
    const quoted = this.#quoted;
    if (isEncodedAt(buffer, open + 1)) this.mayRespell = true;
    for (let i = open + 1; ; i++) {
      while (quoted[buffer[i]!] === 0) i++;
      if (i >= end) return -1;
      const c = buffer[i]!;
      if (c === this.#lineBreak && this.quote < 0) {
        this.quote = open;
        this.nextLine = i + 1;
      }
      if (c !== QUOTE) {
        if (quoted[c] === SIGN) this.#noteRespelled(buffer, i);
        continue;
      }
      if (i + 1 >= end && !ended) return -1;
      if (i + 1 < end && buffer[i + 1] === QUOTE) {
        i++;
        this.#noteRespelled(buffer, i);
        continue;
      }
      i++;
      while (i < end && buffer[i] === BLANK) i++;
      return i;
    }
  }

  /** @param at a sign, or a quote inside a cell, after which a text in JSON may begin */
  #noteRespelled(buffer: Uint8Array, at: number): void {
    if (this.mayRespell) return;
    this.mayRespell = buffer[at] === QUOTE ? isEncodedAt(buffer, at + 1) : isSignAt(buffer, at);
  }
}
