/** What became of one row. */
export type Cut = "whole" | "unfinished" | "damaged";

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;

/**
 * Finds where a row of CSV ends, and how many cells it has. A quote begins a quoted cell only where the cell begins;
 * inside, quotes are doubled and everything else is text (RFC 4180). Outside, either half of CRLF ends the row.
 *
 * A quote inside a quoted cell that is not doubled is damage: nobody can tell where that cell ends.
 */
export class RowCutter {
  /** Behind the last byte of a whole row. */
  stop = 0;
  /** Where the row behind a whole row begins. */
  next = 0;
  /**
   * Where the line behind the row's first line begins: for a row over several lines, and for a damaged one, -1 where
   * that line is not there yet.
   */
  nextLine = -1;
  cells = 0;
  /** The quote of the cell that goes over the end of the row's first line, or that is damaged; -1 if there is none. */
  quote = -1;

  /** A cell that has no quotes around it has one inside. No writer does that, but it may be what a program was called with. */
  hasStrayQuote = false;

  readonly #delimiter: number;
  readonly #lineBreak: number;
  /** Bytes that end a cell without quotes, 1, and the quote, 2. */
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
   * @param ended whether the content ends there
   */
  cut(buffer: Uint8Array, start: number, end: number, ended: boolean): Cut {
    this.quote = -1;
    this.nextLine = -1;
    this.cells = 1;
    this.hasStrayQuote = false;
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
        for (; ; i++) {
          while (ends[buffer[i]!] === 0) i++;
          if (ends[buffer[i]!] === 1 || i >= end) break;
          this.hasStrayQuote = true;
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

  /** Behind the quoted cell that begins at `open`, blanks included; -1 where its end is not there. */
  #quotedEnd(buffer: Uint8Array, open: number, end: number, ended: boolean): number {
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
        continue;
      }
      i++;
      while (i < end && buffer[i] === BLANK) i++;
      return i;
    }
    return -1;
  }
}
