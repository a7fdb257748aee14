import type { SeenEvent } from "../../scan/index.ts";
import { keptRecord } from "./kept-record.ts";

/**
 * Pairs the cells of a table's row with the names of their columns. Empty if the record is not a row or its header was
 * not stored. The order is that of the table, except that columns whose name is a number come first.
 */
export function rowColumns(
  seen: Pick<SeenEvent, "raw" | "header">,
): readonly (readonly [column: string, cell: string])[] {
  const record = seen.header === undefined ? null : keptRecord(seen);
  return record === null ? [] : Object.entries(record.value as Readonly<Record<string, string>>);
}
