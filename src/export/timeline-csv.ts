import { type ExportedAlert, withOverrides } from "../case/index.ts";
import { tacticsOf, techniqueIds } from "../rules/index.ts";
import { type Cell, fieldCell } from "./cell.ts";
import { toCsv } from "./csv.ts";
import { own } from "./own.ts";

/*
 * Alerts for Timeline Explorer: one fact in each column, so that dragging a head up groups by it, under the names that
 * hayabusa gives its columns, which its users have layouts and filters for. No cell has a line break. Times are as .NET
 * reads them, without `T` and `Z`, in UTC.
 */

type Column = readonly [id: string, cell: (alert: ExportedAlert) => Cell];

const field = (id: string, name: string): Column => [id, ({ event }) => fieldCell(own(event, name))];

const COLUMNS: readonly Column[] = [
  ["Timestamp", ({ row }) => (Number.isNaN(row.time) ? null : plainTime(row.time))],
  ["RuleTitle", ({ row, rule }) => withOverrides(row, rule).name],
  ["Level", ({ row, rule }) => withOverrides(row, rule).severity],
  field("Computer", "host.name"),
  field("Channel", "winlog.channel"),
  field("EventID", "event.code"),
  ["MitreTactics", ({ rule }) => joined(tacticsOf(rule))],
  ["MitreTags", ({ rule }) => joined(techniqueIds(rule))],
  field("RecordID", "winlog.record_id"),
  ["Details", ({ row }) => row.did ?? row.reason],
  field("User", "user.name"),
  field("Process", "process.executable"),
  field("CommandLine", "process.command_line"),
  field("ParentProcess", "process.parent.executable"),
  field("ParentCommandLine", "process.parent.command_line"),
  field("RegistryPath", "registry.path"),
  field("RegistryData", "registry.data.strings"),
  field("FilePath", "file.path"),
  field("SourceIP", "source.ip"),
  field("DestinationIP", "destination.ip"),
  ["Status", ({ disposition }) => disposition?.status ?? "open"],
  ["Verdict", ({ disposition }) => disposition?.verdict || null],
  ["Note", ({ disposition }) => disposition?.note || null],
  ["RuleID", ({ rule }) => rule.rule_id],
  ["EvtxFile", ({ evidence }) => evidence.path],
  ["Offset", ({ row }) => row.offset],
];

const plainTime = (time: number): string => new Date(time).toISOString().replace("T", " ").replace("Z", "");

const joined = (texts: readonly string[]): Cell => (texts.length === 0 ? null : texts.join(" ¦ "));

/** Timeline Explorer shows a cell in one line, and its filters do not find what follows a line break. */
const oneLine = (cell: Cell): Cell => (typeof cell === "string" ? cell.replace(/[\r\n]+/g, " ") : cell);

/** The first line of the file. */
export const timelineHeader = (): string =>
  Array.from(
    toCsv(
      COLUMNS.map(([id]) => id),
      [],
    ),
  ).join("");

/** One alert as a line of the file, with the line break before it. */
export function timelineLine(alert: ExportedAlert): string {
  const [, line] = toCsv([], [COLUMNS.map(([, cell]) => oneLine(cell(alert)))]);
  return line!;
}
