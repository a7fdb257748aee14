import type { FlatEvent } from "../ecs/index.ts";
import { alertReason, type Rule } from "../rules/index.ts";
import { type Cell, fieldCell, timeCell } from "./cell.ts";
import { toCsv } from "./csv.ts";

/** One alert with everything its row tells. */
export interface AlertExport {
  readonly event: FlatEvent;
  /** Of a sequence: when its last event happened, milliseconds since 1970. */
  readonly time?: number;
  /** The rule, with name, severity and risk score as the alert has them after the rule's overrides. */
  readonly rule: Pick<
    Rule,
    "rule_id" | "name" | "severity" | "risk_score" | "version" | "building_block_type"
  >;
  readonly uuid: string;
  readonly status: "open" | "acknowledged" | "closed";
  readonly verdict: "" | "true positive" | "false positive";
  readonly note: string;
  /** Name of the exception that suppresses the alert, or "". */
  readonly exception: string;
  /** The evidence file: name as dropped, SHA-256 in hexadecimal, or why there is none, or "" while it is still to come. */
  readonly file: { readonly name: string; readonly sha256: string };
  /** Where the record begins in the file, in bytes. */
  readonly offset: number;
  /** 1-based, in line formats. */
  readonly line?: number;
  /** The file in an archive that the record stands in; offset and line are those in it. */
  readonly member?: string;
  /** The source mapper that read the record, e.g. `sysmon`. */
  readonly source: string;
  /** Where Loupe went further than Elastic to get this event. */
  readonly extension?: string;
  /** Of a sequence: where each of its events stands. */
  readonly sequence?: string;
  /** Which of its records are not the log's; absent for none. */
  readonly carved?: string;
  /** What its time, if it names no zone, was taken for. */
  readonly zone?: string;
  /** Why Elastic's schedule would have lost the alert, if that was asked for. */
  readonly lost?: string;
}

type AlertColumn = readonly [id: string, cell: (alert: AlertExport, loupeVersion: string) => Cell];

const eventField = (id: string): AlertColumn => [id, ({ event }) => fieldCell(own(event, id))];
const eventTime = (id: string): AlertColumn => [
  id,
  ({ event, time }) => timeCell(own(event, "@timestamp") ?? time),
];

/**
 * First Elastic's Alerts table (ids as headers, as in Kibana's own CSV), then what a report needs to lead back to
 * the evidence. Scripts read these ids: add at the end, rename nothing.
 */
const COLUMNS: readonly AlertColumn[] = [
  eventTime("@timestamp"),
  ["kibana.alert.rule.name", ({ rule }) => rule.name],
  ["kibana.alert.workflow_assignee_ids", () => null],
  ["kibana.alert.severity", ({ rule }) => rule.severity],
  ["kibana.alert.risk_score", ({ rule }) => rule.risk_score],
  ["kibana.alert.reason", ({ event, rule }) => alertReason(event, rule)],
  eventField("host.name"),
  eventField("user.name"),
  eventField("process.name"),
  eventField("file.name"),
  eventField("source.ip"),
  eventField("destination.ip"),
  eventTime("kibana.alert.original_time"),
  ["kibana.alert.uuid", ({ uuid }) => uuid],
  ["kibana.alert.workflow_status", ({ status }) => status],
  ["kibana.alert.rule.rule_id", ({ rule }) => rule.rule_id],
  eventField("registry.path"),
  eventField("registry.data.strings"),
  eventField("process.executable"),
  eventField("user.id"),
  ["log.file.path", ({ file }) => file.name],
  ["log.offset", ({ offset }) => offset],
  ["log.file.hash.sha256", ({ file }) => file.sha256],
  ["kibana.alert.rule.version", ({ rule }) => rule.version ?? null],
  ["loupe.version", (_, loupeVersion) => loupeVersion],
  ["loupe.line", ({ line }) => line ?? null],
  ["loupe.source", ({ source }) => source],
  ["loupe.extension", ({ extension }) => extension ?? null],
  ["loupe.verdict", ({ verdict }) => verdict],
  ["loupe.note", ({ note }) => note],
  ["loupe.exception", ({ exception }) => exception],
  ["kibana.alert.building_block_type", ({ rule }) => rule.building_block_type ?? null],
  ["loupe.sequence", ({ sequence }) => sequence ?? null],
  ["loupe.schedule_loss", ({ lost }) => lost ?? null],
  ["loupe.carved", ({ carved }) => carved ?? null],
  ["loupe.time_without_zone", ({ zone }) => zone ?? null],
  ["loupe.archive_member", ({ member }) => member ?? null],
];

/**
 * The alert list as CSV, one row an alert, in the order given; without alerts, the header row alone. The same
 * alerts always give the same bytes.
 *
 * @param continued leaves the header out: for the second and every further part of a list that comes in parts,
 *   because its alerts are fetched from a database
 * @returns chunks of text for a Blob, see `toCsv`
 */
export function* alertCsv(
  alerts: Iterable<AlertExport>,
  loupeVersion: string,
  continued = false,
): Generator<string, void> {
  const header = COLUMNS.map(([id]) => id);
  const chunks = toCsv(header, rowsOf(alerts, loupeVersion));
  if (continued) chunks.next();
  yield* chunks;
}

function* rowsOf(alerts: Iterable<AlertExport>, loupeVersion: string): Generator<Cell[], void> {
  for (const alert of alerts) yield COLUMNS.map(([, cell]) => cell(alert, loupeVersion));
}

function own(event: FlatEvent, field: string) {
  return Object.hasOwn(event, field) ? event[field] : undefined;
}
