import { u32 } from "./bytes.ts";
import type { ChunkHeader } from "./chunk-header.ts";
import { Crc32, crc32 } from "../../bytes/index.ts";
import { CHUNK_HEADER_BYTES, DATA_CHECKSUM, RECORD_ALIGNMENT } from "./layout.ts";
import { findRecord, MAX_MISSED, shiftAt, walkRecords, type WalkLimits } from "./record-walk.ts";

/** The part of a chunk that contains the log's records. */
export interface Extent extends WalkLimits {
  /** The bytes match the checksum in the header. */
  readonly matchesChecksum: boolean;
}

/**
 * Determines which part of a chunk contains the log's records. An intact header says it. If a field is damaged, the
 * checksum of the records decides, or else the free-space offset, if a record ends exactly there. Failing these, the
 * record IDs decide: as long as they are consecutive.
 */
export function extentOf(bytes: Uint8Array, header: ChunkHeader): Extent {
  const claimed = Math.min(header.freeSpace, bytes.length);
  if (header.intact && header.freeSpace >= CHUNK_HEADER_BYTES) {
    const matchesChecksum = crc32(bytes, CHUNK_HEADER_BYTES, claimed) === header.dataChecksum;
    return {
      from: CHUNK_HEADER_BYTES,
      to: claimed,
      ids: { first: header.firstId, last: header.lastId },
      most: matchesChecksum ? claimed : bytes.length,
      matchesChecksum,
    };
  }
  const first = firstRecord(bytes);
  const from = first > 0 ? first : CHUNK_HEADER_BYTES;
  // If a byte of the header is missing, its fields are not at their usual positions, and neither are the records.
  const shift = shiftAt(from);
  const moved = u32(bytes, DATA_CHECKSUM + shift);
  const sum = new Crc32();
  let endsAt = bytes.length;
  let isUndamaged = true;
  for (const { start, end, kind } of walkRecords(bytes, {
    from,
    to: bytes.length,
    most: bytes.length,
    ids: null,
  })) {
    if (kind !== "whole") {
      isUndamaged = false;
      continue;
    }
    if (isUndamaged) {
      const { value } = sum.add(bytes, start, end);
      if (value === header.dataChecksum || value === moved)
        return { from, to: end, most: end, ids: null, matchesChecksum: true };
    }
    if (end === claimed || end === claimed + shift) endsAt = end;
  }
  return { from, to: endsAt, most: endsAt, ids: null, matchesChecksum: false };
}

/**
 * The part of a chunk without a readable header or first record: from the record that continues the chunk before it,
 * else from the first one where Windows aligns records, else from the first.
 *
 * @param lastId the last record ID of the chunk before; -1 if there is none
 * @returns null if there is no whole record
 */
export function extentWithoutHeader(bytes: Uint8Array, lastId: number): Extent | null {
  const accepted: ((id: number, at: number) => boolean)[] = [
    (id) => lastId >= 0 && id > lastId && id < lastId + MAX_MISSED,
    (_, at) => at % RECORD_ALIGNMENT === 0,
    () => true,
  ];
  for (const accepts of accepted) {
    const from = findRecord(bytes, CHUNK_HEADER_BYTES - RECORD_ALIGNMENT / 2, bytes.length, accepts);
    if (from >= 0) return { from, to: bytes.length, most: bytes.length, ids: null, matchesChecksum: false };
  }
  return null;
}

/** Where a chunk's first record is, at its usual position or a few bytes beside it; otherwise -1. */
export function firstRecord(bytes: Uint8Array): number {
  const from = CHUNK_HEADER_BYTES - RECORD_ALIGNMENT / 2;
  const at = findRecord(bytes, from, bytes.length, () => true);
  return at < CHUNK_HEADER_BYTES + RECORD_ALIGNMENT / 2 ? at : -1;
}
