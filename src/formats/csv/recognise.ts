import { EVENT_VIEWER_NAMES } from "./columns.ts";
import { EVENT_KEY } from "../event-names.ts";
import { EVENT_MARKUP } from "../event-signs.ts";
import type { CsvKind } from "./dialect.ts";

/** First parts of column names in an export of events: field sets of ECS and those that Elastic's agents add. */
const FIELD_SETS = new Set(
  (
    "agent client cloud code_signature container data_stream destination device dll dns ecs email error event file group " +
    "hash host kibana log network observer orchestrator os organization package pe powershell process registry related " +
    "rule server service source sysmon threat tls url user user_agent winlog Effective_process Endpoint Target"
  ).split(" "),
);
/** `Label (field)`: a column that was given a label in Kibana. */
const LABELLED = /^.{0,1000} \(([^()\s]+)\)$/;

/** Columns of raw documents in an index: event XML as JSON, and Defender's stream. */
const RAW = /^(?:Event\.System|properties)\./;

/** Columns of Defender's device tables. */
const HUNTING =
  /^(?:Timestamp|TimeGenerated|ActionType|ReportId|Device(?:Id|Name)|(?:Previous)?Registry(?:Key|Value(?:Name|Data|Type))|InitiatingProcess\w+)$/;
/** Those that occur in no other kind of table. */
const HUNTING_ONLY = /^(?:Device(?:Id|Name)|(?:Previous)?Registry\w+|InitiatingProcess\w+)$/;

/** A value of an event by the names of nested objects: `data.win.eventdata.image`. */
const DATUM = /(?:^|[._:/-])event_?data[._:/-]\w/i;

/**
 * Recognises whose table a header belongs to, by the names of its columns. Any subset of the columns will do, as long
 * as they identify an event.
 *
 * @returns null for other kinds of tables
 */
export function recogniseHeader(header: readonly string[]): CsvKind | null {
  const names = new Set(header.map((name) => name.trim()));
  const has = (...wanted: string[]): boolean => wanted.every((name) => names.has(name));
  const hasOne = (...wanted: string[]): boolean => wanted.some((name) => names.has(name));

  if (isEcs(names)) return "discover";
  if (has("Event Time", "Machine Id", "Action Type")) return "device-timeline";
  if (has("EventId") && hasOne("Payload", "PayloadData1", "MapDescription", "EventRecordId"))
    return "evtxecmd";
  if (
    has("Id") &&
    hasOne("ProviderName", "LogName", "RecordId", "TimeCreated") &&
    hasOne("Message", "Properties")
  ) {
    return "get-winevent";
  }
  if (has("Event ID", "Source") && [...names].filter((name) => EVENT_VIEWER_NAMES.has(name)).length >= 3) {
    return "event-viewer";
  }
  const hunting = [...names].filter((name) => HUNTING.test(name));
  if (hunting.length >= 2 && hunting.some((name) => HUNTING_ONLY.test(name))) return "advanced-hunting";
  const channel = hasOne(
    "Channel",
    "Provider",
    "ProviderName",
    "SourceName",
    "SourceModuleName",
    "Hostname",
    "Computer",
    "EventLog",
    "LogName",
    "MachineName",
  );
  if (has("detections", "Event ID", "Event Data")) return "windows-event";
  const hasEvents =
    (hasOne("EventID", "EventId", "EventCode") && channel) || [...names].some((name) => DATUM.test(name));
  return hasEvents ? "windows-event" : null;
}

function isEcs(names: ReadonlySet<string>): boolean {
  let fields = 0;
  for (const name of names) {
    const field = LABELLED.exec(name)?.[1] ?? name;
    if (field === "@timestamp" || RAW.test(field)) fields++;
    else if (field.includes(".") && FIELD_SETS.has(field.slice(0, field.indexOf(".")))) fields++;
  }
  return fields >= 2;
}

/** A column's name in a table whose cells may contain events: markup is not one. */
const NAME = /^[\w .@:#/()[\]-]{1,100}$/;
const SYSTEM = /<(?:[\w.-]{1,64}:)?System[\s>]/;

/** JSON: an object or a list. */
const JSON_TEXT = /^\s*[[{][^]*[\]}]\s*$/;
/** An event log record in the words of plaso. */
const PLASO = /^\[\d{1,5} \/ 0x[0-9a-f]{1,8}\] (?=[^]*Source Name: )/i;

/** Whether a cell has event XML, an event as Splunk's forwarder or plaso renders it, or one as JSON. */
function hasEvent(cell: string): boolean {
  if (EVENT_MARKUP.test(cell)) return SYSTEM.test(cell);
  if (/^LogName=/m.test(cell)) return /^EventCode=\d/m.test(cell);
  return PLASO.test(cell) || (JSON_TEXT.test(cell) && EVENT_KEY.test(cell));
}

/** Recognises a table of another kind whose cells contain whole events: results of Splunk, plaso's l2tcsv. */
export function hasEventCells(header: readonly string[], rows: readonly (readonly string[])[]): boolean {
  return (
    header.every((name) => name === "" || NAME.test(name.trim())) &&
    rows.some((row) => row.length === header.length && row.some(hasEvent))
  );
}

/**
 * Recognises Event Viewer's table in an unknown language: five names, and six cells in every row, of which the second
 * is a date with a time and the fourth an event ID.
 */
export function hasEventViewersShape(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): boolean {
  return (
    header.length === 5 &&
    rows.length > 0 &&
    rows.every((row) => row.length === 6 && /\d.*\d:\d\d/.test(row[1]!) && /^\d{1,5}$/.test(row[3]!))
  );
}
