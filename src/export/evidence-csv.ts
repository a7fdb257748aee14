import { type Cell, timeCell } from "./cell.ts";
import { toCsv } from "./csv.ts";

/** One evidence file with the results of its examination: a row of the file list that accompanies an alert list. */
export interface EvidenceExport {
  /** As dropped. */
  readonly name: string;
  /** Folder path within the drop, or "". */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Hexadecimal, or the reason why there is none, or "" while it is still pending. */
  readonly sha256: string;
  /** The container, e.g. `ndjson`. */
  readonly format: string;
  /** `done`, `unreadable`, `cancelled`, ... */
  readonly state: string;
  readonly sources: readonly string[];
  /** Event records in the file, whether decoded or skipped. */
  readonly records: number;
  /** Records, or parts of the file, that could not be read. */
  readonly unreadable: number;
  /** Events of which only the header could be read. */
  readonly headerOnly: number;
  /** Number of events from carved records; absent if carving was off. */
  readonly carved?: number;
  /** The time zone assumed for times without one; absent if every time has a zone. */
  readonly zone?: string;
  readonly alerts: number;
  /** Alerts that were found and are lost, because the browser refused to store them. */
  readonly alertsNotStored: number;
  /** Times of the earliest and latest event: ISO text or epoch milliseconds. */
  readonly firstEvent?: string | number;
  readonly lastEvent?: string | number;
  readonly hosts: readonly string[];
  /** Event categories. */
  readonly categories: readonly string[];
  /**
   * Whether sources, hosts, categories and times cover every record (`exact`) or leave out records that were not
   * decoded (`sampled`).
   */
  readonly sampled: "exact" | "sampled";
  /** When the examination began: ISO text or epoch milliseconds. */
  readonly started?: string | number;
  readonly durationMs?: number;
  /** The first problems and notes. */
  readonly problems: readonly ExportedProblem[];
  /** The total number of problems and notes. */
  readonly problemCount: number;
}

export interface ExportedProblem {
  readonly code: string;
  readonly message: string;
  /** Byte offset in the file. */
  readonly offset?: number;
  /** 1-based. */
  readonly line?: number;
  /** The archive member that the problem is in; offset and line refer to that member. */
  readonly member?: string;
}

type FileColumn = readonly [id: string, cell: (file: EvidenceExport, loupeVersion: string) => Cell];

const COLUMNS: readonly FileColumn[] = [
  ["name", (file) => file.name],
  ["path", (file) => file.path],
  ["size", (file) => file.size],
  ["sha256", (file) => file.sha256],
  ["format", (file) => file.format],
  ["state", (file) => file.state],
  ["sources", (file) => file.sources.join(", ")],
  ["records", (file) => file.records],
  ["unreadable", (file) => file.unreadable],
  ["alerts", (file) => file.alerts],
  ["first_event", (file) => timeCell(file.firstEvent)],
  ["last_event", (file) => timeCell(file.lastEvent)],
  ["hosts", (file) => file.hosts.join(", ")],
  ["categories", (file) => file.categories.join(", ")],
  ["sampled", (file) => file.sampled],
  ["started", (file) => timeCell(file.started)],
  ["duration_ms", (file) => file.durationMs ?? null],
  ["problems", (file) => problemsText(file)],
  ["loupe.version", (_, loupeVersion) => loupeVersion],
  ["times_without_zone", (file) => file.zone ?? null],
  ["carved", (file) => file.carved ?? null],
  ["header_only", (file) => file.headerOnly],
  ["alerts_not_stored", (file) => file.alertsNotStored],
];

/**
 * Writes the file list as CSV, one row per file, in the given order; without files, only the header row.
 *
 * @returns chunks of text for a Blob, see `toCsv`
 */
export function evidenceCsv(files: Iterable<EvidenceExport>, loupeVersion: string): Generator<string, void> {
  return toCsv(
    COLUMNS.map(([id]) => id),
    rowsOf(files, loupeVersion),
  );
}

function* rowsOf(files: Iterable<EvidenceExport>, loupeVersion: string): Generator<Cell[], void> {
  for (const file of files) yield COLUMNS.map(([, cell]) => cell(file, loupeVersion));
}

/** `code in "member" at byte N line M: sentence; ...`, with the number of problems that are not listed. */
function problemsText({ problems, problemCount }: EvidenceExport): string {
  const listed = problems.map(({ code, message, offset, line, member }) => {
    const at = offset === undefined ? "" : ` at byte ${offset}`;
    const within = member === undefined ? "" : ` in ${JSON.stringify(member)}`;
    return `${code}${within}${at}${line === undefined ? "" : ` line ${line}`}: ${message}`;
  });
  const more = problemCount - problems.length;
  if (more > 0) listed.push(`${more} more`);
  return listed.join("; ");
}
