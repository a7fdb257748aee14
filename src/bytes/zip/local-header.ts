import type { RandomReader } from "../random-reader.ts";
import { isKnown } from "./methods.ts";

/** The header before a member's data (APPNOTE.TXT 4.3.7), with its extra fields applied. */
export interface LocalHeader {
  readonly start: number;
  readonly dataStart: number;
  readonly flags: number;
  /** The packing method; for AES encryption, that of the data inside. */
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly name: Uint8Array;
}

const FIXED_BYTES = 30;
const AES_METHOD = 99;
const ZIP64 = 0x0001;
const AES = 0x9901;
const MAX_NAME_BYTES = 1024;
const MAX_32 = 0xffffffff;

export const ENCRYPTED = 0x0001;
/** Sizes and checksum follow the data. */
export const DESCRIPTOR = 0x0008;
export const STRONG_ENCRYPTION = 0x0040;
export const UTF8_NAME = 0x0800;

/** Whether a local header's signature is at the beginning. */
export function isLocal(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/** Returns the header at an offset, null if there is none. */
export async function readLocalHeader(reader: RandomReader, start: number): Promise<LocalHeader | null> {
  const fixed = await reader.read(start, FIXED_BYTES);
  if (fixed.length < FIXED_BYTES || !isLocal(fixed)) return null;
  return localHeaderOf(fixed, await reader.read(start + FIXED_BYTES, variableBytes(fixed)), start);
}

/** Returns the header at an offset of bytes in memory, null if there is none, or it is not all there. */
export function localHeaderIn(bytes: Uint8Array, start: number): LocalHeader | null {
  const fixed = bytes.subarray(start, start + FIXED_BYTES);
  if (fixed.length < FIXED_BYTES || !isLocal(fixed)) return null;
  const from = start + FIXED_BYTES;
  return localHeaderOf(fixed, bytes.subarray(from, from + variableBytes(fixed)), start);
}

/** Bytes of the name and the extra fields. */
function variableBytes(fixed: Uint8Array): number {
  const view = viewOf(fixed);
  return view.getUint16(26, true) + view.getUint16(28, true);
}

function localHeaderOf(fixed: Uint8Array, rest: Uint8Array, start: number): LocalHeader | null {
  const view = viewOf(fixed);
  const nameLength = view.getUint16(26, true);
  const extraLength = view.getUint16(28, true);
  if (rest.length < nameLength + extraLength) return null;
  const extras = extraFields(rest.subarray(nameLength));
  let method = view.getUint16(8, true);
  let packed = view.getUint32(18, true);
  let size = view.getUint32(22, true);
  const aes = extras.get(AES);
  if (method === AES_METHOD && aes !== undefined && aes.length >= 7) method = viewOf(aes).getUint16(5, true);
  const large = extras.get(ZIP64);
  if (large !== undefined) {
    const values = [...sixtyFour(large)];
    if (size === MAX_32) size = values.shift() ?? size;
    if (packed === MAX_32) packed = values.shift() ?? packed;
  }
  return {
    start,
    dataStart: start + FIXED_BYTES + nameLength + extraLength,
    flags: view.getUint16(6, true),
    method,
    crc: view.getUint32(14, true),
    packed,
    size,
    name: rest.subarray(0, nameLength),
  };
}

/** Four bytes can occur by chance: a real header also has a plausible name. */
export function isPlausible({ name, method, size, flags }: LocalHeader): boolean {
  const isFolder = name.at(-1) === 0x2f && size === 0 && (flags & DESCRIPTOR) === 0;
  return (
    name.length > 0 && name.length <= MAX_NAME_BYTES && !name.includes(0) && !isFolder && isKnown(method)
  );
}

function* sixtyFour(bytes: Uint8Array): Generator<number> {
  const view = viewOf(bytes);
  for (let at = 0; at + 8 <= bytes.length; at += 8) yield Number(view.getBigUint64(at, true));
}

function extraFields(bytes: Uint8Array): Map<number, Uint8Array> {
  const fields = new Map<number, Uint8Array>();
  const view = viewOf(bytes);
  for (let at = 0; at + 4 <= bytes.length;) {
    const length = view.getUint16(at + 2, true);
    fields.set(view.getUint16(at, true), bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
