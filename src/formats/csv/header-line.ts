import type { CsvKind } from "./dialect.ts";
import { recogniseHeader } from "./recognise.ts";
import { RowCutter } from "./row-cutter.ts";
import { RowSplitter } from "./row-splitter.ts";

export const DELIMITERS = [",", ";", "\t", "|"] as const;
const LINE_FEED = 0x0a;
/** No header is longer; most lines that are not headers need not be split. */
const MAX_HEADER_BYTES = 64 * 1024;
/** No column of events has a longer name. */
const LONGEST_NAME = 200;
/** What is in JSON, XML and paths, and in no column's name. */
const NO_NAME = /[<>{}\\]|":|:\s{0,9}[["]/;
/** A member of a JSON object whose quotes are gone. */
const MEMBER = /[{}]|:\s{0,9}\[|: \S/;

const splitters = new Map(DELIMITERS.map((delimiter) => [delimiter as string, new RowSplitter(delimiter)]));
const decoder = new TextDecoder();

/** A header and how to read what follows it. */
export interface HeaderLine {
  readonly kind: CsvKind;
  readonly delimiter: string;
  readonly names: readonly string[];
}

/**
 * Whether a line is the undamaged header of a table of events.
 *
 * @param line without its line break
 */
export function csvHeaderIn(line: Uint8Array): HeaderLine | null {
  if (line.length >= MAX_HEADER_BYTES || line.includes(0)) return null;
  const row = new Uint8Array(line.length + 1);
  row.set(line);
  row[line.length] = LINE_FEED;
  for (const delimiter of DELIMITERS) {
    if (!line.includes(delimiter.charCodeAt(0))) continue;
    const cutter = new RowCutter(delimiter, LINE_FEED);
    if (cutter.cut(row, 0, line.length, true) !== "whole" || cutter.hasStrayQuote || cutter.cells < 2)
      continue;
    const names = splitters.get(delimiter)!.split(decoder.decode(line.subarray(0, cutter.stop)));
    if (!areNames(names)) continue;
    const kind = recogniseHeader(names);
    if (kind !== null) return { kind, delimiter, names };
  }
  return null;
}

/** Whether all of these can be names of columns: a row of values is no header, whatever words are in it. */
function areNames(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.length <= LONGEST_NAME && !NO_NAME.test(cell));
}

/** Whether a damaged header is a piece of JSON, which has the names of fields in it as well. */
export function areMembers(cells: readonly string[]): boolean {
  return 2 * cells.filter((cell) => MEMBER.test(cell)).length >= cells.length;
}
