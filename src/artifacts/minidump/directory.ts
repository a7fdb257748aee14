import { hasSignature, size64, u16, u32 } from "../little-endian.ts";
import type { DumpReader } from "./dump-reader.ts";

const HEADER_BYTES = 32;
const ENTRY_BYTES = 12;
const VERSION = 0xa793;
const MOST_STREAMS = 64;
/** Where a directory may begin in a file whose signature is not to be trusted. */
const MOST_DIRECTORY_OFFSET = 4096;

export const STREAM = {
  unused: 0,
  threads: 3,
  modules: 4,
  memory: 5,
  exception: 6,
  system: 7,
  memory64: 9,
  ansiComment: 10,
  comment: 11,
  misc: 15,
} as const;

/** The highest number that Windows gives a stream. */
const LAST_STREAM = 24;

export interface Stream {
  readonly type: number;
  readonly at: number;
  readonly size: number;
}

/** The header of a minidump and its directory. */
export interface DumpDirectory {
  readonly isSignatureReplaced: boolean;
  readonly directoryAt: number;
  /** When it was written, in seconds since 1970; 0 if the writer hides it. */
  readonly seconds: number;
  /** `MINIDUMP_TYPE`; the high half is unused. */
  readonly flags: number;
  /** How many streams the header counts; no more than 64 are read. */
  readonly says: number;
  readonly streams: readonly Stream[];
}

/**
 * Reads header and directory; null if the file is no minidump. One whose first bytes were replaced, so that nothing
 * finds it by its signature, is recognised by its directory, which nothing else looks like.
 */
export async function dumpDirectory(reader: DumpReader): Promise<DumpDirectory | null> {
  const header = await reader.read(0, HEADER_BYTES);
  if (header === null) return null;
  const isSigned = hasSignature(header, 0, "MDMP");
  const says = u32(header, 8);
  const directoryAt = u32(header, 12);
  if (!isSigned && (says === 0 || says > MOST_STREAMS || directoryAt >= MOST_DIRECTORY_OFFSET)) return null;
  const streams = await streamsAt(reader, directoryAt, Math.min(says, MOST_STREAMS));
  if (!isSigned && !isDirectory(streams, says, directoryAt, reader.size)) return null;
  return {
    isSignatureReplaced: !isSigned || u16(header, 4) !== VERSION,
    directoryAt,
    seconds: u32(header, 20),
    flags: size64(header, 24) % 0x1_0000_0000,
    says,
    streams,
  };
}

/** The entries of the directory that the file still has. */
async function streamsAt(reader: DumpReader, at: number, count: number): Promise<Stream[]> {
  const there = Math.min(count, Math.floor(Math.max(0, reader.size - at) / ENTRY_BYTES));
  const bytes = await reader.read(at, there * ENTRY_BYTES);
  if (bytes === null) return [];
  return Array.from({ length: there }, (_, i) => ({
    type: u32(bytes, i * ENTRY_BYTES),
    size: u32(bytes, i * ENTRY_BYTES + 4),
    at: u32(bytes, i * ENTRY_BYTES + 8),
  }));
}

function isDirectory(streams: readonly Stream[], says: number, at: number, fileSize: number): boolean {
  const isWhole = streams.length === says && at >= HEADER_BYTES;
  const isKnown = streams.every(({ type, at, size }) => type <= LAST_STREAM && at + size <= fileSize);
  const has = (type: number): boolean => streams.some((stream) => stream.type === type && stream.size > 0);
  return isWhole && isKnown && has(STREAM.modules) && has(STREAM.system);
}
