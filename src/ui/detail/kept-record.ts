import { type EvidenceRecord, readText } from "../../formats/index.ts";
import type { SeenEvent } from "../../scan/index.ts";

/**
 * Parses a record again from its stored text; for a row of a table, together with the table's header.
 *
 * @returns null if the text alone is not a record: a row without a stored header
 */
export function keptRecord({ raw, header }: Pick<SeenEvent, "raw" | "header">): EvidenceRecord | null {
  for (const { records } of readText(header === undefined ? raw : `${header}\r\n${raw}`)) {
    const [record] = records;
    if (record !== undefined) return record;
  }
  return null;
}
