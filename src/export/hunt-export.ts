import type { FlatEvent } from "../ecs/index.ts";
import { type Cell, fieldCell, safeText, timeCell } from "./cell.ts";
import { toCsv } from "./csv.ts";
import { own } from "./own.ts";

/** One event that a hunt found. */
export interface HuntExport {
  readonly event: FlatEvent;
  /** What happened, as a sentence. */
  readonly sentence: string;
  /** See `AlertExport.file`. */
  readonly file: { readonly name: string; readonly sha256: string };
  /** Byte offset of the record in the file, or in the archive's member. */
  readonly offset: number;
  /** 1-based; 0 in formats without lines. */
  readonly line: number;
  readonly member?: string;
  readonly source: string;
  /** The number of its sequence or sample, from 1 on. */
  readonly sequence?: number;
}

/** The columns in front of those that were chosen. */
const FIRST = ["@timestamp", "host.name", "user.name"] as const;
const LAST = [
  ["loupe.sentence", ({ sentence }) => sentence],
  ["log.file.path", ({ file }) => file.name],
  ["log.offset", ({ offset }) => offset],
  ["log.file.hash.sha256", ({ file }) => file.sha256],
  ["loupe.line", ({ line }) => (line === 0 ? null : line)],
  ["loupe.archive_member", ({ member }) => member ?? null],
  ["loupe.source", ({ source }) => source],
  ["loupe.sequence", ({ sequence }) => sequence ?? null],
  ["loupe.version", (_, version) => version],
] as const satisfies readonly (readonly [string, (row: HuntExport, version: string) => Cell])[];

/** The columns that were chosen beside those that are always there. */
const others = (fields: readonly string[]): readonly string[] =>
  fields.filter((field) => !FIRST.some((first) => first === field));

/** The first line of the CSV of a hunt: time, host and user, the chosen fields, then where each event is. */
export function huntCsvHeader(fields: readonly string[]): string {
  const header = [...FIRST, ...others(fields).map(safeText), ...LAST.map(([id]) => id)];
  return [...toCsv(header, [])].join("");
}

/**
 * An event of a hunt as a line of CSV, with the line break before it.
 *
 * @param fields any names, those of the evidence included: one that a spreadsheet would run gets an apostrophe
 */
export function huntCsvLine(row: HuntExport, fields: readonly string[], loupeVersion: string): string {
  const [, line] = toCsv([], [cellsOf(row, others(fields), loupeVersion)]);
  return line!;
}

function cellsOf(row: HuntExport, chosen: readonly string[], loupeVersion: string): Cell[] {
  return [
    timeCell(own(row.event, "@timestamp")),
    ...[...FIRST.slice(1), ...chosen].map((field) => fieldCell(own(row.event, field))),
    ...LAST.map(([, cell]) => cell(row, loupeVersion)),
  ];
}

/** An event of a hunt as a line of NDJSON: the flat event, with where it is under names of Loupe's own. */
export function huntNdjsonLine({ event, file, offset, line, member, source, sequence }: HuntExport): string {
  const place = {
    "loupe.file.path": file.name,
    "loupe.file.hash.sha256": file.sha256,
    "loupe.offset": offset,
    ...(line > 0 && { "loupe.line": line }),
    ...(member !== undefined && { "loupe.archive_member": member }),
    "loupe.source": source,
    ...(sequence !== undefined && { "loupe.sequence": sequence }),
  };
  // An event has no prototype, so that a field of any name is one like others.
  return `${JSON.stringify(Object.assign(Object.create(null), event, place))}\n`;
}
