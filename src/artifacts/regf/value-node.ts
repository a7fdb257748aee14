import { hasSignature, u16, u32 } from "../little-endian.ts";
import { latin1Text, utf16Text } from "../text.ts";
import { LONGEST_VALUE_NAME } from "./limits.ts";

const HEADER_BYTES = 20;
const ONE_BYTE_NAME = 0x01;
const TOMBSTONE = 0x02;
const INLINE = 0x8000_0000;
const MOST_INLINE_BYTES = 4;

/** What the cell of a value says. */
export interface ValueNode {
  readonly offset: number;
  /** Empty for the default value. */
  readonly name: string;
  readonly type: number;
  readonly size: number;
  /** Short data are where others have the offset of their data. */
  readonly isInline: boolean;
  /** Where the data are: in the node itself, or an offset in the hive. */
  readonly dataAt: number;
  readonly isTombstone: boolean;
}

/**
 * Reads a value from its signature on, in a used cell or among remnants.
 *
 * @param end where its bytes end at the latest
 * @returns null if there is none, or its name does not fit
 */
export function valueNodeAt(bytes: Uint8Array, at: number, end: number): ValueNode | null {
  if (at + HEADER_BYTES > end || !hasSignature(bytes, at, "vk")) return null;
  const flags = u16(bytes, at + 16);
  const nameLength = u16(bytes, at + 2);
  const isOneByte = (flags & ONE_BYTE_NAME) !== 0;
  const nameAt = at + HEADER_BYTES;
  if (nameAt + nameLength > end || nameLength > (isOneByte ? 1 : 2) * LONGEST_VALUE_NAME) return null;
  const says = u32(bytes, at + 4);
  const isInline = says >= INLINE;
  return {
    offset: at - 4,
    name: isOneByte
      ? latin1Text(bytes, nameAt, nameAt + nameLength)
      : utf16Text(bytes, nameAt, nameAt + nameLength),
    type: u32(bytes, at + 12),
    size: isInline ? Math.min(MOST_INLINE_BYTES, says - INLINE) : says,
    isInline,
    dataAt: isInline ? at + 8 : u32(bytes, at + 8),
    isTombstone: (flags & TOMBSTONE) !== 0,
  };
}
