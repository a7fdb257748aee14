import Papa from "papaparse";
import { type Cell, safeText } from "./cell.ts";

/** Makes Excel read the file as UTF-8. */
const BYTE_ORDER_MARK = "\uFEFF";

const NEWLINE = "\r\n";

/** Rows joined into one chunk of text: enough to be fast, few enough to stay below a few megabytes. */
const ROWS_PER_CHUNK = 200;

/**
 * Writes a table as CSV (RFC 4180): every cell quoted, CRLF between the rows and none after the last, a UTF-8 byte
 * order mark first, text made safe for spreadsheets (see `safeText`), numbers unchanged.
 *
 * Yields chunks of text, so that a million rows need not be one string: `new Blob([...toCsv(header, rows)])`.
 *
 * @param header is written unchanged, including `@timestamp`: only names from this code, never from evidence
 * @param rows are consumed one by one as the chunks are read
 */
export function* toCsv(header: readonly string[], rows: Iterable<readonly Cell[]>): Generator<string, void> {
  yield BYTE_ORDER_MARK + lines([header]);
  let waiting: (readonly Cell[])[] = [];
  for (const row of rows) {
    waiting.push(row);
    if (waiting.length === ROWS_PER_CHUNK) {
      yield NEWLINE + lines(waiting.map(safeRow));
      waiting = [];
    }
  }
  if (waiting.length > 0) yield NEWLINE + lines(waiting.map(safeRow));
}

function lines(rows: readonly (readonly (string | number)[])[]): string {
  return Papa.unparse(rows as unknown[][], { quotes: true, newline: NEWLINE });
}

function safeRow(row: readonly Cell[]): (string | number)[] {
  return row.map((cell) => {
    if (cell === null) return "";
    // A spreadsheet would treat `-Infinity` as a formula.
    return typeof cell === "number" && Number.isFinite(cell) ? cell : safeText(String(cell));
  });
}
