import { u16 } from "./bytes.ts";

/** Offset of the next name with the same hash, hash, number of characters. */
export const NAME_HEADER_BYTES = 8;
export const TERMINATOR_BYTES = 2;

/** Whether there is room for a name at a position, and its terminator. */
export function isName(bytes: Uint8Array, at: number): boolean {
  const end = at + NAME_HEADER_BYTES + u16(bytes, at + 6) * 2 + TERMINATOR_BYTES;
  return at >= 0 && end <= bytes.length && u16(bytes, end - TERMINATOR_BYTES) === 0;
}

/** Whether there is a name whose text matches the hash before it: hash * 65599 + character, 16 bits of it. */
export function isHashedName(bytes: Uint8Array, at: number): boolean {
  if (!isName(bytes, at)) return false;
  let hash = 0;
  for (let i = 0; i < u16(bytes, at + 6); i++) {
    hash = (Math.imul(hash, 65599) + u16(bytes, at + NAME_HEADER_BYTES + 2 * i)) | 0;
  }
  return (hash & 0xffff) === u16(bytes, at + 4);
}
