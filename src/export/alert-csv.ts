import type { FlatEvent } from "../ecs/index.ts";
import type { AlertGroup } from "../case/index.ts";
import { alertReason, type Rule, techniqueIds } from "../rules/index.ts";
import { type Cell, fieldCell, timeCell } from "./cell.ts";
import { toCsv } from "./csv.ts";
import { own } from "./own.ts";

/** One alert with everything that its row shows. */
export interface AlertExport {
  readonly event: FlatEvent;
  /** For a sequence: the time of its last event, in epoch milliseconds. */
  readonly time?: number;
  /** The rule, with name, severity and risk score after the rule's overrides. */
  readonly rule: Pick<
    Rule,
    "rule_id" | "name" | "severity" | "risk_score" | "version" | "building_block_type" | "threat"
  >;
  readonly uuid: string;
  readonly status: "open" | "acknowledged" | "closed";
  readonly verdict: "" | "true positive" | "false positive";
  readonly note: string;
  /** The analyst's tags. */
  readonly tags: readonly string[];
  /** Name of the exception that suppresses the alert, or "". */
  readonly exception: string;
  /**
   * The evidence file: its name as dropped, and its SHA-256 in hexadecimal. Instead of the hash there may be a reason
   * why there is none, or "" while it is still pending.
   */
  readonly file: { readonly name: string; readonly sha256: string };
  /** Byte offset of the record in the file. */
  readonly offset: number;
  /** 1-based, in line formats. */
  readonly line?: number;
  /** The archive member that contains the record; offset and line refer to that member. */
  readonly member?: string;
  /** The source mapper that read the record, e.g. `sysmon`. */
  readonly source: string;
  /** How Loupe went beyond Elastic to map this event. */
  readonly extension?: string;
  /** For a sequence: the location of each of its events. */
  readonly sequence?: string;
  /** For a threshold or new terms rule: what its events have in common. */
  readonly group?: AlertGroup;
  /** Which of its records were carved; absent for none. */
  readonly carved?: string;
  /** The time zone assumed for the event's time, if that has none. */
  readonly zone?: string;
  /** Why Elastic's schedule would have missed the alert, if that was determined. */
  readonly lost?: string;
  /** The fields that Loupe derived and the rule uses; empty for none. */
  readonly derived: readonly string[];
}

type AlertColumn = readonly [id: string, cell: (alert: AlertExport, loupeVersion: string) => Cell];

const eventField = (id: string): AlertColumn => [id, ({ event }) => fieldCell(own(event, id))];
const eventTime = (id: string): AlertColumn => [
  id,
  ({ event, time }) => timeCell(own(event, "@timestamp") ?? time),
];

/**
 * First the columns of Elastic's Alerts table (ids as headers, as in Kibana's own CSV), then those with which a reader
 * of a report can find the evidence. Scripts rely on these ids: add new ones at the end and rename none.
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
  ["loupe.derived_fields", ({ derived }) => (derived.length === 0 ? null : derived.join(", "))],
  eventField("process.command_line"),
  eventField("process.parent.name"),
  eventField("event.code"),
  ["threat.technique.id", ({ rule }) => techniqueIds(rule).join(", ") || null],
  ["kibana.alert.workflow_tags", ({ tags }) => tags.join(", ") || null],
  [
    "kibana.alert.threshold_result.count",
    ({ group }) => (group === undefined || group.history !== undefined ? null : group.count),
  ],
  [
    "kibana.alert.threshold_result.terms",
    ({ group }) => (group?.history === undefined ? termsOf(group) : null),
  ],
  ["kibana.alert.new_terms", ({ group }) => (group?.history === undefined ? null : termsOf(group))],
  ["loupe.history", ({ group }) => historyOf(group)],
];

function termsOf(group: AlertGroup | undefined): string | null {
  return group?.terms.map(({ field, value }) => `${field}: ${value}`).join("; ") || null;
}

/** How much of a new terms rule's history the evidence covers. */
function historyOf(group: AlertGroup | undefined): string | null {
  if (group?.history === undefined) return null;
  const covered = group.covered == null ? "unknown" : String(group.covered / 1000);
  return `${covered} of ${group.history / 1000} s`;
}

/**
 * Writes the alert list as CSV, one row per alert, in the given order; without alerts, only the header row. The same
 * alerts always give the same bytes.
 *
 * @param continued omits the header: for every part after the first if the alerts are fetched from a database in parts
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
