import { hasSignature, u32, u64 } from "../little-endian.ts";
import { utf16Text } from "../text.ts";

/** The header of a hive. All offsets in the hive count from its end. */
export const BASE_BLOCK_BYTES = 4096;
/** The header of a log is as long as a sector; so is the part of a hive's header that its checksum covers. */
export const SECTOR_BYTES = 512;

const CHECKSUM_AT = 508;
const FILE_NAME_AT = 48;
const FILE_NAME_BYTES = 64;

/** What a file of a hive is, as its header says. `old-log` is that of Windows XP to 8. */
export type BlockType = "hive" | "old-log" | "new-log" | "unknown";

/** The header of a hive or of one of its logs. */
export interface BaseBlock {
  /** They differ while changes are only in the log. */
  readonly primary: number;
  readonly secondary: number;
  readonly written: bigint;
  readonly major: number;
  readonly minor: number;
  readonly type: BlockType;
  /** The offset of the root key. It is usually 32, but need not be. */
  readonly root: number;
  readonly binsSize: number;
  readonly clustering: number;
  /** The end of the path that the hive was loaded from: a hint. */
  readonly fileName: string;
  readonly hasRightChecksum: boolean;
}

/** Reads a header; null if the bytes are too short or have another signature. */
export function baseBlock(bytes: Uint8Array): BaseBlock | null {
  if (bytes.length < SECTOR_BYTES || !hasSignature(bytes, 0, "regf")) return null;
  const name = utf16Text(bytes, FILE_NAME_AT, FILE_NAME_AT + FILE_NAME_BYTES);
  return {
    primary: u32(bytes, 4),
    secondary: u32(bytes, 8),
    written: u64(bytes, 12),
    major: u32(bytes, 20),
    minor: u32(bytes, 24),
    type: blockType(u32(bytes, 28)),
    root: u32(bytes, 36),
    binsSize: u32(bytes, 40),
    clustering: u32(bytes, 44),
    fileName: name.split("\0", 1)[0]!,
    hasRightChecksum: checksum(bytes) === u32(bytes, CHECKSUM_AT),
  };
}

function blockType(type: number): BlockType {
  if (type === 0) return "hive";
  if (type === 1 || type === 2) return "old-log";
  return type === 6 ? "new-log" : "unknown";
}

/** The exclusive or of the header's numbers. Two results are avoided, so that neither means "none". */
function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < CHECKSUM_AT; at += 4) sum ^= u32(bytes, at);
  if (sum === -1) return 0xffff_fffe;
  return sum === 0 ? 1 : sum >>> 0;
}
