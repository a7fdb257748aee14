import { emptyEvent, flatten, type FieldValue, type MutableFlatEvent } from "../ecs/index.ts";
import { type WrittenTime, parseWrittenTime, type Zone } from "../time/index.ts";
import { integer } from "./windows/text.ts";

/** Fields that ECS and Elastic Defend have as lists, whose values hold no comma. */
const LISTS = new Set(
  (
    "container.image.tag dns.header_flags dns.resolved_ip event.category event.type file.attributes host.ip host.mac " +
    "observer.ip observer.mac process.Ext.ancestry related.hash related.hosts related.ip related.user tags " +
    "threat.tactic.id threat.technique.id threat.technique.subtechnique.id user.roles winlog.keywords"
  ).split(" "),
);
/** Lists whose values may hold a comma themselves: `a, b` is one value or two, and the export does not say. */
const DOUBTFUL = new Set(
  (
    "dns.answers.data file.Ext.code_signature.subject_name process.args process.env_vars process.parent.args " +
    "process.Ext.code_signature.subject_name registry.data.strings rule.author threat.tactic.name threat.technique.name " +
    "dll.Ext.code_signature.subject_name"
  ).split(" "),
);
const NUMBERS = new Set([
  "destination.port",
  "event.sequence",
  "file.size",
  "process.args_count",
  "process.parent.args_count",
  "process.parent.pid",
  "process.pid",
  "process.thread.id",
  "source.port",
  "winlog.process.pid",
  "winlog.process.thread.id",
]);
const BOOLEANS = new Set(["exists", "trusted", "valid"]);
const CODE_SIGNATURE = ".code_signature.";
/** Fields that ECS has as dates, by their last name: `event.created`, `file.mtime`, `process.parent.start`. */
const DATES =
  /^@timestamp$|\.(?:accessed|created|creation_date|ctime|end|first_seen|ingested|installed|last_seen|mtime|not_after|not_before|start|time_created)$/;
/** `Label (field)`: a column that got a name of its own. */
const LABELLED = /^.{0,1000} \(([^()\s]+)\)$/;

export const DISCOVER_EXTENSION =
  "The export joined lists with commas and does not say where a comma is part of a value: such cells were read both ways.";

/** Kibana's default form of a time, `Mar 31, 2022 @ 06:39:36.298`: it writes dates so, and nothing else. */
const KIBANA_TIME = /^[A-Z][a-z]{2} \d{1,2}, \d{4} @ /;

/**
 * A row of Kibana Discover's CSV: ECS names as columns, every cell a text. Readers of CSV make rows without a prototype,
 * as column names come from the evidence; a row that took another way is known by Kibana's form of the time.
 */
export function isDiscoverRow(document: Record<string, unknown>): boolean {
  let ecs = false;
  for (const column of Object.keys(document)) {
    if (typeof document[column] !== "string") return false;
    if (column === "@timestamp" || column.includes(".")) ecs = true;
  }
  return (
    ecs && (Object.getPrototypeOf(document) === null || KIBANA_TIME.test(String(document["@timestamp"])))
  );
}

/** Kibana puts an apostrophe before what a spreadsheet would take for a formula, the `-` of a missing value included. */
const GUARDED = /^'[=+\-@]/;

/** The row with its cells as they were before Kibana guarded them. */
export function withoutGuards(row: Record<string, unknown>): Record<string, unknown> {
  let plain: Record<string, unknown> | null = null;
  for (const column of Object.keys(row)) {
    const cell = row[column];
    if (typeof cell !== "string" || !GUARDED.test(cell)) continue;
    plain ??= Object.assign(Object.create(null) as Record<string, unknown>, row);
    plain[column] = cell.slice(1);
  }
  return plain ?? row;
}

export interface DiscoverEvent {
  readonly event: MutableFlatEvent;
  /** Some date named no zone; of `@timestamp`, if it is that, how often the zone's clock showed it. */
  readonly assumedZone: WrittenTime["assumed"];
  /** Some cell could be one value or several. */
  readonly ambiguous: boolean;
}

/**
 * The row as a flat event: `-` is no value, numbers, truth values and dates get their types back, lists are taken apart.
 *
 * @param zone of the browser that exported: Kibana writes its local time without a zone, in every column of dates
 */
export function readDiscoverRow(row: Record<string, unknown>, zone: Zone): DiscoverEvent {
  const event = emptyEvent();
  let assumedZone: WrittenTime["assumed"] = false;
  let ambiguous = false;
  const isEsql = isEsqlRow(row);
  for (const column of Object.keys(row)) {
    const written = row[column];
    if (typeof written !== "string" || written === "" || written === "-") continue;
    if (isEsql && written === "null") continue;
    const cell = isEsql ? asDiscoverCell(written, LABELLED.exec(column)?.[1] ?? column) : written;
    const field = LABELLED.exec(column)?.[1] ?? column;
    const time = DATES.test(field) || KIBANA_TIME.test(cell) ? parseWrittenTime(cell, zone) : null;
    if (time !== null) {
      event[field] = time.iso;
      if (time.assumed !== false && (field === "@timestamp" || assumedZone === false))
        assumedZone = time.assumed;
    } else if (cell.includes(", ") && DOUBTFUL.has(field)) {
      ambiguous = true;
      event[field] = [cell, ...cell.split(", ")];
    } else event[field] = valueOf(field, cell);
    addObjects(event, field, cell);
  }
  return { event, assumedZone, ambiguous };
}

/**
 * Whether a row comes from a query in ES|QL. Kibana writes its lists as `a,b` without a blank and the word `null` for
 * a missing value (kibana 173390), Elasticsearch its lists as `[a, b]`; Discover's own export writes `a, b` and a dash.
 */
function isEsqlRow(row: Record<string, unknown>): boolean {
  let hasNull = false;
  for (const column of Object.keys(row)) {
    const cell = row[column];
    if (cell === "-" || cell === "'-") return false;
    if (cell === "null") hasNull = true;
    else if (typeof cell === "string" && LISTS.has(LABELLED.exec(column)?.[1] ?? column)) {
      if (/,\S/.test(cell) || /^\[.*\]$/.test(cell)) return true;
    }
  }
  return hasNull;
}

/** A cell with its list in the form that Discover gives it. */
function asDiscoverCell(cell: string, field: string): string {
  if (!LISTS.has(field) && !DOUBTFUL.has(field)) return cell;
  const list = cell.startsWith("[") && cell.endsWith("]") ? cell.slice(1, -1) : cell;
  return list.split(/, ?/).join(", ");
}

/**
 * What a cell holds that is an object, or several, as JSON: Kibana writes values of types `flattened` and `nested` so. The
 * cell stays as it is, since a text may look like JSON as well.
 */
function addObjects(event: MutableFlatEvent, field: string, cell: string): void {
  if (!cell.startsWith("{") || !cell.endsWith("}")) return;
  let objects: unknown;
  try {
    objects = JSON.parse(`[${cell}]`);
  } catch {
    return;
  }
  const inner = flatten({ [field]: objects });
  for (const name in inner) if (name !== field) event[name] ??= inner[name]!;
}

function valueOf(field: string, cell: string): FieldValue {
  if (LISTS.has(field)) return cell.split(", ");
  if (NUMBERS.has(field)) return integer(cell.replaceAll(",", "")) ?? cell;
  if (cell === "true" || cell === "false") {
    const last = field.slice(field.lastIndexOf(".") + 1);
    if (BOOLEANS.has(last) && field.includes(CODE_SIGNATURE)) return cell === "true";
  }
  return cell;
}
