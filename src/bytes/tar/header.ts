import { type BadNumber, numberIn } from "./number.ts";

/** Headers and contents each begin at a multiple of this. */
export const BLOCK_BYTES = 512;

/** The header before a member's content (POSIX.1-2017, pax, "ustar Interchange Format"). */
export interface TarHeader {
  /** One character; "\0" in archives that are older than the others. */
  readonly type: string;
  /** Hostile text. */
  readonly path: string;
  readonly size: number | BadNumber;
  /** Whether blocks with more of a sparse file's map follow the header (GNU tar, `oldgnu_header`). */
  readonly hasMoreMap: boolean;
}

const CHECKSUM_AT = 148;
const CHECKSUM_BYTES = 8;
const MAGIC_AT = 257;
const MAGIC = ascii("ustar");

export function isZeroBlock(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/** Whether these 512 bytes are an intact header: their checksum is right, and no other file looks like it by chance. */
export function isHeader(block: Uint8Array): boolean {
  return block.length >= BLOCK_BYTES && block[0] !== 0 && isPlausible(block) && hasChecksum(block);
}

/** Whether a block looks like a header of POSIX or GNU tar, even if a byte of it was changed. */
export function resemblesHeader(block: Uint8Array): boolean {
  return magicOf(block) !== null && isPlausible(block);
}

/**
 * Whether a file with this beginning is a tar archive.
 *
 * @param head the first bytes of the file
 */
export function isTar(head: Uint8Array): boolean {
  // An event log has unused space where a tar archive has its mark: anyone could write one there.
  if (isEventLog(head)) return false;
  const block = head.subarray(0, BLOCK_BYTES);
  return isHeader(block) || resemblesHeader(block);
}

/** The first bytes of an event log. */
const EVENT_LOG = ascii("ElfFile\0");

export function isEventLog(head: Uint8Array): boolean {
  return startsWith(head, 0, EVENT_LOG);
}

export function readHeader(block: Uint8Array): TarHeader {
  const type = String.fromCharCode(block[156]!);
  const name = textIn(block.subarray(0, 100));
  // GNU tar has other things in the place of the prefix.
  const prefix = magicOf(block) === "posix" ? textIn(block.subarray(345, 500)) : "";
  return {
    type,
    path: prefix === "" ? name : `${prefix}/${name}`,
    size: numberIn(block.subarray(124, 136)),
    hasMoreMap: type === "S" && block[482] === 1,
  };
}

/** Decodes a text up to its first zero byte: as UTF-8, or byte by byte if it is not UTF-8. */
export function textIn(field: Uint8Array): string {
  const end = field.indexOf(0);
  const bytes = end < 0 ? field : field.subarray(0, end);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}

/** Null for an archive of the seventh edition of Unix, and for bytes that are no header. */
function magicOf(block: Uint8Array): "posix" | "gnu" | null {
  if (!startsWith(block, MAGIC_AT, MAGIC)) return null;
  if (block[262] === 0) return "posix";
  return block[262] === 0x20 && block[263] === 0x20 && block[264] === 0 ? "gnu" : null;
}

/** Whether the fields that are always numbers are numbers. */
function isPlausible(block: Uint8Array): boolean {
  if (block.length < MAGIC_AT) return false;
  const isNumber = (from: number, to: number): boolean => numberIn(block.subarray(from, to)) !== "unreadable";
  // Mode, owner and group: if one byte of the header was changed, two of them are still right.
  return [isNumber(100, 108), isNumber(108, 116), isNumber(116, 124)].filter(Boolean).length >= 2;
}

/** Old programs added up signed bytes. */
function hasChecksum(block: Uint8Array): boolean {
  const field = block.subarray(CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_BYTES);
  if (!field.some((byte) => byte >= 0x30 && byte <= 0x37)) return false;
  const stated = numberIn(field);
  let unsigned = CHECKSUM_BYTES * 0x20;
  let signed = unsigned;
  for (let i = 0; i < BLOCK_BYTES; i++) {
    if (i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_BYTES) continue;
    const byte = block[i]!;
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  return stated === unsigned || stated === signed;
}

function startsWith(bytes: Uint8Array, at: number, text: readonly number[]): boolean {
  return text.every((byte, i) => bytes[at + i] === byte);
}

function ascii(text: string): number[] {
  return Array.from(text, (c) => c.charCodeAt(0));
}
