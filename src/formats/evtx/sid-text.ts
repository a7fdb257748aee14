import { u32 } from "./bytes.ts";

const HEADER_BYTES = 8;

/** `S-1-5-21-…` (MS-DTYP 2.4.2.1), or null if the bytes are not a SID. */
export function sidText(bytes: Uint8Array, at: number, size: number): string | null {
  if (size < HEADER_BYTES) return null;
  const subAuthorities = bytes[at + 1]!;
  if (HEADER_BYTES + 4 * subAuthorities > size) return null;
  let authority = 0;
  for (let i = 2; i < HEADER_BYTES; i++) authority = authority * 256 + bytes[at + i]!;
  // From 2^32 on, the authority is written in hexadecimal.
  const written =
    authority < 0x1_0000_0000 ? String(authority) : `0x${authority.toString(16).padStart(12, "0")}`;
  let text = `S-${bytes[at]!}-${written}`;
  for (let i = 0; i < subAuthorities; i++) text += `-${u32(bytes, at + HEADER_BYTES + 4 * i)}`;
  return text;
}
