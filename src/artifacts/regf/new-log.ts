import type { RandomReader } from "../../bytes/index.ts";
import { hasSignature, u32 } from "../little-endian.ts";
import type { LogEnd } from "../diagnostic.ts";
import { SECTOR_BYTES } from "./base-block.ts";
import { MOST_BINS_BYTES } from "./limits.ts";
import type { LogContent, LogEntry, LogPage } from "./log-entry.ts";
import { marvin32 } from "./marvin32.ts";

const ENTRY_HEADER_BYTES = 40;
const REFERENCE_BYTES = 8;
/** Where the hash over an entry's header ends. */
const HASHED_HEADER_BYTES = 32;
/** An entry is read in one piece. */
const MOST_ENTRY_BYTES = 256 * 1024 * 1024;

/**
 * Reads a log of Windows 8.1 and later: the entries that follow each other from the number that its header has. Entries
 * of earlier rounds are after them, with lower numbers: there the log ends.
 *
 * @param log the log's place among those that were given
 */
export async function newLogContent(reader: RandomReader, log: number, first: number): Promise<LogContent> {
  const entries: LogEntry[] = [];
  let offset = SECTOR_BYTES;
  let sequence = first;
  const ended = (why: LogEnd): LogContent => ({ entries, end: { why, offset, sequence } });
  for (;;) {
    const header = await reader.read(offset, ENTRY_HEADER_BYTES);
    if (header.length < ENTRY_HEADER_BYTES || !hasSignature(header, 0, "HvLE")) return { entries, end: null };
    const found = u32(header, 12);
    if (found !== sequence) return found > sequence ? ended("gap") : { entries, end: null };
    const size = u32(header, 4);
    if (size < SECTOR_BYTES || size % SECTOR_BYTES !== 0 || size > MOST_ENTRY_BYTES) return ended("size");
    if (offset + size > reader.size) return ended("cut");
    const bytes = await reader.read(offset, size);
    if (bytes.length < size) return ended("cut");
    if (!hasHash(bytes, 32, HASHED_HEADER_BYTES, 0) || !hasHash(bytes, 24, size, ENTRY_HEADER_BYTES)) {
      return ended("hash");
    }
    const binsSize = u32(bytes, 16);
    const pages = pagesOf(bytes, offset, binsSize);
    if (pages === null) return ended("size");
    entries.push({ log, sequence, binsSize, pages });
    offset += size;
    sequence = (sequence + 1) >>> 0;
  }
}

function hasHash(bytes: Uint8Array, at: number, to: number, from: number): boolean {
  const [low, high] = marvin32(bytes, from, to);
  return u32(bytes, at) === low && u32(bytes, at + 4) === high;
}

/** The pages of an entry; null if they do not fit into it or into the bins. */
function pagesOf(bytes: Uint8Array, offset: number, binsSize: number): LogPage[] | null {
  const count = u32(bytes, 20);
  let from = ENTRY_HEADER_BYTES + count * REFERENCE_BYTES;
  if (from > bytes.length || binsSize > MOST_BINS_BYTES) return null;
  const pages: LogPage[] = [];
  for (let i = 0; i < count; i++) {
    const at = ENTRY_HEADER_BYTES + i * REFERENCE_BYTES;
    const to = u32(bytes, at);
    const length = u32(bytes, at + 4);
    if (from + length > bytes.length || to + length > binsSize) return null;
    pages.push({ to, from: offset + from, length });
    from += length;
  }
  return pages;
}
