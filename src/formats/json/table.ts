/** A table in JSON: the answer of Elasticsearch to a query in ES|QL or SQL. */
export interface JsonTable {
  /** The rows as documents with dotted names; a missing value is null. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Whether the values are listed by column, not by row. */
  readonly byColumn: boolean;
  /** The name of the list with the values. */
  readonly list: "values" | "rows";
  /** Pages that follow are not in the answer. */
  readonly hasMore: boolean;
}

/**
 * Reads `{columns: [{name, type}], values: [[…]]}` (ES|QL, also with `columnar`, and SQL with `columnar`) or `rows` (SQL).
 * Source: elasticsearch-specification, esql/_types and sql/query.
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
  const columns = own("columns");
  const list = Array.isArray(own("rows")) ? "rows" : "values";
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
  return { rows, byColumn, list, hasMore: typeof own("cursor") === "string" };
}

function nameOf(column: unknown): string | undefined {
  if (typeof column !== "object" || column === null || !Object.hasOwn(column, "name")) return undefined;
  const { name } = column as { name: unknown };
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

/** Positions of a value in a text: its first byte, and the one after its last. */
export type ByteSpan = readonly [start: number, end: number];

/**
 * The positions of the elements of a list, in well-formed JSON.
 *
 * @param name the list is the value of this name in the object from `start` to `end`; null: the list is that value
 */
export function elementSpans(
  buffer: Uint8Array,
  start: number,
  end: number,
  name: string | null,
): ByteSpan[] {
  const wanted = name === null ? null : new TextEncoder().encode(`"${name}"`);
  const spans: ByteSpan[] = [];
  let depth = 0;
  let isIn = false;
  let element = -1;
  let lastText: ByteSpan = [0, 0];
  let isNamed = wanted === null;
  const close = (at: number): void => {
    if (element >= 0) spans.push([element, at]);
    element = -1;
  };
  let lastVisible = start;
  for (let i = start; i < end; i++) {
    const c = buffer[i]!;
    if (c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09) continue;
    const isElement = isIn && depth === listDepth(wanted) && element < 0 && c !== 0x2c && c !== 0x5d;
    if (isElement) element = i;
    if (c === 0x22) {
      const from = i;
      for (i++; buffer[i] !== 0x22; i++) if (buffer[i] === 0x5c) i++;
      if (!isIn && depth === 1) lastText = [from, i + 1];
    } else if (c === 0x3a && depth === 1 && wanted !== null && !isIn) {
      isNamed = equals(buffer, lastText, wanted);
    } else if (c === 0x5b || c === 0x7b) {
      depth++;
      if (!isIn && c === 0x5b && isNamed && depth === listDepth(wanted)) {
        isIn = true;
        spans.length = 0;
      }
    } else if (c === 0x5d || c === 0x7d) {
      if (isIn && depth === listDepth(wanted)) {
        close(lastVisible + 1);
        isIn = false;
        isNamed = false;
      }
      depth--;
    } else if (c === 0x2c) {
      if (isIn && depth === listDepth(wanted)) close(lastVisible + 1);
      else if (depth === 1 && !isIn && wanted !== null) isNamed = false;
    }
    lastVisible = i;
  }
  return spans;
}

const listDepth = (wanted: Uint8Array | null): number => (wanted === null ? 1 : 2);

function equals(buffer: Uint8Array, [start, end]: ByteSpan, wanted: Uint8Array): boolean {
  if (end - start !== wanted.length) return false;
  for (let i = 0; i < wanted.length; i++) if (buffer[start + i] !== wanted[i]) return false;
  return true;
}
