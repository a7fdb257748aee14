import { startsWith, u32, u64Rounded } from "./bytes.ts";
import { Crc32 } from "../../bytes/index.ts";
import { CHUNK_BYTES, CHUNK_HEADER_BYTES, CHUNK_SIGNATURE, DATA_CHECKSUM } from "./layout.ts";

const SIGNATURE = new Uint8Array(CHUNK_SIGNATURE);

/** Fields of a chunk's header. Offsets count from the chunk's first byte. */
export interface ChunkHeader {
  readonly firstId: number;
  readonly lastId: number;
  /** Records end here; what stands behind is older and not the log's. */
  readonly freeSpace: number;
  readonly dataChecksum: number;
  /** The header's own checksum is right, as far as the signature goes. */
  readonly intact: boolean;
}

/** @param bytes a chunk, with or without a right signature; at least a header long */
export function readChunkHeader(bytes: Uint8Array): ChunkHeader {
  return {
    firstId: u64Rounded(bytes, 24),
    lastId: u64Rounded(bytes, 32),
    freeSpace: u32(bytes, 48),
    dataChecksum: u32(bytes, DATA_CHECKSUM),
    intact: u32(bytes, 124) === headerChecksum(bytes),
  };
}

/** Of the header without the checksum itself, with the signature as it should be. */
function headerChecksum(bytes: Uint8Array): number {
  const sum = new Crc32().add(SIGNATURE, 0, SIGNATURE.length).add(bytes, SIGNATURE.length, 120);
  return sum.add(bytes, 128, CHUNK_HEADER_BYTES).value;
}

/** Whether a chunk begins here. `ElfChnk` in a record's text does not count: what follows must be a header. */
export function isChunkAt(bytes: Uint8Array, at: number): boolean {
  if (!startsWith(bytes, at, CHUNK_SIGNATURE)) return false;
  if (at + CHUNK_HEADER_BYTES > bytes.length) return true;
  const freeSpace = u32(bytes, at + 48);
  const plausible =
    u32(bytes, at + 40) === 128 && freeSpace >= CHUNK_HEADER_BYTES && freeSpace <= CHUNK_BYTES;
  return plausible || readChunkHeader(bytes.subarray(at, at + CHUNK_HEADER_BYTES)).intact;
}

/** The first place in `[from, to)` where a chunk begins, or -1. */
export function findChunk(bytes: Uint8Array, from: number, to: number): number {
  // A view: `indexOf` knows no end, and behind `to` may stand the rest of a long file.
  const searched = bytes.subarray(0, to);
  for (let at = from; ; at++) {
    at = searched.indexOf(CHUNK_SIGNATURE[0], at);
    if (at < 0 || isChunkAt(bytes, at)) return at;
  }
}
