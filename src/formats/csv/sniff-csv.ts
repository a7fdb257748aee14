import { ByteWindow } from "../byte-window.ts";
import { type CsvDialect, isPreamble, namedDelimiter } from "./dialect.ts";
import { hasEventCells, hasEventViewersShape, recogniseHeader } from "./recognise.ts";
import { areMembers, DELIMITERS } from "./header-line.ts";
import { hasEscapes } from "./respelled.ts";
import { RowCutter } from "./row-cutter.ts";
import { damagedNames, RowSplitter } from "./row-splitter.ts";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** Rows by which the delimiter and the number of cells are judged. */
const ROWS = 50;
/** Lines of damaged rows among them, which have few cells: more than a long message has. */
const MOST_SHORT_ROWS = 1000;
/** No known table comes close to this number of columns; a text with more is not split. */
const MOST_COLUMNS = 10_000;
/** Nothing that precedes a header is longer. */
const LONGEST_PREAMBLE = 1024;

/**
 * Recognises a table of events by the names of its columns, and determines how to read it.
 *
 * @param head the first bytes of the content, as UTF-8
 * @returns null if the text is not CSV, and for tables without events
 */
export function sniffCsv(head: Uint8Array): CsvDialect | null {
  const lineBreak = head.includes(CARRIAGE_RETURN) && !head.includes(LINE_FEED) ? CARRIAGE_RETURN : LINE_FEED;
  const named = separatorLine(head);
  let best: CsvDialect | null = null;
  let bestFit = -1;
  for (const delimiter of named === undefined ? DELIMITERS : [named]) {
    const first = firstRows(head, delimiter, lineBreak);
    const [header, ...all] = first.rows;
    const rows = all.slice(0, ROWS);
    // With the wrong delimiter a header is a single name; a table of one column does not identify an event.
    if (header === undefined || header.length < 2) continue;
    if (areMembers(header) || isRule(rows[0])) continue;
    const kind =
      recogniseHeader(header) ??
      (hasEventViewersShape(header, rows) ? "event-viewer" : null) ??
      (hasEventCells(header, rows) ? "event-cells" : null);
    if (kind === null) continue;
    // The lines of a row with damaged quotes have few cells, and may outnumber the rows.
    const whole = all.map((row) => row.length).filter((length) => length >= header.length);
    const cells = mostFrequent(whole) ?? header.length;
    // If two delimiters fit equally many rows, the one with more columns wins.
    const fit = rows.filter((row) => row.length >= header.length).length - 1 / header.length;
    if (fit <= bestFit) continue;
    bestFit = fit;
    best = {
      kind,
      delimiter,
      lineBreak,
      cells,
      ...(2 * first.respelled > first.rows.length && { respells: true }),
    };
  }
  return best;
}

/** Whether a row is a line of dashes, as below the header of a table for reading, whose cells are cut and padded. */
function isRule(row: readonly string[] | undefined): boolean {
  return row !== undefined && row.some((cell) => cell !== "") && row.every((cell) => /^[-+|= ]*$/.test(cell));
}

/** The delimiter specified on a line of its own before the header. */
function separatorLine(head: Uint8Array): string | undefined {
  const lines = new TextDecoder().decode(head.subarray(0, LONGEST_PREAMBLE)).split(/[\r\n]+/, 3);
  return lines.map(namedDelimiter).find((delimiter) => delimiter !== undefined);
}

/** The header and the intact rows after it, and how many may spell a text in another way. */
function firstRows(
  head: Uint8Array,
  delimiter: string,
  lineBreak: number,
): { readonly rows: string[][]; readonly respelled: number } {
  const window = new ByteWindow(LINE_FEED, lineBreak, head.length + 1);
  window.append(head);
  const { buffer, end } = window;
  const cutter = new RowCutter(delimiter, lineBreak);
  const decoder = new TextDecoder();
  const texts: string[] = [];
  let isDamaged = false;
  let headerCells = 0;
  let short = 0;
  let respelled = 0;
  const marked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  for (let at = marked ? 3 : 0; at < end && texts.length - short <= ROWS && short < MOST_SHORT_ROWS;) {
    let cut = cutter.cut(buffer, at, end, false);
    // A header on its own need not end with a line break.
    if (cut === "unfinished" && texts.length === 0) cut = cutter.cut(buffer, at, end, true);
    if (cut === "unfinished" || cutter.cells > MOST_COLUMNS) break;
    if (cut === "damaged") {
      // The rest of a damaged row is no evidence of a format, but a damaged header can be, and so can the rows after
      // it.
      if (cutter.nextLine < 0) break;
      if (texts.length === 0) {
        isDamaged = true;
        texts.push(decoder.decode(buffer.subarray(at, cutter.nextLine)).trimEnd());
      }
      at = cutter.nextLine;
    } else {
      const text = decoder.decode(buffer.subarray(at, cutter.stop));
      if (text.trim() !== "" && !isPreamble(text)) {
        if (texts.length === 0) {
          isDamaged = cutter.hasStrayQuote;
          headerCells = cutter.cells;
        } else if (cutter.cells < headerCells) short++;
        texts.push(text);
        if (cutter.hasEncoded || hasEscapes(buffer, at, cutter.stop)) respelled++;
      }
      at = cutter.next;
    }
  }
  const splitter = new RowSplitter(delimiter);
  const rows = texts.map((text, i) =>
    i === 0 && isDamaged ? damagedNames(text, delimiter) : splitter.split(text),
  );
  return { rows, respelled };
}

function mostFrequent(numbers: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const n of numbers) counts.set(n, (counts.get(n) ?? 0) + 1);
  let best: number | undefined;
  for (const [n, count] of counts) {
    if (best === undefined || count > counts.get(best)!) best = n;
  }
  return best;
}
