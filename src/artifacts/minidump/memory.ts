import { size64, u32 } from "../little-endian.ts";
import { type DumpReader, type Extent, merged } from "./dump-reader.ts";
import { type Stream, STREAM } from "./directory.ts";

const MOST_RANGES = 65_536;
const RANGE_BYTES = 16;
const LIST64_HEADER_BYTES = 16;

/** Where in the file the memory of the process is; its content is nobody's business. */
export interface DumpMemory {
  /** From a Memory64List, as only a dump of all memory has. */
  readonly isLong: boolean;
  readonly bytes: number;
  /** Where the last of it ends, or should end. */
  readonly end: number;
  readonly extents: readonly Extent[];
  /** Whether the list has more entries than are there or are read. */
  readonly isCut: boolean;
}

/** Reads a Memory64List: one base, and the sizes of what follows each other from there. Null if it cannot be read. */
export async function memory64(reader: DumpReader, stream: Stream): Promise<DumpMemory | null> {
  const header = await reader.read(stream.at, LIST64_HEADER_BYTES);
  if (header === null) return null;
  const says = size64(header, 0);
  const base = size64(header, 8);
  const there = Math.floor(Math.max(0, reader.size - stream.at - LIST64_HEADER_BYTES) / RANGE_BYTES);
  const count = Math.min(says, MOST_RANGES, there);
  const list = await reader.read(stream.at + LIST64_HEADER_BYTES, count * RANGE_BYTES);
  if (list === null) return null;
  let bytes = 0;
  for (let i = 0; i < count; i++) bytes += size64(list, i * RANGE_BYTES + 8);
  const end = base + bytes;
  return { isLong: true, bytes, end, extents: merged([{ from: base, to: end }]), isCut: count < says };
}

/** Reads a MemoryList: ranges here and there, such as the stacks. Null if it cannot be read. */
export async function memoryList(reader: DumpReader, stream: Stream): Promise<DumpMemory | null> {
  const header = await reader.read(stream.at, 4);
  if (header === null) return null;
  const says = u32(header, 0);
  const from = stream.at + listOffset(stream, says, RANGE_BYTES);
  const count = Math.min(says, MOST_RANGES, Math.floor(Math.max(0, reader.size - from) / RANGE_BYTES));
  const list = await reader.read(from, count * RANGE_BYTES);
  if (list === null) return null;
  const extents = Array.from({ length: count }, (_, i) => {
    const at = u32(list, i * RANGE_BYTES + 12);
    return { from: at, to: at + u32(list, i * RANGE_BYTES + 8) };
  });
  const bytes = extents.reduce((sum, { from, to }) => sum + to - from, 0);
  const end = extents.reduce((last, { to }) => Math.max(last, to), 0);
  return { isLong: false, bytes, end, extents: merged(extents), isCut: count < says };
}

/** Where a list's entries begin: after the count, and where a writer aligns them to 8 bytes, after four more. */
export function listOffset({ size }: Stream, count: number, entryBytes: number): number {
  return size === 8 + count * entryBytes ? 8 : 4;
}

/** The memory of a dump: of all lists that it has, the one that only dumps of all memory have comes first. */
export async function dumpMemory(reader: DumpReader, streams: readonly Stream[]): Promise<DumpMemory | null> {
  const long = streams.find(({ type, size }) => type === STREAM.memory64 && size > 0);
  const short = streams.find(({ type, size }) => type === STREAM.memory && size > 0);
  if (long !== undefined) return memory64(reader, long);
  return short === undefined ? null : memoryList(reader, short);
}
