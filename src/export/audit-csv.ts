import type { Cell } from "./cell.ts";
import { timeCell } from "./cell.ts";
import { toCsv } from "./csv.ts";

/** One entry of the audit trail as a row. */
export interface AuditExport {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly time: number;
  /** Empty if none was given. */
  readonly analyst: string;
  /** `verdict`, `note`, … */
  readonly action: string;
  /** A sentence. */
  readonly what: string;
  readonly alerts: number;
  /** The first of the alerts, if the case still has it. */
  readonly first: {
    readonly rule: string;
    readonly host: string;
    /** Epoch milliseconds; NaN if the event has no time. */
    readonly time: number;
    readonly file: string;
    readonly offset: number;
  } | null;
  readonly before: string;
  readonly after: string;
  /** The id of the entry that this one takes back, or "". */
  readonly undoes: string;
}

type AuditColumn = readonly [id: string, cell: (entry: AuditExport, loupeVersion: string) => Cell];

const COLUMNS: readonly AuditColumn[] = [
  ["time", ({ time }) => timeCell(time)],
  ["analyst", ({ analyst }) => analyst],
  ["action", ({ action }) => action],
  ["what", ({ what }) => what],
  ["alerts", ({ alerts }) => alerts],
  ["rule.name", ({ first }) => first?.rule ?? null],
  ["host.name", ({ first }) => first?.host ?? null],
  ["@timestamp", ({ first }) => (first === null || Number.isNaN(first.time) ? null : timeCell(first.time))],
  ["file", ({ first }) => first?.file ?? null],
  ["offset", ({ first }) => first?.offset ?? null],
  ["before", ({ before }) => before],
  ["after", ({ after }) => after],
  ["id", ({ id }) => id],
  ["undoes", ({ undoes }) => undoes],
  ["loupe.version", (_, loupeVersion) => loupeVersion],
];

/**
 * Writes an audit trail as CSV, one row for each entry, in the given order; without any, only the header row.
 *
 * @returns chunks of text for a Blob, see `toCsv`
 */
export function auditCsv(entries: Iterable<AuditExport>, loupeVersion: string): Generator<string, void> {
  return toCsv(
    COLUMNS.map(([id]) => id),
    rowsOf(entries, loupeVersion),
  );
}

function* rowsOf(entries: Iterable<AuditExport>, loupeVersion: string): Generator<Cell[], void> {
  for (const entry of entries) yield COLUMNS.map(([, cell]) => cell(entry, loupeVersion));
}
