import { readText } from "../../formats/index.ts";
import type { SeenEvent } from "../../scan/index.ts";

/**
 * The cells of a table's row beside the names of their columns, in the order of the table; none where the record is no
 * row, or where its header was not kept.
 */
export function rowColumns({
  raw,
  header,
}: Pick<SeenEvent, "raw" | "header">): readonly (readonly [column: string, cell: string])[] {
  if (header === undefined) return [];
  for (const { records } of readText(`${header}\r\n${raw}`)) {
    const [record] = records;
    if (record !== undefined) return Object.entries(record.value as Readonly<Record<string, string>>);
  }
  return [];
}
