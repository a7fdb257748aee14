import { u32 } from "./bytes.ts";
import type { ChunkHeader } from "./chunk-header.ts";
import { Crc32, crc32 } from "../../bytes/index.ts";
import { CHUNK_HEADER_BYTES, DATA_CHECKSUM, RECORD_ALIGNMENT } from "./layout.ts";
import { findRecord, shiftAt, walkRecords, type WalkLimits } from "./record-walk.ts";

/** Which part of a chunk holds the log's records. */
export interface Extent extends WalkLimits {
  /** The bytes there have the checksum that the header gives. */
  readonly isProved: boolean;
}

/**
 * A header that is intact says it. If one of its fields is damaged, the checksum of the records says it, or the
 * free-space offset if a record ends just there; if not even these, the ids do: as long as they count on.
 */
export function extentOf(bytes: Uint8Array, header: ChunkHeader): Extent {
  const claimed = Math.min(header.freeSpace, bytes.length);
  if (header.intact && header.freeSpace >= CHUNK_HEADER_BYTES) {
    return {
      from: CHUNK_HEADER_BYTES,
      to: claimed,
      ids: { first: header.firstId, last: header.lastId },
      isProved: crc32(bytes, CHUNK_HEADER_BYTES, claimed) === header.dataChecksum,
    };
  }
  const first = firstRecord(bytes);
  const from = first > 0 ? first : CHUNK_HEADER_BYTES;
  // Where a byte of the header is missing, its fields stand beside their places, and the records beside theirs.
  const shift = shiftAt(from);
  const moved = u32(bytes, DATA_CHECKSUM + shift);
  const sum = new Crc32();
  let endsAt = bytes.length;
  for (const { start, end, kind } of walkRecords(bytes, { from, to: bytes.length, ids: null })) {
    if (kind !== "whole") break;
    const { value } = sum.add(bytes, start, end);
    if (value === header.dataChecksum || value === moved) return { from, to: end, ids: null, isProved: true };
    if (end === claimed || end === claimed + shift) endsAt = end;
  }
  return { from, to: endsAt, ids: null, isProved: false };
}

/** Where a chunk's first record stands, if it does so at its place or a few bytes beside it; else -1. */
export function firstRecord(bytes: Uint8Array): number {
  const from = CHUNK_HEADER_BYTES - RECORD_ALIGNMENT / 2;
  const at = findRecord(bytes, from, bytes.length, () => true);
  return at < CHUNK_HEADER_BYTES + RECORD_ALIGNMENT / 2 ? at : -1;
}
