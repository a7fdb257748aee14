import { u32, u64Rounded } from "./bytes.ts";
import type { Chunk } from "./chunk.ts";
import type { Extent } from "./chunk-extent.ts";
import type { DisplacedRecords } from "./displaced.ts";
import { CHUNK_BYTES, CHUNK_HEADER_BYTES } from "./layout.ts";
import type { ChunkSegment } from "./record-walk.ts";

/** Damaged chunks that are kept: 4 MiB. */
const MOST_CHUNKS = 64;

/** A displaced record in a chunk as it was. */
export interface Place {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** By the offset in the file at which the record is now. */
export type Places = ReadonlyMap<number, Place>;

/** Where a record was written. */
interface Origin {
  readonly chunk: Chunk;
  readonly start: number;
  readonly end: number;
}

/**
 * Puts displaced records back where they were written, so that they find the templates and names of their chunk. A
 * chunk's records follow each other without a gap: a record begins where the record with the number before it ends.
 */
export class ReassembledChunks {
  /** Copies of the damaged chunks, by the chunk. */
  readonly #copies = new Map<Chunk, Uint8Array>();
  readonly #origins = new Map<number, Origin>();
  /** By the number of a chunk's last record, where it ends. */
  readonly #ends = new Map<number, { readonly chunk: Chunk; readonly end: number }>();

  /** Notes what is in its place in a damaged chunk. */
  note(chunk: Chunk, segments: readonly ChunkSegment[], { ids, to }: Extent): void {
    if (this.#copies.size >= MOST_CHUNKS) return;
    if (ids !== null) this.#ends.set(ids.last, { chunk, end: to });
    const bytes = new Uint8Array(CHUNK_BYTES);
    bytes.set(chunk.bytes.subarray(0, CHUNK_BYTES));
    this.#copies.set(chunk, bytes);
    for (const { start, kind } of segments) {
      const end = start + u32(chunk.bytes, start + 4);
      if (kind !== "gap") this.#origins.set(u64Rounded(chunk.bytes, start + 8), { chunk, start, end });
    }
  }

  /** Puts displaced records in their places, as far as these are known. */
  placeAll(parts: readonly DisplacedRecords[]): Places {
    const places = new Map<number, Place>();
    const records = parts
      .flatMap(({ bytes, offset, segments }) =>
        segments.map(({ start, end }) => ({ at: offset + start, record: bytes.subarray(start, end) })),
      )
      .map((each) => ({ ...each, id: u64Rounded(each.record, 8) }))
      .sort((a, b) => a.id - b.id);
    // Upwards from the records before them, then downwards from those after them.
    for (const { at, id, record } of [...records, ...records.toReversed()]) {
      const place = places.has(at) ? null : this.#place(id, record);
      if (place !== null) places.set(at, place);
    }
    return places;
  }

  #place(id: number, record: Uint8Array): Place | null {
    const before = this.#origins.get(id - 1);
    const after = this.#origins.get(id + 1);
    const last = this.#ends.get(id);
    const chunk = last?.chunk ?? before?.chunk ?? after?.chunk;
    if (chunk === undefined) return null;
    const start =
      last === undefined ? (before?.end ?? after!.start - record.length) : last.end - record.length;
    const end = start + record.length;
    if (start < CHUNK_HEADER_BYTES || end > CHUNK_BYTES) return null;
    const bytes = this.#copies.get(chunk)!;
    bytes.set(record, start);
    this.#origins.set(id, { chunk, start, end });
    return { bytes, start, end };
  }
}
