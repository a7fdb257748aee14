import { type EvidenceRecord, readText } from "../../formats/index.ts";
import type { SeenEvent } from "../../scan/index.ts";

/**
 * A record, read once more from the text that was kept of it: a row of a table together with the header it stood under.
 *
 * @returns null where the text alone is no record: a row of which no header was kept
 */
export function keptRecord({ raw, header }: Pick<SeenEvent, "raw" | "header">): EvidenceRecord | null {
  for (const { records } of readText(header === undefined ? raw : `${header}\r\n${raw}`)) {
    const [record] = records;
    if (record !== undefined) return record;
  }
  return null;
}
