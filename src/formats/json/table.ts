import type { Path } from "./span-tree.ts";

/** A table in JSON: the answer of Elasticsearch to a query in ES|QL or SQL, or of Azure Monitor to one in KQL. */
export interface JsonTable {
  /** The rows as documents with dotted names; a missing value is null. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Whether the values are listed by column, not by row. */
  readonly byColumn: boolean;
  /** The way to the list with the values. */
  readonly list: Path;
  /** Pages that follow are not in the answer. */
  readonly hasMore: boolean;
}

/** Names of the list of tables in an answer of Azure Monitor, and of Azure Data Explorer's first version. */
const TABLES = ["tables", "Tables"];

/**
 * The tables in a document: itself, or those that it lists.
 *
 * @param value an object as from JSON.parse
 * @returns an empty list for any other object
 */
export function tablesIn(value: unknown): JsonTable[] {
  const table = tableIn(value);
  if (table !== null) return [table];
  if (typeof value !== "object" || value === null) return [];
  for (const name of TABLES) {
    const listed = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
    if (!Array.isArray(listed)) continue;
    return listed.flatMap((item, i) => {
      const inner = tableIn(item);
      return inner === null ? [] : [{ ...inner, list: [name, i, ...inner.list] }];
    });
  }
  return [];
}

/**
 * Reads `{columns: [{name, type}], values: [[…]]}` (ES|QL, also with `columnar`, and SQL with `columnar`) or `rows` (SQL).
 * Source: elasticsearch-specification, esql/_types and sql/query. Azure Monitor writes `{columns, rows}` in `tables`, and
 * Azure Data Explorer `{Columns: [{ColumnName, DataType}], Rows}` (Microsoft's references of both query APIs).
 *
 * @param value an object as from JSON.parse
 * @returns null for any other object
 */
export function tableIn(value: unknown): JsonTable | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const document = value as Record<string, unknown>;
  const own = (key: string): unknown => (Object.hasOwn(document, key) ? document[key] : undefined);
  // A document with a time is an event that happens to have such lists.
  if (own("@timestamp") !== undefined) return null;
  const columns = own("columns") ?? own("Columns");
  const list = ["rows", "Rows"].find((name) => Array.isArray(own(name))) ?? "values";
  const values = own(list);
  if (!Array.isArray(columns) || columns.length === 0 || !Array.isArray(values)) return null;
  const names = columns.map(nameOf);
  if (names.includes(undefined) || !values.every((item) => Array.isArray(item))) return null;
  const lists = values as unknown[][];
  const types = columns.map((column) => (column as { type?: unknown }).type);
  const byColumn = isByColumn(lists, types);
  const count = byColumn ? (lists[0]?.length ?? 0) : lists.length;
  const rows = Array.from({ length: count }, (_, row) =>
    Object.fromEntries(names.map((name, i) => [name, byColumn ? lists[i]?.[row] : lists[row]![i]])),
  );
  return { rows, byColumn, list: [list], hasMore: typeof own("cursor") === "string" };
}

function nameOf(column: unknown): string | undefined {
  if (typeof column !== "object" || column === null) return undefined;
  const key = ["name", "ColumnName"].find((name) => Object.hasOwn(column, name));
  const name = key === undefined ? undefined : (column as Record<string, unknown>)[key];
  return typeof name === "string" ? name : undefined;
}

/**
 * Whether there is one list for each column, all of one length. A square table may be either: then the types decide,
 * and rows win.
 */
function isByColumn(lists: readonly (readonly unknown[])[], types: readonly unknown[]): boolean {
  const width = types.length;
  const length = lists[0]?.length ?? 0;
  if (lists.length !== width || lists.some((list) => list.length !== length)) return false;
  if (length !== width) return true;
  const fits = (value: unknown, type: unknown): boolean => fitsType(value, type);
  const asRows = lists.every((list) => list.every((value, i) => fits(value, types[i])));
  return !asRows && lists.every((list, i) => list.every((value) => fits(value, types[i])));
}

const NUMBERS = new Set([
  "long",
  "integer",
  "double",
  "unsigned_long",
  "short",
  "byte",
  "float",
  "counter_long",
]);
const DATES = new Set(["date", "datetime", "date_nanos"]);

function fitsType(value: unknown, type: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.every((item) => fitsType(item, type));
  if (DATES.has(String(type))) return typeof value === "string" && /^-?\d{4,}-\d\d-\d\dT/.test(value);
  if (NUMBERS.has(String(type))) return typeof value === "number" || /^-?\d+$/.test(String(value as string));
  if (type === "boolean") return typeof value === "boolean";
  return typeof value !== "number" && typeof value !== "boolean";
}
