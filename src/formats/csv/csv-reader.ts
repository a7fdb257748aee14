import { ByteWindow } from "../byte-window.ts";
import type { RecordHandler } from "../handler.ts";
import type { ContentReader } from "../format.ts";
import type { ContentKind } from "../format-kind.ts";
import type { Origin } from "../origin.ts";
import { MAX_RECORD_BYTES } from "../limits.ts";
import { listed } from "../listed.ts";
import type { ProblemCode } from "../record.ts";
import { isValidUtf8 } from "../json/valid-utf8.ts";
import { WindowedReader } from "../windowed-reader.ts";
import { columnsOf } from "./columns.ts";
import { type CsvDialect, isPreamble } from "./dialect.ts";
import { RowCutter } from "./row-cutter.ts";
import { damagedNames, RowSplitter } from "./row-splitter.ts";

const LINE_FEED = 0x0a;
const MIB = 1024 * 1024;
/** Cells of one row at the most: Elasticsearch takes 1,000 fields, and each cell costs more memory than its text. */
const MAX_CELLS = 10_000;
/** UTF-8's byte order mark: joined files have it before rows. */
const MARK = [0xef, 0xbb, 0xbf];

type GiveUpCode = "too-long" | "cut-short" | "bad-csv";

const GIVE_UP_MESSAGES: Readonly<Record<GiveUpCode, string>> = {
  "too-long": `This row is longer than ${MAX_RECORD_BYTES / MIB} MiB: it is damaged or no row, and was not examined.`,
  "cut-short": "The content ends inside the quotes of this cell: the export was cut short.",
  "bad-csv":
    "The quotes of this cell are damaged, so nobody can tell where its row ends: the row was not examined, reading went on at the next line.",
};

/**
 * CSV in UTF-8 to records: one for each row behind the header, its value an object without a prototype from column to
 * text, so that a column may have any name. Cells are texts as they stand, without their quotes.
 *
 * A row with too few or too many cells is handed over with what it has. Where a quote is missing nobody can tell where a
 * row ends: that row is lost, and reading goes on at the next line.
 */
export class CsvReader extends WindowedReader implements ContentReader {
  readonly dialect: CsvDialect;
  readonly #handler: RecordHandler;
  readonly #origin: Origin;
  readonly #cutter: RowCutter;
  readonly #splitter: RowSplitter;
  // `ignoreBOM` keeps a byte order mark in the text: nothing that was in the evidence is dropped.
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** The header as it stands, null until it is read. */
  #header: string | null = null;
  #headerCells = 0;
  #columns: readonly string[] = [];
  #columnNames: ReadonlySet<string> = new Set();
  /** The rest of the line belongs to a row that was given up. */
  #skipping = false;

  constructor(dialect: CsvDialect, handler: RecordHandler, origin: Origin) {
    super(new ByteWindow(LINE_FEED, dialect.lineBreak));
    this.dialect = dialect;
    this.#handler = handler;
    this.#origin = origin;
    this.#cutter = new RowCutter(dialect.delimiter, dialect.lineBreak);
    this.#splitter = new RowSplitter(dialect.delimiter);
  }

  get kind(): ContentKind {
    return { kind: "csv", table: this.dialect.kind };
  }

  protected step(): boolean {
    const window = this.window;
    const { end } = window;
    if (this.#skipping && !this.#skip()) return false;
    if (window.position >= end) return false;
    const start = this.#behindMark(window.position);
    if (start < 0) return this.wait();
    const limited = Math.min(end, start + MAX_RECORD_BYTES);
    const cutter = this.#cutter;
    const cut = cutter.cut(window.buffer, start, limited, this.ended && limited === end);
    if (cut === "whole") return this.#row(start);
    const isTooLong = limited - start >= MAX_RECORD_BYTES;
    if (cut === "unfinished" && !isTooLong && !this.ended) return this.wait();
    if (cut === "damaged" && this.#header === null && cutter.nextLine >= 0) return this.#damagedHeader(start);
    if (cut === "damaged" || (isTooLong && cutter.quote >= 0) || cutter.nextLine >= 0) {
      this.#giveUp(start, limited, "bad-csv");
    } else this.#giveUp(start, limited, isTooLong ? "too-long" : "cut-short");
    return true;
  }

  /** Where a row begins whose bytes may have a mark before them; -1 where that is not known yet. */
  #behindMark(at: number): number {
    const { buffer, end } = this.window;
    for (let i = 0; i < MARK.length; i++) {
      if (at + i >= end) return this.ended ? at : -1;
      if (buffer[at + i] !== MARK[i]) return at;
    }
    return at + MARK.length;
  }

  /** Passes over the rest of a line: false where its end is not there yet. */
  #skip(): boolean {
    const window = this.window;
    const found = window.buffer.indexOf(this.dialect.lineBreak, window.position);
    this.#skipping = found < 0 || found >= window.end;
    window.position = this.#skipping ? window.end : found + 1;
    return !this.#skipping;
  }

  #row(start: number): boolean {
    const { stop, next, cells, quote, hasStrayQuote } = this.#cutter;
    // A quote that was lost makes the next one an end: what looks like one row over several lines is several rows.
    const isTorn = this.#header !== null && quote >= 0 && (hasStrayQuote || !this.#isExpected(cells));
    if (isTorn) this.#giveUp(start, stop, "bad-csv");
    else {
      if (cells > MAX_CELLS) {
        const message = `This row has more than ${MAX_CELLS.toLocaleString("en")} cells: it is damaged or no row, and was not examined.`;
        this.#problem("too-long", message, start);
      } else if (stop > start) this.#take(start, stop);
      this.window.position = next;
    }
    return true;
  }

  /** Without a header all rows were lost. */
  #damagedHeader(start: number): boolean {
    const { nextLine } = this.#cutter;
    const line = this.#decoder.decode(this.window.buffer.subarray(start, nextLine)).trimEnd();
    this.#problem(
      "bad-csv",
      "The quotes of the header are damaged: its names were taken from the line as it stands.",
      start,
      false,
    );
    this.#readHeader(line, damagedNames(line, this.dialect.delimiter), start);
    this.window.position = nextLine;
    return true;
  }

  #isExpected(cells: number): boolean {
    return cells === this.#headerCells || cells === this.dialect.cells;
  }

  #take(start: number, stop: number): void {
    const text = this.#decoder.decode(this.window.buffer.subarray(start, stop));
    // Blank lines are none, and neither are the headers of files that were joined.
    if (text === this.#header || isPreamble(text) || (this.#cutter.cells === 1 && text.trim() === "")) return;
    if (this.#header === null) {
      const { delimiter } = this.dialect;
      const isDamaged = this.#cutter.hasStrayQuote;
      this.#readHeader(text, isDamaged ? damagedNames(text, delimiter) : this.#splitter.split(text), start);
    } else this.#record(text, start, stop);
  }

  /**
   * Goes on at the line behind the first line of a row that is not whole.
   *
   * @param end up to where the row was looked at
   */
  #giveUp(start: number, end: number, code: GiveUpCode): void {
    const { quote, nextLine } = this.#cutter;
    this.window.position = nextLine < 0 ? end : nextLine;
    this.#skipping = nextLine < 0;
    // What could not be read to its end is not cut short.
    if (code === "cut-short" && !this.complete) return;
    this.#problem(code, GIVE_UP_MESSAGES[code], quote >= 0 ? quote : start);
  }

  #readHeader(text: string, header: readonly string[], start: number): void {
    const { names, repeated, renamed } = columnsOf(header, this.dialect);
    this.#header = text;
    this.#headerCells = header.length;
    this.#columns = names;
    this.#columnNames = new Set(names);
    const remark = (code: ProblemCode, message: string): void => this.#problem(code, message, start, false);
    if (repeated.length > 0) {
      remark(
        "duplicate-key",
        `The header has ${listed(repeated)} more than once. All these columns were examined, the later ones under names with a number.`,
      );
    }
    if (renamed) {
      remark(
        "bad-csv",
        "The header is in a language that Loupe does not know. By its shape this is Event Viewer's table, and its columns were taken by their place. Messages in that language cannot be taken apart: of all events but Sysmon's only the header was examined. Export the log as EVTX or XML instead.",
      );
    } else if (names.length !== header.length && this.dialect.kind !== "event-viewer") {
      remark(
        "bad-csv",
        `The header has ${header.length.toLocaleString("en")} names, the rows have ${names.length.toLocaleString("en")} cells: what stands in the wrong column is examined under the wrong name.`,
      );
    }
  }

  #record(text: string, start: number, stop: number): void {
    const window = this.window;
    const offset = this.#origin.offset(window.base + start);
    const length = this.#origin.offset(window.base + stop) - offset;
    const place = { offset, length, line: this.#origin.line(window.lineAt(start)) };
    const cells = this.#splitter.split(text);
    const value = Object.create(null) as Record<string, string>;
    const columns = this.#columns;
    for (let i = 0; i < cells.length; i++) value[columns[i] ?? this.#extraName(i)] = cells[i]!;
    const remark = (code: ProblemCode, message: string, lost: boolean): void =>
      this.#handler.problem({ code, message, lost, offset, line: place.line });
    if (text.includes("\uFFFD") && !isValidUtf8(window.buffer, start, stop)) {
      remark(
        "invalid-utf8",
        "The row holds bytes that are not UTF-8. It was examined with \uFFFD in their place; the file may be in another encoding.",
        false,
      );
    }
    const isCutShort = this.ended && stop === window.end && cells.length < columns.length;
    if (isCutShort && this.complete) {
      remark(
        "cut-short",
        "The content ends inside this row: the export was cut short. What is there was examined.",
        true,
      );
    } else if (!isCutShort && !this.#isExpected(cells.length)) this.#countRemark(cells.length, remark);
    this.#handler.record({ value, place, text, ...(this.#header !== null && { header: this.#header }) });
  }

  #countRemark(cells: number, remark: (code: ProblemCode, message: string, lost: boolean) => void): void {
    const expected = this.#columns.length;
    const counts = `This row has ${cells.toLocaleString("en")} cells instead of ${expected.toLocaleString("en")}`;
    if (cells >= 2 * expected - 1) {
      remark(
        "bad-csv",
        `${counts}: a line break is missing, and only the first row of the line was examined.`,
        true,
      );
    } else if (cells > expected) {
      remark(
        "bad-csv",
        `${counts}: it was examined, the cells that are too many under \`${this.#extraName(expected)}\` and so on.`,
        false,
      );
    } else {
      remark("bad-csv", `${counts}: it was examined with what it has, perhaps in the wrong columns.`, false);
    }
  }

  /** A column that the header does not have, by its place, under a name that no column has. */
  #extraName(index: number): string {
    let name = `column_${index + 1}`;
    while (this.#columnNames.has(name)) name += "_";
    return name;
  }

  #problem(code: ProblemCode, message: string, at: number, lost = true): void {
    const window = this.window;
    this.#handler.problem({
      code,
      message,
      lost,
      offset: this.#origin.offset(window.base + at),
      line: this.#origin.line(window.lineAt(at)),
    });
  }
}
