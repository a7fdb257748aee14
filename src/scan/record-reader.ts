import { type SeenEvent, seenEvent } from "./finding.ts";
import { type ReadSettings, zoneOfSettings } from "./read-settings.ts";
import { toEcs } from "../sources/index.ts";
import type { Zone } from "../time/index.ts";
import {
  type DecodedRecord,
  EvidenceReader,
  type RecordLocation,
  type RecordFilter,
} from "../formats/index.ts";

/** What has been found so far, and how records are read. */
export interface Search {
  readonly found: Map<number, SeenEvent>;
  readonly readSettings: ReadSettings;
  readonly zone: Zone;
  readonly told: boolean;
}

/** A reader of one content that collects the events at some locations, by their offsets. */
export interface RecordReader {
  readonly reader: EvidenceReader;
  readonly found: ReadonlyMap<number, SeenEvent>;
}

export function recordReader(locations: readonly RecordLocation[], readSettings: ReadSettings): RecordReader {
  const wanted = new Map(locations.map((location) => [location.offset, location]));
  const search: Search = { found: new Map(), readSettings, ...zoneOfSettings(readSettings) };
  const reader = readerOf(search, (record) => {
    if (wanted.get(record.place.offset)?.length === record.place.length) take(record, search);
  });
  return { reader, found: search.found };
}

export function readerOf(
  { readSettings: { carve = false } }: Search,
  record: (record: DecodedRecord) => void,
  filter: RecordFilter | null = null,
): EvidenceReader {
  const handler = {
    ...(filter && { filter }),
    record,
    skipped: () => undefined,
    notAnObject: () => undefined,
    problem: () => undefined,
  };
  return new EvidenceReader(handler, null, { carve });
}

export function take(record: DecodedRecord, { found, zone, told }: Search): void {
  const mapped = toEcs(record, { zone });
  if (mapped !== null) found.set(record.place.offset, seenEvent(mapped, record, { name: zone.name, told }));
}
