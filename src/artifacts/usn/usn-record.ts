import { filetimeText, isPlausibleTime } from "../filetime.ts";
import { size64, u16, u32, u64 } from "../little-endian.ts";
import { utf16Text } from "../text.ts";
import { reasonNames } from "./reasons.ts";

/** One entry of a change journal. */
export interface UsnRecord {
  /** Null in a record of version 4, which has the extents of a write and nothing else. */
  readonly time: string | null;
  /** The name without a path; null in a record of version 4. */
  readonly name: string | null;
  readonly reasons: readonly string[];
  readonly reason: number;
  /** The file: its number in the file table and how often the entry was used, as `91234-5`; it stays over renames. */
  readonly reference: string;
  /** The folder, in the same form. */
  readonly parent: string;
  /** The record's number: its offset in the journal on the volume. */
  readonly usn: string;
  readonly version: 2 | 3 | 4;
  readonly attributes: number | null;
  readonly sourceInfo: number;
  /** Where in the file the record is. */
  readonly offset: number;
}

/** The lengths of the parts before the name. */
const V2_BYTES = 60;
const V3_BYTES = 76;
const V4_BYTES = 64;
const EXTENT_BYTES = 16;
export const HEADER_BYTES = 8;
/** A record is never longer than a page of the journal. */
export const PAGE_BYTES = 4096;

/** Whether a record's length and version can be those of one: then it is skipped as a whole, whatever is in it. */
export function isFramed(bytes: Uint8Array, at: number): boolean {
  const length = u32(bytes, at);
  const major = u16(bytes, at + 4);
  return length >= V2_BYTES && length <= PAGE_BYTES && length % 8 === 0 && major >= 2 && major < 16;
}

/**
 * Reads the record at a place; null if none of a known version is there.
 *
 * @param bytes at least as many from there on as the record says it has
 * @param offset of the bytes in the file
 */
export function usnRecord(bytes: Uint8Array, at: number, offset: number): UsnRecord | null {
  if (!isFramed(bytes, at) || u16(bytes, at + 6) !== 0) return null;
  const length = u32(bytes, at);
  switch (u16(bytes, at + 4)) {
    case 2:
      return named(bytes, at, length, offset, 2);
    case 3:
      return named(bytes, at, length, offset, 3);
    case 4:
      return withExtents(bytes, at, length, offset);
    default:
      return null;
  }
}

/** Versions 2 and 3 differ in the length of the references alone. */
function named(
  bytes: Uint8Array,
  at: number,
  length: number,
  offset: number,
  version: 2 | 3,
): UsnRecord | null {
  const isLong = version === 3;
  const rest = at + (isLong ? 40 : 24);
  const fixed = isLong ? V3_BYTES : V2_BYTES;
  if (length < fixed) return null;
  const time = u64(bytes, rest + 8);
  const nameLength = u16(bytes, rest + 32);
  const nameAt = u16(bytes, rest + 34);
  if (nameLength % 2 !== 0 || nameAt < fixed || nameAt + nameLength > length || !isPlausibleTime(time))
    return null;
  const reason = u32(bytes, rest + 16);
  return {
    time: filetimeText(time),
    name: utf16Text(bytes, at + nameAt, at + nameAt + nameLength),
    reasons: reasonNames(reason),
    reason,
    reference: isLong ? longReference(bytes, at + 8) : reference(bytes, at + 8),
    parent: isLong ? longReference(bytes, at + 24) : reference(bytes, at + 16),
    usn: String(u64(bytes, rest)),
    version,
    attributes: u32(bytes, rest + 28),
    sourceInfo: u32(bytes, rest + 20),
    offset: offset + at,
  };
}

function withExtents(bytes: Uint8Array, at: number, length: number, offset: number): UsnRecord | null {
  const extents = u16(bytes, at + 60);
  if (
    length < V4_BYTES ||
    u16(bytes, at + 62) !== EXTENT_BYTES ||
    V4_BYTES + extents * EXTENT_BYTES > length
  ) {
    return null;
  }
  const reason = u32(bytes, at + 48);
  return {
    time: null,
    name: null,
    reasons: reasonNames(reason),
    reason,
    reference: longReference(bytes, at + 8),
    parent: longReference(bytes, at + 24),
    usn: String(u64(bytes, at + 40)),
    version: 4,
    attributes: null,
    sourceInfo: u32(bytes, at + 52),
    offset: offset + at,
  };
}

/** The low 48 bits are the number of the entry, the high 16 how often it was used. */
function reference(bytes: Uint8Array, at: number): string {
  return `${size64(bytes, at) % 0x1_0000_0000_0000}-${u16(bytes, at + 6)}`;
}

/** Of NTFS the high half is zero; ReFS uses both, which are shown as one number. */
function longReference(bytes: Uint8Array, at: number): string {
  const high = u64(bytes, at + 8);
  return high === 0n ? reference(bytes, at) : `0x${((high << 64n) | u64(bytes, at)).toString(16)}`;
}
