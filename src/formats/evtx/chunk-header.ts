import { startsWith, u32, u64Rounded } from "./bytes.ts";
import { Crc32 } from "../../bytes/index.ts";
import { CHUNK_BYTES, CHUNK_HEADER_BYTES, CHUNK_SIGNATURE, DATA_CHECKSUM } from "./layout.ts";

const SIGNATURE = new Uint8Array(CHUNK_SIGNATURE);

/** Fields of a chunk's header. Offsets are relative to the chunk's first byte. */
export interface ChunkHeader {
  readonly firstId: number;
  readonly lastId: number;
  /** Records end here; everything after it is older and no longer part of the log. */
  readonly freeSpace: number;
  readonly dataChecksum: number;
  /** The header matches its own checksum; a damaged signature does not count. */
  readonly intact: boolean;
}

/** @param bytes a chunk, with or without a correct signature; at least as long as a header */
export function readChunkHeader(bytes: Uint8Array): ChunkHeader {
  return {
    firstId: u64Rounded(bytes, 24),
    lastId: u64Rounded(bytes, 32),
    freeSpace: u32(bytes, 48),
    dataChecksum: u32(bytes, DATA_CHECKSUM),
    intact: u32(bytes, 124) === headerChecksum(bytes),
  };
}

/** The checksum of the header, without the checksum field and with a correct signature. */
function headerChecksum(bytes: Uint8Array): number {
  const sum = new Crc32().add(SIGNATURE, 0, SIGNATURE.length).add(bytes, SIGNATURE.length, 120);
  return sum.add(bytes, 128, CHUNK_HEADER_BYTES).value;
}

/** Whether a chunk begins here. `ElfChnk` in the text of a record does not count: a valid header must follow. */
export function isChunkAt(bytes: Uint8Array, at: number): boolean {
  if (!startsWith(bytes, at, CHUNK_SIGNATURE)) return false;
  if (at + CHUNK_HEADER_BYTES > bytes.length) return true;
  const freeSpace = u32(bytes, at + 48);
  const plausible =
    u32(bytes, at + 40) === 128 && freeSpace >= CHUNK_HEADER_BYTES && freeSpace <= CHUNK_BYTES;
  return plausible || readChunkHeader(bytes.subarray(at, at + CHUNK_HEADER_BYTES)).intact;
}

/** The first position in `[from, to)` where a chunk begins, or -1. */
export function findChunk(bytes: Uint8Array, from: number, to: number): number {
  // A view, because `indexOf` takes no end position, and the rest of a long file may follow after `to`.
  const searched = bytes.subarray(0, to);
  for (let at = from; ; at++) {
    at = searched.indexOf(CHUNK_SIGNATURE[0], at);
    if (at < 0 || isChunkAt(bytes, at)) return at;
  }
}
