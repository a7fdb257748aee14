import type { RecordBorders } from "../record-borders.ts";
import type { CsvDialect } from "./dialect.ts";
import { RowCutter } from "./row-cutter.ts";

/** Longer rows are passed over: one in a thousand that is short enough will do. */
const LOOKAHEAD = 64 * 1024;

/**
 * Finds rows of a table: lines that are whole rows with as many cells as the table has. A line inside a quoted cell has
 * fewer, and quotes where no row has them.
 *
 * @param cells in the header
 */
export function rowBorders(
  { delimiter, lineBreak, cells: mostHave }: CsvDialect,
  cells: number,
): RecordBorders {
  const cutter = new RowCutter(delimiter, lineBreak);
  return {
    lookahead: LOOKAHEAD,
    find(buffer, from, to, end) {
      for (let at = buffer.indexOf(lineBreak, from - 1) + 1; at > 0 && at < to;) {
        const cut = cutter.cut(buffer, at, Math.min(end, at + LOOKAHEAD), false);
        const isRow = cut === "whole" && !cutter.hasStrayQuote;
        if (isRow && (cutter.cells === cells || cutter.cells === mostHave)) return at;
        at = buffer.indexOf(lineBreak, at) + 1;
      }
      return -1;
    },
  };
}
