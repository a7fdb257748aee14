import { type ExportedAlert, withOverrides } from "../case/index.ts";
import { toIsoUtc } from "../time/index.ts";
import { type Cell, fieldCell, safeText } from "./cell.ts";
import { toCsv } from "./csv.ts";
import { own } from "./own.ts";

/* Alerts as CSV with columns that somebody chose: those of the list by their ids, and fields of the events by their names. */

/** The list's own columns, under the names that the alert CSV has for them where it has one. */
const OWN_COLUMNS: Readonly<Record<string, readonly [head: string, cell: (alert: ExportedAlert) => Cell]>> = {
  severity: ["kibana.alert.severity", ({ row, rule }) => withOverrides(row, rule).severity],
  time: ["@timestamp", ({ row }) => (Number.isNaN(row.time) ? null : toIsoUtc(row.time))],
  rule: ["kibana.alert.rule.name", ({ row, rule }) => withOverrides(row, rule).name],
  host: ["host.name", ({ event }) => fieldCell(own(event, "host.name"))],
  user: ["user.name", ({ event }) => fieldCell(own(event, "user.name"))],
  process: ["process.name", ({ event }) => fieldCell(own(event, "process.name"))],
  what: ["loupe.sentence", ({ row }) => row.did ?? row.reason],
  risk: ["kibana.alert.risk_score", ({ row, rule }) => withOverrides(row, rule).risk_score],
  source: ["loupe.source", ({ row }) => row.source],
  file: ["log.file.path", ({ evidence }) => evidence.path],
  status: ["kibana.alert.workflow_status", ({ disposition }) => disposition?.status ?? "open"],
};

/** What every row ends with, so that a reader finds the record and the decision. */
const LAST: readonly (readonly [head: string, cell: (alert: ExportedAlert) => Cell])[] = [
  ["loupe.verdict", ({ disposition }) => disposition?.verdict || null],
  ["loupe.note", ({ disposition }) => disposition?.note || null],
  ["kibana.alert.uuid", ({ uuid }) => uuid],
  ["log.file.hash.sha256", ({ evidence }) => evidence.sha256],
  ["log.offset", ({ row }) => row.offset],
  ["loupe.archive_member", ({ row }) => row.member ?? null],
];

/** The columns that come before the fields where all fields were asked for. */
export const FIRST_COLUMNS = ["time", "severity", "rule", "status", "what", "file"] as const;

const ownColumn = (id: string) => (Object.hasOwn(OWN_COLUMNS, id) ? OWN_COLUMNS[id] : undefined);

/** The first line of the file. @param columns ids of the list's columns, or names of fields: those are evidence */
export function chosenHeader(columns: readonly string[]): string {
  const heads = columns.map((id) => ownColumn(id)?.[0] ?? safeText(id));
  return Array.from(toCsv([...heads, ...LAST.map(([head]) => head)], [])).join("");
}

/** One alert as a line of the file, with the line break before it. */
export function chosenLine(alert: ExportedAlert, columns: readonly string[]): string {
  const cells = columns.map((id) => ownColumn(id)?.[1](alert) ?? fieldCell(own(alert.event, id)));
  const [, line] = toCsv([], [[...cells, ...LAST.map(([, cell]) => cell(alert))]]);
  return line!;
}
