import type { SeenEvent } from "../../scan/index.ts";
import { explainMapping, type MappingStep } from "../../sources/index.ts";
import { LocalDates, UTC, withDates, zoneOf } from "../../time/index.ts";
import { keptRecord } from "./kept-record.ts";

/** The origin of each field of an event; empty if its record cannot be read again: see `keptRecord`. */
export function mappingOf(
  seen: Pick<SeenEvent, "raw" | "header" | "zone" | "dateOrder">,
): readonly MappingStep[] {
  const record = keptRecord(seen);
  if (record === null) return [];
  const zone = (seen.zone === undefined ? null : zoneOf(seen.zone.name)) ?? UTC;
  return explainMapping(record, { zone: withDates(zone, new LocalDates(seen.dateOrder?.order ?? null)) });
}
