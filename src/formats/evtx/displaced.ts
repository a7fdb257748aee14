import { joined } from "../../bytes/index.ts";
import { u64Rounded } from "./bytes.ts";
import type { Chunk } from "./chunk.ts";
import { CHUNK_BYTES, FILE_HEADER_BLOCK, MIN_RECORD_BYTES, RECORD_ALIGNMENT } from "./layout.ts";
import { carveRecords, type ChunkSegment } from "./record-walk.ts";

/** Bytes in a row that the log does not use, with the whole records of the log in them. */
export interface DisplacedRecords {
  readonly bytes: Uint8Array;
  /** Offset of the first byte in the file. */
  readonly offset: number;
  /** Offset of the chunk that the first byte is in. */
  readonly chunkOffset: number;
  readonly segments: readonly ChunkSegment[];
}

/** Numbers in a row, with the times when the first and the last of these records were written. */
interface Run {
  readonly from: number;
  to: number;
  readonly firstWritten: number;
  lastWritten: number;
}

interface Part {
  bytes: Uint8Array;
  readonly offset: number;
  readonly chunkOffset: number;
}

/** Of a log with more interruptions, nothing can be said. */
const MOST_RUNS = 10_000;
/** Kept until the end of the file. */
const MOST_BYTES = 16 * 1024 * 1024;
/** A part longer than this is divided. */
const LONG_PART = 4 * CHUNK_BYTES;
/** Threads may write their events a little out of order. In 100 nanoseconds: a minute. */
const OUT_OF_ORDER = 600_000_000;

/**
 * Finds the log's records that are not in their place: whole, but where the log has none, because ranges of the file
 * were swapped or copied. A record counts only if the log lacks its number, and if it was written between the records
 * before and after it. A deleted record of an earlier log with the same numbers is older than that.
 */
export class Displacement {
  readonly #runs: Run[] = [];
  readonly #parts: Part[] = [];
  #kept = 0;
  /** The lowest and the highest number that intact headers name. */
  #first = Infinity;
  #last = -Infinity;
  /** Something is missing, so that it is worth looking for. In an intact log nothing is searched. */
  isDamaged = false;

  /** Notes that the log has these numbers, by an intact header. */
  expect({ first, last }: { readonly first: number; readonly last: number }): void {
    this.#first = Math.min(this.#first, first);
    this.#last = Math.max(this.#last, last);
  }

  /** Notes a record of the log, in the order of the file. */
  note({ bytes }: Chunk, { start }: ChunkSegment): void {
    const id = u64Rounded(bytes, start + 8);
    const written = u64Rounded(bytes, start + 16);
    const run = this.#runs.at(-1);
    if (run !== undefined && id === run.to + 1) {
      run.to = id;
      run.lastWritten = written;
    } else if (this.#runs.length < MOST_RUNS) {
      this.#runs.push({ from: id, to: id, firstWritten: written, lastWritten: written });
    }
  }

  /** Keeps a part of a chunk that the log does not use. A record in it may continue in the next chunk. */
  keep(chunk: Chunk, from: number, to: number): void {
    if (!this.isDamaged || this.#kept >= MOST_BYTES || to <= from) return;
    const bytes = chunk.bytes.subarray(from, to);
    const offset = chunk.offset + from;
    const last = this.#parts.at(-1);
    const isNext = last !== undefined && last.offset + last.bytes.length === offset;
    if (isNext && last.bytes.length + bytes.length <= LONG_PART) {
      last.bytes = joined([last.bytes, bytes]);
    } else if (bytes.length >= MIN_RECORD_BYTES && hasSignature(bytes)) {
      this.#parts.push({ bytes, offset, chunkOffset: chunk.offset });
    } else return;
    this.#kept += bytes.length;
  }

  /** The records that the log lacks, each once, in the order of the file. Call it at the file's end. */
  found(): DisplacedRecords[] {
    if (this.#runs.length >= MOST_RUNS) return [];
    const runs = this.#runs.toSorted((a, b) => a.from - b.from);
    const ids = new Set<number>();
    const found = this.#parts
      .toSorted((a, b) => a.offset - b.offset)
      .map(({ bytes, ...part }) => {
        const segments = carveRecords(bytes, 0, bytes.length).filter(({ start }) => {
          const id = u64Rounded(bytes, start + 8);
          if (ids.has(id) || !this.#isMissing(runs, id, u64Rounded(bytes, start + 16))) return false;
          ids.add(id);
          return true;
        });
        return { ...part, bytes, segments };
      });
    return found.filter(({ segments }) => segments.length > 0);
  }

  #isMissing(runs: readonly Run[], id: number, written: number): boolean {
    const next = firstAbove(runs, id);
    const [before, after] = [runs[next - 1], runs[next]];
    if (before === undefined ? id < this.#first : id <= before.to) return false;
    if (after === undefined && id > this.#last) return false;
    const isLate = before === undefined || written >= before.lastWritten - OUT_OF_ORDER;
    const isEarly = after === undefined || written <= after.firstWritten + OUT_OF_ORDER;
    return isLate && isEarly;
  }
}

/**
 * Whether a record is not where a chunk could have it: at another offset than it was written to. Where chunks are used
 * again, old records are left at their offsets; those are carved on request.
 *
 * @param at its offset in the file
 * @param written where it was written in its chunk; undefined if that is not known
 */
export function isDisplaced(
  { chunkOffset }: DisplacedRecords,
  at: number,
  written: number | undefined,
): boolean {
  const inChunk = (at - chunkOffset) % CHUNK_BYTES;
  return written === undefined ? inChunk % RECORD_ALIGNMENT !== 0 : written !== inChunk;
}

/** The chunk in whose position a byte of the file is, counted from 0. */
export function chunkAt(offset: number): number {
  return Math.max(0, Math.floor((offset - FILE_HEADER_BLOCK) / CHUNK_BYTES));
}

/** Whether a record may begin there, perhaps one that continues after the last byte. */
function hasSignature(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0x2a); at >= 0; at = bytes.indexOf(0x2a, at + 1)) {
    if (bytes[at + 1] === 0x2a && bytes[at + 2] === 0 && bytes[at + 3] === 0) return true;
  }
  return false;
}

/** The index of the first run that begins above a number; the number of runs if none does. */
function firstAbove(runs: readonly Run[], id: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (runs[middle]!.from > id) high = middle;
    else low = middle + 1;
  }
  return low;
}
