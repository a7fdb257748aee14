import { ByteWindow } from "../byte-window.ts";
import { type CsvDialect, isPreamble, namedDelimiter } from "./dialect.ts";
import { hasEventViewersShape, recogniseHeader } from "./recognise.ts";
import { RowCutter } from "./row-cutter.ts";
import { damagedNames, RowSplitter } from "./row-splitter.ts";

const DELIMITERS = [",", ";", "\t", "|"];
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** Rows that the delimiter and the number of cells are judged by. */
const ROWS = 50;
/** No table that is known has more columns by far; what has is not taken apart. */
const MOST_COLUMNS = 10_000;
/** Nothing that stands before a header is longer. */
const LONGEST_PREAMBLE = 1024;

/**
 * Whether a text is a table of events, and how to read it: judged by the names of its columns.
 *
 * @param head the first bytes of the content, as UTF-8
 * @returns null for a text that is no CSV, and for tables that hold no events
 */
export function sniffCsv(head: Uint8Array): CsvDialect | null {
  const lineBreak = head.includes(CARRIAGE_RETURN) && !head.includes(LINE_FEED) ? CARRIAGE_RETURN : LINE_FEED;
  const named = separatorLine(head);
  let best: CsvDialect | null = null;
  let bestFit = -1;
  for (const delimiter of named === undefined ? DELIMITERS : [named]) {
    const [header, ...rows] = firstRows(head, delimiter, lineBreak);
    // With the wrong delimiter a header is one name; a table of one column tells nothing of an event.
    if (header === undefined || header.length < 2) continue;
    const kind = recogniseHeader(header) ?? (hasEventViewersShape(header, rows) ? "event-viewer" : null);
    if (kind === null) continue;
    // Lines of a row whose quotes are damaged have few cells, and may be more than the rows.
    const whole = rows.map((row) => row.length).filter((length) => length >= header.length);
    const cells = mostFrequent(whole) ?? header.length;
    // Between two that agree with as many rows, the one that finds more columns.
    const fit = whole.length - 1 / header.length;
    if (fit <= bestFit) continue;
    bestFit = fit;
    best = { kind, delimiter, lineBreak, cells };
  }
  return best;
}

/** The delimiter that a line of its own names before the header. */
function separatorLine(head: Uint8Array): string | undefined {
  const lines = new TextDecoder().decode(head.subarray(0, LONGEST_PREAMBLE)).split(/[\r\n]+/, 3);
  return lines.map(namedDelimiter).find((delimiter) => delimiter !== undefined);
}

/** The header and the rows behind it that are whole. */
function firstRows(head: Uint8Array, delimiter: string, lineBreak: number): string[][] {
  const window = new ByteWindow(LINE_FEED);
  window.append(head);
  const { buffer, end } = window;
  const cutter = new RowCutter(delimiter, lineBreak);
  const decoder = new TextDecoder();
  const texts: string[] = [];
  let isDamaged = false;
  const marked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  for (let at = marked ? 3 : 0; at < end && texts.length <= ROWS;) {
    let cut = cutter.cut(buffer, at, end, false);
    // A header alone need not end with a line break.
    if (cut === "unfinished" && texts.length === 0) cut = cutter.cut(buffer, at, end, true);
    if (cut === "unfinished" || cutter.cells > MOST_COLUMNS) break;
    if (cut === "damaged") {
      // What can be read of a damaged row proves nothing, but a header may, and the rows behind it do.
      if (cutter.nextLine < 0) break;
      if (texts.length === 0) {
        isDamaged = true;
        texts.push(decoder.decode(buffer.subarray(at, cutter.nextLine)).trimEnd());
      }
      at = cutter.nextLine;
    } else {
      const text = decoder.decode(buffer.subarray(at, cutter.stop));
      if (text.trim() !== "" && !isPreamble(text)) {
        if (texts.length === 0) isDamaged = cutter.hasStrayQuote;
        texts.push(text);
      }
      at = cutter.next;
    }
  }
  const splitter = new RowSplitter(delimiter);
  return texts.map((text, i) =>
    i === 0 && isDamaged ? damagedNames(text, delimiter) : splitter.split(text),
  );
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
