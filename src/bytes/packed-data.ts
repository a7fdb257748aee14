import { Inflater } from "./inflater.ts";
import { joined } from "./joined.ts";

/** How bytes are packed that a text or a value has, and where the deflate data in them begins. */
export interface Packing {
  readonly kind: "gzip" | "zlib";
  readonly start: number;
}

/** Recognises gzip and zlib by their headers; null for other bytes. */
export function packingOf(bytes: Uint8Array): Packing | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return { kind: "gzip", start: gzipHeader(bytes) };
  const isZlib = (bytes[0]! & 0x0f) === 8 && ((bytes[0]! << 8) | bytes[1]!) % 31 === 0;
  return isZlib ? { kind: "zlib", start: 2 } : null;
}

/** The length of a gzip member's header (RFC 1952, 2.3). */
function gzipHeader(bytes: Uint8Array): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + (bytes[at] ?? 0) + ((bytes[at + 1] ?? 0) << 8);
  for (const flag of [8, 16]) if (flags & flag) at = bytes.indexOf(0, at) + 1 || bytes.length;
  return Math.min(bytes.length, flags & 2 ? at + 2 : at);
}

/**
 * Unpacks gzip or zlib, as far as it is whole.
 *
 * @param most bytes: of more, the beginning
 * @returns null for bytes that are neither, or have nothing that can be unpacked
 */
export function unpackedData(bytes: Uint8Array, most: number): Uint8Array | null {
  const packing = packingOf(bytes);
  if (packing === null) return null;
  const inflater = new Inflater();
  inflater.push(bytes.subarray(packing.start));
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (let piece = inflater.pull(); piece !== null && length < most; piece = inflater.pull()) {
    pieces.push(piece.slice());
    length += piece.length;
  }
  return length === 0 ? null : joined(pieces).subarray(0, most);
}
