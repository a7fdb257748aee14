import type { DiagnosticSeverity } from "../../diagnostic/index.ts";
import { ByteWindow } from "../byte-window.ts";
import type { FormatFault } from "../diagnostic.ts";
import { fewNames } from "../few-names.ts";
import type { Prescan, RecordHandler } from "../handler.ts";
import type { ContentReader } from "../format.ts";
import type { ContentKind } from "../format-kind.ts";
import type { Origin } from "../origin.ts";
import {
  continuesJson,
  isBareJson,
  lineEnd,
  lineKind,
  type OtherForm,
  type TextForm,
} from "../other-form.ts";
import { MAX_RECORD_BYTES } from "../limits.ts";
import { isValidUtf8 } from "../json/valid-utf8.ts";
import { WindowedReader } from "../windowed-reader.ts";
import { columnsOf } from "./columns.ts";
import { type CsvDialect, type CsvHeader, isPreamble } from "./dialect.ts";
import { csvHeaderIn } from "./header-line.ts";
import { hasEscapes } from "./respelled.ts";
import { RowCutter } from "./row-cutter.ts";
import { damagedNames, RowSplitter } from "./row-splitter.ts";

const LINE_FEED = 0x0a;
/** Bytes that begin JSON or XML. */
const OPENS_OTHER: ReadonlySet<number> = new Set(Array.from("{[<", (c) => c.charCodeAt(0)));
const DIGITS: ReadonlySet<number> = new Set(Array.from("0123456789", (c) => c.charCodeAt(0)));
/** A row has a time or a number within its first characters. */
const EARLY_CHARACTERS = 40;
const MIB = 1024 * 1024;
/** Most cells in one row. Elasticsearch accepts 1,000 fields, and each cell costs more memory than its text. */
const MAX_CELLS = 10_000;
/** UTF-8's byte order mark: concatenated files contain it in front of rows. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

const TOO_LONG = { code: "too-long", data: { kind: "row", limit: MAX_RECORD_BYTES / MIB } } as const;
const CUT_SHORT = { code: "cut-short", data: { inside: "cell" } } as const;
/** The end of the row cannot be determined. */
const QUOTES = { code: "bad-csv", data: { kind: "quotes" } } as const;

/** A table whose header has been read. */
export interface CsvTable {
  readonly dialect: CsvDialect;
  /** The header as written. */
  readonly header: string;
  readonly headerCells: number;
  readonly columns: readonly string[];
}

/** Rows of fewer cells may be lines of anything. */
const FEWEST_CELLS = 3;

/**
 * Turns CSV in UTF-8 into records, one per row after the header. A record's value maps columns to texts; it has no
 * prototype, so that a column may have any name. Cells are unchanged texts, without their quotes.
 *
 * A row with too few or too many cells is handed over with what it has. If a quote is missing, the end of the row
 * cannot be determined: that row is lost, and reading continues on the next line.
 */
export class CsvReader extends WindowedReader implements ContentReader {
  readonly dialect: CsvDialect;
  readonly #handler: RecordHandler;
  readonly #origin: Origin;
  readonly #cutter: RowCutter;
  readonly #splitter: RowSplitter;
  // `ignoreBOM` keeps a byte order mark in the text: nothing in the evidence is dropped.
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** The header as written; null until it has been read. */
  #header: string | null = null;
  #headerCells = 0;
  /** The header for rows that begin inside the content. */
  readonly #given: CsvHeader | null;
  #columns: readonly string[] = [];
  #columnNames: ReadonlySet<string> = new Set();
  readonly #stops: boolean;
  readonly #former: CsvTable | null;
  readonly #formerCutter: RowCutter | null;
  #stopped: OtherForm | null = null;
  /** True while the rest of a line belongs to an abandoned row. */
  #skipping = false;
  /** Something else than a header was met, and handed over or reported. */
  #hasMore = false;

  /**
   * @param stops whether it stops where something of another form begins, instead of reading it as rows
   * @param prescan says which rows to decode: the others are only counted
   * @param given the header, if the reader starts inside the content
   * @param former the table before this one: a header in the middle of a damaged row does not end it
   */
  constructor(
    dialect: CsvDialect,
    handler: RecordHandler,
    origin: Origin,
    stops = false,
    prescan: Prescan | null = null,
    given: CsvHeader | null = null,
    former: CsvTable | null = null,
  ) {
    super(new ByteWindow(LINE_FEED, dialect.lineBreak), prescan);
    this.#given = given;
    this.dialect = dialect;
    this.#handler = handler;
    this.#stops = stops;
    this.#origin = origin;
    this.#cutter = new RowCutter(dialect.delimiter, dialect.lineBreak);
    this.#splitter = new RowSplitter(dialect.delimiter);
    this.#former = former;
    this.#formerCutter = former && new RowCutter(former.dialect.delimiter, former.dialect.lineBreak);
  }

  /** Reads the rest of a table whose header was read before. */
  static resumed(table: CsvTable, handler: RecordHandler, origin: Origin): CsvReader {
    const reader = new CsvReader(table.dialect, handler, origin, true);
    reader.#header = table.header;
    reader.#headerCells = table.headerCells;
    reader.#columns = table.columns;
    reader.#columnNames = new Set(table.columns);
    return reader;
  }

  /** The table that is being read; null before its header. */
  get table(): CsvTable | null {
    const header = this.#header;
    if (header === null) return null;
    return { dialect: this.dialect, header, headerCells: this.#headerCells, columns: this.#columns };
  }

  get kind(): ContentKind {
    return { kind: "csv", table: this.dialect.kind };
  }

  get stopped(): OtherForm | null {
    return this.#stopped;
  }

  unread(): Uint8Array {
    return this.window.buffer.slice(this.window.position, this.window.end);
  }

  get isEmpty(): boolean {
    return this.#header === null;
  }

  override end(complete: boolean): void {
    super.end(complete);
    // An export without events, or the rows were lost with their line breaks.
    if (complete && this.#header !== null && !this.#hasMore) {
      this.#handler.problem({ code: "empty", severity: "info", data: { kind: "table" }, offset: 0 });
    }
  }

  override startAt(offset: number): void {
    super.startAt(offset);
    const { text, cells, columns } = this.#given!;
    this.#takeHeader(text, cells, columns);
    // It begins with a row.
    this.#hasMore = true;
  }

  /** Returns false as well if no row has been met: then there may be none at all. */
  override endPart(): boolean {
    return super.endPart() && !this.#skipping && this.#hasMore;
  }

  /** Null until it has been read. */
  get header(): CsvHeader | null {
    if (this.#header === null) return null;
    return { text: this.#header, cells: this.#headerCells, columns: this.#columns };
  }

  protected step(): boolean {
    if (this.#stopped !== null) return false;
    const window = this.window;
    const { end } = window;
    if (this.#skipping && !this.#skip()) return false;
    if (window.position >= end) return false;
    const start = this.#afterByteOrderMark(window.position);
    if (start < 0) return this.wait();
    if (this.#stops && this.#header !== null && OPENS_OTHER.has(window.buffer[start]!)) {
      const outer = this.#outerLine(start);
      if (outer !== "own") return outer === "wait" ? this.wait() : false;
    }
    const limited = Math.min(end, start + MAX_RECORD_BYTES);
    const cutter = this.#cutter;
    const cut = cutter.cut(window.buffer, start, limited, this.ended && limited === end);
    if (this.#former !== null && !(cut === "whole" && cutter.cells === this.#headerCells)) {
      const former = this.#isOfFormer(start, limited);
      if (former !== "no") return former === "wait" ? this.wait() : false;
    }
    if (cut === "whole") return this.#row(start);
    const isTooLong = limited - start >= MAX_RECORD_BYTES;
    if (cut === "unfinished" && !isTooLong && !this.ended) return this.wait();
    if (cut === "damaged" && this.#header !== null && this.#stops) {
      // With another delimiter, the quotes of another table's header look damaged.
      const to = lineEnd(window.buffer, start, end, this.ended);
      if (to < 0) return this.wait();
      if (this.#isOtherHeader(start, to)) {
        this.#stop("csv", start);
        return false;
      }
    }
    if (cut === "damaged" && this.#header === null && cutter.nextLine < 0 && !isTooLong && !this.ended) {
      return this.wait();
    }
    if (cut === "damaged" && this.#header === null && cutter.nextLine >= 0) return this.#damagedHeader(start);
    if (cut === "damaged" || (isTooLong && cutter.quote >= 0) || cutter.nextLine >= 0) {
      this.#giveUp(start, limited, QUOTES);
    } else this.#giveUp(start, limited, isTooLong ? TOO_LONG : CUT_SHORT);
    return true;
  }

  /** Where the row begins, after a byte order mark if there is one; -1 if more bytes are needed to know. */
  #afterByteOrderMark(at: number): number {
    const { buffer, end } = this.window;
    for (let i = 0; i < BYTE_ORDER_MARK.length; i++) {
      if (at + i >= end) return this.ended ? at : -1;
      if (buffer[at + i] !== BYTE_ORDER_MARK[i]) return at;
    }
    return at + BYTE_ORDER_MARK.length;
  }

  /** Looks at a line that begins like JSON or XML. A row may begin like that as well, if it has enough cells. */
  #outerLine(start: number): "own" | "wait" | "stop" {
    const window = this.window;
    const { buffer, end } = window;
    const to = lineEnd(buffer, start, end, this.ended);
    if (to < 0) return "wait";
    const kind = lineKind(buffer.subarray(start, to));
    if (kind !== "json" && kind !== "event-xml") return "own";
    const cut = this.#cutter.cut(buffer, start, to, true);
    const isRow = cut === "whole" && !this.#cutter.hasStrayQuote && this.#cutter.cells > 1;
    if (isRow && this.#isExpected(this.#cutter.cells)) return "own";
    if (kind === "json" && isBareJson(buffer.subarray(start, to))) {
      // The rest of the table has no header any more, so that it would be lost after a damaged row like this.
      const nextTo = lineEnd(buffer, to + 1, end, this.ended);
      if (nextTo < 0) return "wait";
      if (!continuesJson(buffer.subarray(to + 1, nextTo))) return "own";
    }
    return this.#stop(kind, start);
  }

  /** Looks whether a row that does not fit is one of the table before this one. */
  #isOfFormer(start: number, limited: number): "no" | "wait" | "stop" {
    const former = this.#former!;
    const cutter = this.#formerCutter!;
    if (this.#header === null || former.headerCells === this.#headerCells) return "no";
    if (former.headerCells < FEWEST_CELLS || this.dialect.kind === "event-viewer") return "no";
    const { end, buffer } = this.window;
    const cut = cutter.cut(buffer, start, limited, this.ended && limited === end);
    if (cut === "unfinished" && limited === end && !this.ended) return "wait";
    if (cut !== "whole" || cutter.hasStrayQuote || cutter.cells !== former.headerCells) return "no";
    return this.#stop("csv", start, true);
  }

  #stop(form: TextForm, start: number, isFormer = false): "stop" {
    const window = this.window;
    this.#hasMore = true;
    window.position = start;
    const at = { at: window.base + start, line: window.lineAt(start) };
    this.#stopped = { form, ...at, ...(isFormer && { isFormer }) };
    return "stop";
  }

  #isGlue(start: number, stop: number): boolean {
    return this.#stops && lineKind(this.window.buffer.subarray(start, stop)) === "glue";
  }

  /** Whether a row is the header of another table. */
  #isOtherHeader(start: number, stop: number): boolean {
    return (
      this.#stops && this.#header !== null && csvHeaderIn(this.window.buffer.subarray(start, stop)) !== null
    );
  }

  /** Skips the rest of a line. Returns false if its end has not arrived yet. */
  #skip(): boolean {
    const window = this.window;
    const found = window.buffer.indexOf(this.dialect.lineBreak, window.position);
    this.#skipping = found < 0 || found >= window.end;
    window.position = this.#skipping ? window.end : found + 1;
    return !this.#skipping;
  }

  #row(start: number): boolean {
    const { stop, next, cells, quote, hasStrayQuote } = this.#cutter;
    // After a lost quote, the next quote counts as an end. What looks like one row over several lines is then several
    // rows.
    const isTorn = this.#header !== null && quote >= 0 && (hasStrayQuote || !this.#isExpected(cells));
    if (isTorn) this.#giveUp(start, stop, QUOTES);
    else {
      if (cells > MAX_CELLS) {
        this.#problem({ code: "too-long", data: { kind: "cells", most: MAX_CELLS } }, start);
      } else if (stop > start && this.#take(start, stop) === "header") {
        this.#stop("csv", start);
        return false;
      }
      this.window.position = next;
    }
    return true;
  }

  /** Without a header, all rows would be lost. */
  #damagedHeader(start: number): boolean {
    const { nextLine } = this.#cutter;
    const line = this.#decoder.decode(this.window.buffer.subarray(start, nextLine)).trimEnd();
    this.#problem({ code: "bad-csv", data: { kind: "header-quotes" } }, start, "warning");
    this.#readHeader(line, damagedNames(line, this.dialect.delimiter), start, nextLine);
    this.window.position = nextLine;
    return true;
  }

  #isExpected(cells: number): boolean {
    return cells === this.#headerCells || cells === this.dialect.cells;
  }

  /** Returns "header" for the header of another table, which is not read here. */
  #take(start: number, stop: number): "header" | undefined {
    if (this.prescan !== null && this.#isSurelyRow(start, stop) && this.#passes(start, stop)) return;
    const text = this.#decoder.decode(this.window.buffer.subarray(start, stop));
    // Blank lines are not rows, and neither are the headers of concatenated files.
    if (text === this.#header || isPreamble(text) || (this.#cutter.cells === 1 && text.trim() === "")) return;
    if (this.#cutter.cells === 1 && this.#headerCells > 1 && this.#isGlue(start, stop)) return;
    // The names of a header are words; a row has a time or a number among its first cells.
    if (
      this.#header !== null &&
      !/\d/.test(text.slice(0, EARLY_CHARACTERS)) &&
      this.#isOtherHeader(start, stop)
    )
      return "header";
    if (this.#header === null) {
      const { delimiter } = this.dialect;
      const isDamaged = this.#cutter.hasStrayQuote;
      this.#readHeader(
        text,
        isDamaged ? damagedNames(text, delimiter) : this.#splitter.split(text),
        start,
        stop,
      );
    } else if (!this.#passes(start, stop)) this.#record(text, start, stop);
  }

  /** Whether the bytes alone show that it is no header, and no blank line. Characters are no shorter than bytes. */
  #isSurelyRow(start: number, stop: number): boolean {
    if (this.#header === null) return false;
    const { buffer } = this.window;
    const end = Math.min(stop, start + EARLY_CHARACTERS);
    for (let i = start; i < end; i++) if (DIGITS.has(buffer[i]!)) return true;
    return false;
  }

  #passes(start: number, stop: number): boolean {
    if (this.prescan === null) return false;
    const mayRespell = this.#cutter.hasEncoded || hasEscapes(this.window.buffer, start, stop);
    return this.prescan.passes(start, stop, mayRespell);
  }

  /**
   * Abandons a row that is not intact, and continues on the line after its first.
   *
   * @param end where the search for the row's end stopped
   */
  #giveUp(start: number, end: number, fault: FormatFault): void {
    const { quote, nextLine } = this.#cutter;
    this.window.position = nextLine < 0 ? end : nextLine;
    this.#skipping = nextLine < 0;
    // If the file could not be read to its end, the row is not cut short.
    if (fault.code === "cut-short" && !this.complete) return;
    this.#problem(fault, quote >= 0 ? quote : start);
  }

  #readHeader(text: string, header: readonly string[], start: number, stop: number): void {
    const { names, repeated, renamed } = columnsOf(header, this.dialect);
    this.#takeHeader(text, header.length, names);
    const warn = (fault: FormatFault): void => this.#problem(fault, start, "warning");
    if (text.includes("\uFFFD") && !isValidUtf8(this.window.buffer, start, stop))
      this.#handler.problem({
        code: "invalid-utf8",
        severity: "warning",
        data: { unit: "header" },
        ...this.#at(start),
      });
    if (repeated.length > 0) {
      warn({ code: "duplicate-key", data: { unit: "header", ...fewNames(repeated) } });
    }
    if (renamed) warn({ code: "bad-csv", data: { kind: "unknown-language" } });
    else if (names.length !== header.length && this.dialect.kind !== "event-viewer") {
      const data = { kind: "header-length", names: header.length, cells: names.length } as const;
      warn({ code: "bad-csv", data });
    }
  }

  #takeHeader(text: string, cells: number, names: readonly string[]): void {
    this.#header = text;
    this.#headerCells = cells;
    this.#columns = names;
    this.#columnNames = new Set(names);
  }

  #record(text: string, start: number, stop: number): void {
    this.#hasMore = true;
    const window = this.window;
    const offset = this.#origin.offset(window.base + start);
    const length = this.#origin.offset(window.base + stop) - offset;
    const location = { offset, length, line: this.#origin.line(window.lineAt(start)) };
    const cells = this.#splitter.split(text);
    const value = Object.create(null) as Record<string, string>;
    const columns = this.#columns;
    for (let i = 0; i < cells.length; i++) value[columns[i] ?? this.#extraName(i)] = cells[i]!;
    const report = (fault: FormatFault, severity: DiagnosticSeverity): void =>
      this.#handler.problem({ ...fault, severity, offset, line: location.line });
    if (text.includes("\uFFFD") && !isValidUtf8(window.buffer, start, stop)) {
      report({ code: "invalid-utf8", data: { unit: "row" } }, "warning");
    }
    const zeroBytes = text.includes("\0") ? text.split("\0").length - 1 : 0;
    if (zeroBytes > 0) report({ code: "bad-csv", data: { kind: "zero-bytes", count: zeroBytes } }, "warning");
    const isCutShort = this.ended && stop === window.end && cells.length < columns.length;
    if (isCutShort && this.complete) {
      report({ code: "cut-short", data: { inside: "row" } }, "error");
    } else if (!isCutShort && !this.#isExpected(cells.length)) {
      const data = this.#wrongCount(cells.length);
      report({ code: "bad-csv", data }, data.kind === "joined-rows" ? "error" : "warning");
    }
    this.#handler.record({
      value,
      place: location,
      text,
      ...(this.#header !== null && { header: this.#header }),
    });
  }

  #wrongCount(cells: number): FormatFault<"bad-csv">["data"] {
    const expected = this.#columns.length;
    // A line break is missing: only the first row of the line was examined.
    if (cells >= 2 * expected - 1) return { kind: "joined-rows", cells, expected };
    if (cells > expected) return { kind: "more-cells", cells, expected, name: this.#extraName(expected) };
    return { kind: "fewer-cells", cells, expected };
  }

  /** Names a column that the header lacks by its position, with a name that no column has. */
  #extraName(index: number): string {
    let name = `column_${index + 1}`;
    while (this.#columnNames.has(name)) name += "_";
    return name;
  }

  #problem(fault: FormatFault, at: number, severity: DiagnosticSeverity = "error"): void {
    this.#hasMore = true;
    this.#handler.problem({ ...fault, severity, ...this.#at(at) });
  }

  #at(at: number): { offset: number; line: number } {
    const window = this.window;
    return {
      offset: this.#origin.offset(window.base + at),
      line: this.#origin.line(window.lineAt(at)),
    };
  }
}
