import { emptyEvent, flatten, type FieldValue, type MutableFlatEvent } from "../ecs/index.ts";
import { type WrittenTime, parseWrittenTime, type Zone } from "../time/index.ts";
import { integer } from "./windows/text.ts";

/** Fields that are lists in ECS or Elastic Defend, and whose values never contain a comma. */
const LISTS = new Set(
  (
    "container.image.tag dns.header_flags dns.resolved_ip event.category event.type file.attributes host.ip host.mac " +
    "observer.ip observer.mac process.Ext.ancestry related.hash related.hosts related.ip related.user tags " +
    "threat.tactic.id threat.technique.id threat.technique.subtechnique.id user.roles winlog.keywords"
  ).split(" "),
);
/** Lists whose values may contain a comma. The export does not show whether `a, b` is one value or two. */
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
/** Fields that are dates in ECS, by the last part of their name: `event.created`, `file.mtime`. */
const DATES =
  /^@timestamp$|\.(?:accessed|created|creation_date|ctime|end|first_seen|ingested|installed|last_seen|mtime|not_after|not_before|start|time_created)$/;
/** `Label (field)`: a column to which the user gave a label. */
const LABELLED = /^.{0,1000} \(([^()\s]+)\)$/;

/** A column with one element of a list: `event.category.0`, `event.category[0]`, `event.category/0`. */
const ELEMENT = /^([\w@.]+?)(?:[./]\d{1,2}|\[\d{1,2}\])$/;

export const DISCOVER_EXTENSION =
  "The export joined lists with commas and does not say where a comma is part of a value: such cells were read both ways.";

/** Kibana's default format for dates, `Mar 31, 2022 @ 06:39:36.298`. No other value looks like this. */
const KIBANA_TIME = /^[A-Z][a-z]{2} \d{1,2}, \d{4} @ /;

/**
 * Whether a document is a row of Kibana Discover's CSV: its columns are ECS fields and every cell is a text. The CSV
 * reader creates rows without a prototype. A row that something else converted to JSON has one: Kibana's date format
 * identifies it.
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

/** Kibana puts an apostrophe before each cell that looks like a formula, including the `-` of a missing value. */
const GUARDED = /^'[=+\-@]/;

/** Returns the row without Kibana's apostrophes; the same row if it has none. */
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
  /**
   * Set if a date named no zone and was read in the given one: how often that zone's clock showed it. `@timestamp` takes
   * precedence over other dates.
   */
  readonly assumedZone: WrittenTime["assumed"];
  /** Whether a cell may be one value or several. */
  readonly ambiguous: boolean;
}

/**
 * Returns the row as a flat event. A `-` is a missing value. Numbers, booleans, dates and lists get their types back.
 *
 * @param zone the zone of the browser that exported: Kibana writes dates in local time without a zone
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
    const list = listIn(written);
    if (list !== null) {
      const field = LABELLED.exec(column)?.[1] ?? column;
      addToList(event, field, LISTS.has(field) ? list : [written, ...list]);
      continue;
    }
    const element = ELEMENT.exec(column);
    if (element !== null) addToList(event, element[1]!, [written]);
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
 * Whether a row comes from a query in ES|QL. There Kibana writes lists as `a,b` and missing values as `null` (kibana
 * 173390), and Elasticsearch writes lists as `[a, b]`. Discover's own export writes `a, b` and a dash.
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

/** Returns an ES|QL cell as Discover would write it: lists as `a, b`. */
function asDiscoverCell(cell: string, field: string): string {
  if (!LISTS.has(field) && !DOUBTFUL.has(field)) return cell;
  const list = cell.startsWith("[") && cell.endsWith("]") ? cell.slice(1, -1) : cell;
  return list.split(/, ?/).join(", ");
}

/**
 * The texts in a cell that is a list as JSON or as Python prints it, which converters of documents write.
 *
 * @returns null for any other cell
 */
function listIn(cell: string): string[] | null {
  if (!cell.startsWith("[") || !cell.endsWith("]")) return null;
  const json = /^\['(?:[^"\\]*)'\]$/.test(cell) ? cell.replaceAll("'", '"') : cell;
  try {
    const list = JSON.parse(json) as unknown[];
    const isPlain =
      list.length > 0 && list.every((item) => typeof item === "string" || typeof item === "number");
    return isPlain ? list.map(String) : null;
  } catch {
    return null;
  }
}

function addToList(event: MutableFlatEvent, field: string, values: readonly string[]): void {
  const known = event[field];
  const before = known === undefined ? [] : Array.isArray(known) ? known : [known];
  event[field] = [...before, ...values] as FieldValue;
}

/**
 * Adds the fields of a cell that contains one or more objects as JSON: Kibana writes values of the types `flattened`
 * and `nested` this way. The cell itself is kept, as a text may also look like JSON.
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
