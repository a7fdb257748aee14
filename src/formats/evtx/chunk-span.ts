import { findChunk, isChunkAt } from "./chunk-header.ts";
import { CHUNK_BYTES, CHUNK_HEADER_BYTES, FILE_HEADER_BLOCK } from "./layout.ts";

/** The bytes from where a chunk is expected to where the next one is. */
export interface ChunkSpan {
  /** A chunk begins at the first byte. */
  readonly hasSignature: boolean;
  /** Another chunk begins inside this one: bytes of this one are missing. */
  readonly isCut: boolean;
  readonly length: number;
}

/** @param bytes from where a chunk is expected on: with more than one chunk's bytes, the next chunk shows the length */
export function chunkSpan(bytes: Uint8Array): ChunkSpan {
  const hasSignature = isChunkAt(bytes, 0);
  const room = Math.min(CHUNK_BYTES, bytes.length);
  const isFollowed = bytes.length === CHUNK_BYTES || isChunkAt(bytes, CHUNK_BYTES);
  const next = isFollowed ? -1 : findChunk(bytes, hasSignature ? CHUNK_HEADER_BYTES : 1, room);
  if (next >= 0) return { hasSignature, isCut: true, length: next };
  return { hasSignature, isCut: false, length: room + (hasSignature && !isFollowed ? insertedIn(bytes) : 0) };
}

/** The number of bytes by which the first chunk is too long, because the next one begins a little later. */
function insertedIn(bytes: Uint8Array): number {
  const most = Math.min(bytes.length, CHUNK_BYTES + FILE_HEADER_BLOCK);
  const next = bytes.length > CHUNK_BYTES ? findChunk(bytes, CHUNK_BYTES + 1, most) : -1;
  return next < 0 ? 0 : next - CHUNK_BYTES;
}

/**
 * Where the first chunk of a log begins. A byte may be missing from the header block, or the file begins with a chunk.
 *
 * @param bytes the beginning of the file
 */
export function firstChunk(bytes: Uint8Array): number {
  const start = isChunkAt(bytes, FILE_HEADER_BLOCK) ? FILE_HEADER_BLOCK : findChunk(bytes, 0, bytes.length);
  const isNear = start >= 0 && start < 2 * FILE_HEADER_BLOCK;
  return Math.min(isNear ? start : FILE_HEADER_BLOCK, bytes.length);
}

/** The number of the chunk at an offset of the file, counted from 0. */
export function chunkNumber(offset: number): number {
  return Math.round((offset - FILE_HEADER_BLOCK) / CHUNK_BYTES);
}
