import { type SeenEvent, seenEvent } from "./finding.ts";
import { type Clock, clockOf, readOptionsOf, type ReadSettings, seenOrder } from "./read-settings.ts";
import { toEcs } from "../sources/index.ts";
import type { DateOrder } from "../time/index.ts";
import {
  type DecodedRecord,
  EvidenceReader,
  type RecordLocation,
  type RecordFilter,
} from "../formats/index.ts";

/** What has been found so far, and how records are read. */
export interface Search extends Clock {
  readonly found: Map<number, SeenEvent>;
  readonly readSettings: ReadSettings;
}

/** A reader of one content that collects the events at some locations, by their offsets. */
export interface RecordReader {
  readonly reader: EvidenceReader;
  readonly found: ReadonlyMap<number, SeenEvent>;
}

/** @param order see `clockOf` */
export function recordReader(
  locations: readonly RecordLocation[],
  readSettings: ReadSettings,
  order: DateOrder | null,
): RecordReader {
  const wanted = new Map(locations.map((location) => [location.offset, location]));
  const search: Search = { found: new Map(), readSettings, ...clockOf(readSettings, order) };
  const reader = readerOf(search, (record) => {
    if (wanted.get(record.place.offset)?.length === record.place.length) take(record, search);
  });
  return { reader, found: search.found };
}

export function readerOf(
  { readSettings }: Search,
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
  return new EvidenceReader(handler, null, readOptionsOf(readSettings));
}

export function take(record: DecodedRecord, { found, readSettings, zone, dates, told }: Search): void {
  const mapped = toEcs(record, { zone });
  const order = seenOrder(dates.takeAmbiguous(), dates, readSettings);
  if (mapped === null) return;
  found.set(record.place.offset, seenEvent(mapped, record, { name: zone.name, told }, order));
}
