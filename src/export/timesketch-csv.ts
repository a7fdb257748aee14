import { type ExportedAlert, withOverrides } from "../case/index.ts";
import { tacticsOf, techniqueIds } from "../rules/index.ts";
import { fieldCell, type Cell } from "./cell.ts";
import { toCsv } from "./csv.ts";
import { own } from "./own.ts";

/*
 * Alerts for Timesketch: `message`, `datetime` and `timestamp_desc` are the columns that it asks for; any other becomes a
 * field of the event. It knows the time of day only with an offset.
 *
 * Source: Timesketch's guide "Import event data from a CSV or JSONL file".
 */

type Column = readonly [id: string, cell: (alert: ExportedAlert) => Cell];

const field = (id: string, name: string): Column => [id, ({ event }) => fieldCell(own(event, name))];

const COLUMNS: readonly Column[] = [
  ["message", message],
  // What has no time would be refused. Timesketch's own importers use this day for it.
  ["datetime", ({ row }) => isoWithOffset(Number.isNaN(row.time) ? 0 : row.time)],
  ["timestamp_desc", ({ row }) => (Number.isNaN(row.time) ? "Not a time" : "Event Logged")],
  ["rule_name", ({ row, rule }) => withOverrides(row, rule).name],
  ["rule_id", ({ rule }) => rule.rule_id],
  ["severity", ({ row, rule }) => withOverrides(row, rule).severity],
  ["risk_score", ({ row, rule }) => withOverrides(row, rule).risk_score],
  ["tactic", ({ rule }) => list(tacticsOf(rule))],
  ["technique", ({ rule }) => list(techniqueIds(rule))],
  field("hostname", "host.name"),
  field("username", "user.name"),
  field("event_identifier", "event.code"),
  field("channel", "winlog.channel"),
  field("process_name", "process.name"),
  field("process_path", "process.executable"),
  field("command_line", "process.command_line"),
  field("parent_process", "process.parent.executable"),
  field("key_path", "registry.path"),
  field("value_data", "registry.data.strings"),
  field("file_path", "file.path"),
  field("source_ip", "source.ip"),
  field("dest_ip", "destination.ip"),
  ["status", ({ disposition }) => disposition?.status ?? "open"],
  ["verdict", ({ disposition }) => disposition?.verdict || null],
  ["note", ({ disposition }) => disposition?.note || null],
  ["tag", ({ disposition }) => list(disposition?.tags ?? [])],
  ["display_name", ({ evidence }) => evidence.path],
  ["sha256_hash", ({ evidence }) => evidence.sha256 || null],
  ["offset", ({ row }) => row.offset],
  ["source_long", ({ row }) => row.source],
];

/** What happened, after the name of the rule that says so. */
function message({ row, rule }: ExportedAlert): string {
  const { name } = withOverrides(row, rule);
  return `[${name}] ${row.did ?? row.reason}`;
}

const isoWithOffset = (time: number): string => new Date(time).toISOString().replace("Z", "+00:00");

const list = (texts: readonly string[]): Cell => (texts.length === 0 ? null : texts.join(", "));

/** The first line of the file. */
export const timesketchHeader = (): string =>
  Array.from(
    toCsv(
      COLUMNS.map(([id]) => id),
      [],
    ),
  ).join("");

/** One alert as a line of the file, with the line break before it. */
export function timesketchLine(alert: ExportedAlert): string {
  const [, line] = toCsv([], [COLUMNS.map(([, cell]) => cell(alert))]);
  return line!;
}
