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

/**
 * Writes the events of a hunt as CSV: time, host and user, the chosen fields, then where each event is.
 *
 * @param fields any names, those of the evidence included: one that a spreadsheet would run gets an apostrophe
 * @returns chunks of text for a Blob, see `toCsv`
 */
export function huntCsv(
  rows: Iterable<HuntExport>,
  fields: readonly string[],
  loupeVersion: string,
): Generator<string, void> {
  const chosen = fields.filter((field) => !FIRST.some((first) => first === field));
  const header = [...FIRST, ...chosen.map(safeText), ...LAST.map(([id]) => id)];
  return toCsv(header, cellsOf(rows, chosen, loupeVersion));
}

function* cellsOf(
  rows: Iterable<HuntExport>,
  chosen: readonly string[],
  loupeVersion: string,
): Generator<Cell[], void> {
  for (const row of rows)
    yield [
      timeCell(own(row.event, "@timestamp")),
      ...[...FIRST.slice(1), ...chosen].map((field) => fieldCell(own(row.event, field))),
      ...LAST.map(([, cell]) => cell(row, loupeVersion)),
    ];
}

/** Lines that are joined into one chunk of text. */
const LINES_PER_CHUNK = 200;

/**
 * Writes the events of a hunt as NDJSON: one flat event in each line, with where it is under names of Loupe's own.
 *
 * @returns chunks of text for a Blob
 */
export function* huntNdjson(rows: Iterable<HuntExport>): Generator<string, void> {
  let lines: string[] = [];
  for (const { event, file, offset, line, member, source, sequence } of rows) {
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
    lines.push(`${JSON.stringify(Object.assign(Object.create(null), event, place))}\n`);
    if (lines.length < LINES_PER_CHUNK) continue;
    yield lines.join("");
    lines = [];
  }
  if (lines.length > 0) yield lines.join("");
}
