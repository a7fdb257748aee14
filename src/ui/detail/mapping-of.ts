import { readText } from "../../formats/index.ts";
import type { SeenEvent } from "../../scan/index.ts";
import { explainMapping, type MappingStep, zoneOf } from "../../sources/index.ts";

/**
 * Where each field of an event comes from, read once more from the text that was kept of its record: a row of a table
 * together with the header it stood under.
 *
 * @returns none where the text alone is no event: a row of which no header was kept
 */
export function mappingOf({
  raw,
  header,
  zone: kept,
}: Pick<SeenEvent, "raw" | "header" | "zone">): readonly MappingStep[] {
  const zone = kept === undefined ? null : zoneOf(kept.name);
  for (const { records } of readText(header === undefined ? raw : `${header}\r\n${raw}`)) {
    const [record] = records;
    if (record !== undefined) return explainMapping(record, zone === null ? {} : { zone });
  }
  return [];
}
