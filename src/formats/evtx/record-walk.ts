import { u32, u64Rounded } from "./bytes.ts";
import {
  MIN_RECORD_BYTES,
  RECORD_ALIGNMENT,
  RECORD_HEADER_BYTES,
  RECORD_SIGNATURE,
  SECTOR_BYTES,
} from "./layout.ts";

/** No chunk has room for more records than this. */
export const MAX_MISSED = 4096;

/** A part of a chunk, between two offsets. */
export interface ChunkSegment {
  readonly start: number;
  readonly end: number;
  /**
   * - `whole`: a record from its signature to the copy of its size
   * - `cut`: the beginning of a record, up to `end`; the rest has been overwritten
   * - `gap`: bytes between records in which none was found
   */
  readonly kind: "whole" | "cut" | "gap";
  /** For a gap: how many records it contained, by the IDs around it; 0 if these do not tell. */
  readonly missing: number;
}

/** Where to look for records, and which of them can belong to the log. */
export interface WalkLimits {
  readonly from: number;
  readonly to: number;
  /** The IDs in the chunk's header, if it can be trusted. */
  readonly ids: { readonly first: number; readonly last: number } | null;
  /** If bytes were inserted, records that the IDs include may be up to here. */
  readonly most: number;
}

/**
 * Finds the records of a chunk, in order. After damage, it looks for the next record: by its signature, the two copies
 * of its size, and its ID. Without trusted IDs, the records end where the IDs are no longer consecutive: older records
 * follow there.
 */
export function walkRecords(bytes: Uint8Array, limits: WalkLimits): ChunkSegment[] {
  const { from, ids } = limits;
  const segments: ChunkSegment[] = [];
  let previous = -1;
  let at = from;
  for (;;) {
    const isComplete = ids === null || previous >= ids.last;
    const to = isComplete ? limits.to : Math.max(limits.to, limits.most);
    if (to - at < MIN_RECORD_BYTES) break;
    const end = plausibleEnd(bytes, at, to);
    if (end > 0) {
      const id = recordIdAt(bytes, at);
      if (at >= limits.to && (id <= previous || (ids !== null && id > ids.last))) break;
      // Bytes are missing, so that older records have moved to where the log's were.
      if (ids !== null && limits.most > limits.to && previous === ids.last) break;
      const isNext = ids !== null || previous < 0 || id === previous + 1;
      // The record after it shows whether only its ID is damaged.
      if (!isNext && !(wholeEnd(bytes, end, to) > 0 && recordIdAt(bytes, end) === previous + 2)) break;
      previous = isNext ? id : previous + 1;
      segments.push({ start: at, end, kind: "whole", missing: 0 });
      at = end;
      continue;
    }
    const next = findRecord(bytes, at + 1, to, (id, found) => {
      if (ids !== null) return id >= ids.first && id <= ids.last && (found <= limits.to || id > previous);
      return previous < 0 || (id > previous && id < previous + MAX_MISSED);
    });
    if (ids === null && next < 0) break;
    const resumeAt = next < 0 ? limits.to : next;
    if (resumeAt <= at) break;
    const following = next >= 0 ? recordIdAt(bytes, next) : ids === null ? 0 : ids.last + 1;
    const before = previous >= 0 ? previous : (ids?.first ?? following) - 1;
    const missing = following - before - 1;
    segments.push(...damaged(bytes, at, resumeAt, missing > 0 && missing < MAX_MISSED ? missing : 0));
    previous = following - 1;
    at = resumeAt;
  }
  return segments;
}

/** Finds whole records in space that the chunk does not count as used. */
export function carveRecords(bytes: Uint8Array, from: number, to: number): ChunkSegment[] {
  const segments: ChunkSegment[] = [];
  for (let at = from; ;) {
    const start = findRecord(bytes, at, to, () => true);
    if (start < 0) return segments;
    at = start + u32(bytes, start + 4);
    segments.push({ start, end: at, kind: "whole", missing: 0 });
  }
}

/** The first whole record in `[from, to)`, or -1. */
export function findRecord(
  bytes: Uint8Array,
  from: number,
  to: number,
  accepts: (id: number, at: number) => boolean,
): number {
  for (let at = from; ; at++) {
    at = bytes.indexOf(RECORD_SIGNATURE & 0xff, at);
    if (at < 0 || at + MIN_RECORD_BYTES > to) return -1;
    if (wholeEnd(bytes, at, to) > 0 && accepts(recordIdAt(bytes, at), at)) return at;
  }
}

/**
 * How far a record is from where it was written, in bytes; negative if bytes before it are missing. Windows aligns
 * records to multiples of eight, so a shift of up to three bytes either way is detectable.
 */
export function shiftAt(start: number): number {
  return ((start + RECORD_ALIGNMENT / 2) % RECORD_ALIGNMENT) - RECORD_ALIGNMENT / 2;
}

function recordIdAt(bytes: Uint8Array, start: number): number {
  return u64Rounded(bytes, start + 8);
}

/** The end of a record if both copies of its size agree, otherwise 0. */
function wholeEnd(bytes: Uint8Array, start: number, to: number): number {
  const end = claimedEnd(bytes, start, to);
  return end > 0 && u32(bytes, end - 4) === end - start ? end : 0;
}

/** The end that a record's header claims; 0 if there is no header or no room. */
function claimedEnd(bytes: Uint8Array, start: number, to: number): number {
  if (start + MIN_RECORD_BYTES > to || u32(bytes, start) !== RECORD_SIGNATURE) return 0;
  const size = u32(bytes, start + 4);
  // If a byte was inserted, the last record ends past the position in the chunk's header.
  const room = to + Math.max(0, shiftAt(start)) - start;
  return size >= MIN_RECORD_BYTES && size <= room && start + size <= bytes.length ? start + size : 0;
}

/** The end of a record that is whole, or in which only one byte of the copy of the size is damaged. */
function plausibleEnd(bytes: Uint8Array, start: number, to: number): number {
  const whole = wholeEnd(bytes, start, to);
  if (whole > 0) return whole;
  const end = claimedEnd(bytes, start, to);
  const isFollowed = end > 0 && (end === to || wholeEnd(bytes, end, to) > 0);
  return isFollowed && isNearlyEqual(end - start, u32(bytes, end - 4)) ? end : 0;
}

/** Zeros also differ little from a small number, but zeros there mean that the record's end has been overwritten. */
function isNearlyEqual(size: number, copy: number): boolean {
  const differing = [0, 8, 16, 24].filter((bit) => ((size ^ copy) >>> bit) & 0xff);
  return copy !== 0 && differing.length <= 1;
}

/** Classifies the bytes from a damaged record to the next whole one, or to the end of the records. */
function damaged(bytes: Uint8Array, start: number, end: number, missing: number): ChunkSegment[] {
  // The copy of the size is right: only the record's header is damaged.
  if (end - start >= MIN_RECORD_BYTES && u32(bytes, end - 4) === end - start) {
    return [{ start, end, kind: "whole", missing: 0 }];
  }
  const isShifted = shiftAt(end) !== shiftAt(start);
  const claimed = claimedEnd(bytes, start, end);
  if (isShifted || claimed === 0) return [{ start, end, kind: "gap", missing }];
  // Disks overwrite whole sectors, so everything before the next sector is as it was written.
  const header = start + RECORD_HEADER_BYTES;
  const sector = Math.ceil(header / SECTOR_BYTES) * SECTOR_BYTES;
  const cut = Math.min(sector, claimed);
  return [
    { start, end: cut, kind: "cut", missing: 0 },
    { start: cut, end, kind: "gap", missing: Math.max(0, missing - 1) },
  ];
}
