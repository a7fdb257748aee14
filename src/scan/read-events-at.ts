import { type Search, recordReader, readerOf, take } from "./record-reader.ts";
import { type RecordLocation, locationKey, type RecordFilter } from "../formats/index.ts";
import { type ByteSource, readBlob } from "../bytes/index.ts";
import type { SeenEvent } from "./finding.ts";
import { readArchiveEventsAt } from "./archive/read-archive-events-at.ts";
import { searchDateOrder } from "./date-order-search.ts";
import type { DateOrder } from "../time/index.ts";
import { clockOf, type ReadSettings } from "./read-settings.ts";

/** Records this close to each other are read in one range: each request costs about a millisecond. */
const NEAR_BYTES = 64 * 1024;
/** A range is no longer than this, unless a single record is. */
const MAX_RANGE_BYTES = 4 * 1024 * 1024;

/**
 * Reads the events at given locations of a file that was scanned before. All are kept in memory with their text:
 * request a few thousand at a time.
 *
 * @param locations as the scan gave them, in any order
 * @param seekable see `ScanResult.seekable`: if false, the file is read from its start, once or twice
 * @param reading the read settings with which the file was scanned
 * @param passwords tried on the encrypted members of an archive
 * @returns one for each location, null if there is no event there (any more) or the file cannot be read; the file's
 *   content never causes an exception
 */
export async function readEventsAt(
  blob: ByteSource,
  locations: readonly RecordLocation[],
  seekable: boolean,
  readSettings: ReadSettings = {},
  passwords: readonly string[] = [],
): Promise<(SeenEvent | null)[]> {
  const read = (order: DateOrder | null) => readIn(blob, locations, seekable, readSettings, passwords, order);
  const events = await read(null);
  if (!events.some((event) => event?.dateOrder?.by === "usual")) return events;
  // As the scan does: the rest of the file decides how these dates are meant.
  const order = await searchDateOrder(blob, readSettings, passwords);
  return order === null ? events : read(order);
}

async function readIn(
  blob: ByteSource,
  locations: readonly RecordLocation[],
  seekable: boolean,
  readSettings: ReadSettings,
  passwords: readonly string[],
  order: DateOrder | null,
): Promise<(SeenEvent | null)[]> {
  // Either all locations of a file are in members, or none.
  if (locations.some(({ member }) => member !== undefined)) {
    const inMembers = await readArchiveEventsAt(blob, locations, passwords, (wanted) =>
      recordReader(wanted, readSettings, order),
    );
    return locations.map((location) => inMembers.get(locationKey(location)) ?? null);
  }
  const wanted = new Map(locations.map((location) => [location.offset, location]));
  const found = new Map<number, SeenEvent>();
  const search: Search = { found, readSettings, ...clockOf(readSettings, order) };
  if (seekable) {
    // The file was read as UTF-8, whatever its beginning alone decides for a few records.
    const asUtf8 = { ...search, readSettings: { ...readSettings, encoding: undefined } };
    for (const range of rangesOf(wanted.values())) await readRange(blob, range, asUtf8);
  } else {
    // In other encodings than UTF-8 a reader's offsets are not the file's, so the filter finds nothing, or not all:
    // without it then.
    await readThrough(blob, wanted, search, new OffsetFilter(wanted));
    if (found.size < wanted.size) await readThrough(blob, wanted, search, null);
  }
  return locations.map(({ offset }) => found.get(offset) ?? null);
}

/** Locations that are read together, ascending. */
interface ReadRange {
  readonly locations: RecordLocation[];
  readonly start: number;
  end: number;
}

function rangesOf(locations: Iterable<RecordLocation>): ReadRange[] {
  const ranges: ReadRange[] = [];
  for (const location of [...locations].sort((a, b) => a.offset - b.offset)) {
    const end = location.offset + location.length;
    const last = ranges.at(-1);
    if (
      last !== undefined &&
      location.offset - last.end <= NEAR_BYTES &&
      end - last.start <= MAX_RANGE_BYTES
    ) {
      last.locations.push(location);
      last.end = Math.max(last.end, end);
    } else ranges.push({ locations: [location], start: location.offset, end });
  }
  return ranges;
}

async function readRange(
  blob: ByteSource,
  { locations, start, end }: ReadRange,
  search: Search,
): Promise<void> {
  const bytes = new Uint8Array(end - start);
  let read = 0;
  for await (const chunk of untilFailure(blob.slice(start, end))) {
    bytes.set(chunk, read);
    read += chunk.length;
  }
  const slices = locations
    .filter((location) => location.offset + location.length - start <= read)
    .map((location) => ({
      location,
      bytes: bytes.subarray(location.offset - start, location.offset - start + location.length),
    }));
  decode(slices, search);
  // Where the file has changed, one damaged record may have hidden others.
  if (slices.length > 1)
    for (const slice of slices) if (!search.found.has(slice.location.offset)) decode([slice], search);
}

interface Slice {
  readonly location: RecordLocation;
  readonly bytes: Uint8Array;
}

const encoder = new TextEncoder();
/**
 * Single records are read as the hits of a response, so that each is one record whatever it contains, even its own
 * list of hits. The line break keeps the reader from treating the text as lines.
 */
const BEFORE = encoder.encode('{"hits":\n{"hits":[');
const BETWEEN = encoder.encode(",");
const AFTER = encoder.encode("]}}");

/** Decodes the events in exactly these bytes. */
function decode(slices: readonly Slice[], search: Search): void {
  // Where each begins in the combined text.
  const begins = new Map<number, Slice>();
  const reader = readerOf(search, (record) => {
    const slice = begins.get(record.place.offset);
    if (slice?.bytes.length !== record.place.length) return;
    take({ ...record, place: slice.location }, search);
  });
  let offset = BEFORE.length;
  reader.append(BEFORE);
  for (const slice of slices) {
    if (begins.size > 0) reader.append(BETWEEN);
    begins.set(offset, slice);
    reader.append(slice.bytes);
    offset += slice.bytes.length + BETWEEN.length;
  }
  reader.append(AFTER);
  while (reader.work());
  reader.end(true);
}

async function readThrough(
  blob: ByteSource,
  wanted: ReadonlyMap<number, RecordLocation>,
  search: Search,
  filter: RecordFilter | null,
): Promise<void> {
  const reader = readerOf(
    search,
    (record) => {
      if (wanted.get(record.place.offset)?.length === record.place.length) take(record, search);
    },
    filter,
  );
  for await (const chunk of untilFailure(blob)) {
    reader.append(chunk);
    while (reader.work());
    if (search.found.size === wanted.size) return;
  }
  reader.end(true);
}

/** A file that is gone or stops responding ends there: the part that was read may still contain some of the records. */
async function* untilFailure(blob: ByteSource): AsyncGenerator<Uint8Array, void, void> {
  try {
    yield* readBlob(blob);
  } catch {
    return;
  }
}

/** Selects the records that begin at given offsets. */
class OffsetFilter implements RecordFilter {
  readonly #offsets: ReadonlyMap<number, unknown>;

  constructor(offsets: ReadonlyMap<number, unknown>) {
    this.#offsets = offsets;
  }

  appended(): void {
    // Only a record's location is checked, not its content.
  }

  wants(start: number): boolean {
    return this.#offsets.has(start);
  }
}
