import type { SeenEvent } from "../../scan/index.ts";
import { keptRecord } from "./kept-record.ts";

/**
 * The cells of a table's row beside the names of their columns; none where the record is no row, or where its header was
 * not kept. In the order of the table, but for columns that are called by a number: those come first.
 */
export function rowColumns(
  seen: Pick<SeenEvent, "raw" | "header">,
): readonly (readonly [column: string, cell: string])[] {
  const record = seen.header === undefined ? null : keptRecord(seen);
  return record === null ? [] : Object.entries(record.value as Readonly<Record<string, string>>);
}
