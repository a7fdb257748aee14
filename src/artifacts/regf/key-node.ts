import { u16, u32, u64 } from "../little-endian.ts";
import { hasSignature } from "../little-endian.ts";
import { latin1Text, utf16Text } from "../text.ts";
import type { Bins } from "./bins.ts";
import { LONGEST_KEY_NAME } from "./limits.ts";

const HEADER_BYTES = 76;
const ROOT = 0x04;
const ONE_BYTE_NAME = 0x20;
const PREDEFINED_HANDLE = 0x40;
const LAYER_SEMANTICS = 0x03;
const TOMBSTONE = 1;

export const NOWHERE = 0xffff_ffff;

/** What the cell of a key says. Offsets count as all in a hive. */
export interface KeyNode {
  readonly offset: number;
  readonly name: string;
  readonly isRoot: boolean;
  readonly written: bigint;
  readonly parent: number;
  readonly keyCount: number;
  readonly keyList: number;
  readonly valueCount: number;
  readonly valueList: number;
  readonly classOffset: number;
  readonly classLength: number;
  /** Marks a key of a lower layer as deleted. */
  readonly isTombstone: boolean;
}

/** Reads the key in a used cell; null if there is none. */
export function keyNode(bins: Bins, offset: number): KeyNode | null {
  const cell = bins.cell(offset);
  return cell === null ? null : keyNodeAt(bins.bytes, cell.start, cell.end);
}

/**
 * Reads a key from its signature on, in a used cell or among remnants.
 *
 * @param end where its bytes end at the latest
 * @returns null if there is none, or its name does not fit
 */
export function keyNodeAt(bytes: Uint8Array, at: number, end: number): KeyNode | null {
  if (at + HEADER_BYTES > end || !hasSignature(bytes, at, "nk")) return null;
  const flags = u16(bytes, at + 2);
  const nameLength = u16(bytes, at + 72);
  const isOneByte = (flags & ONE_BYTE_NAME) !== 0;
  const nameAt = at + HEADER_BYTES;
  const units = isOneByte ? nameLength : nameLength / 2;
  if (nameAt + nameLength > end || units > LONGEST_KEY_NAME) return null;
  const hasValues = (flags & PREDEFINED_HANDLE) === 0;
  return {
    offset: at - 4,
    name: isOneByte
      ? latin1Text(bytes, nameAt, nameAt + nameLength)
      : utf16Text(bytes, nameAt, nameAt + nameLength),
    isRoot: (flags & ROOT) !== 0,
    written: u64(bytes, at + 4),
    parent: u32(bytes, at + 16),
    keyCount: u32(bytes, at + 20),
    keyList: u32(bytes, at + 28),
    // A predefined handle has the handle where others have the number of values.
    valueCount: hasValues ? u32(bytes, at + 36) : 0,
    valueList: u32(bytes, at + 40),
    classOffset: u32(bytes, at + 48),
    classLength: u16(bytes, at + 74),
    isTombstone: (bytes[at + 13]! & LAYER_SEMANTICS) === TOMBSTONE,
  };
}

/** The class of a key: a text that programs attach to it. Null if it has none that can be read. */
export function className(bins: Bins, { classOffset, classLength }: KeyNode): string | null {
  if (classLength === 0 || classOffset === NOWHERE) return null;
  const cell = bins.cell(classOffset);
  if (cell === null || cell.start + classLength > cell.end) return null;
  return utf16Text(bins.bytes, cell.start, cell.start + classLength);
}
