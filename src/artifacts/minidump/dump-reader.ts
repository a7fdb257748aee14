import type { ByteSource } from "../../bytes/index.ts";
import { readPiece } from "../read-piece.ts";

/** All that is ever read of a dump, however large it is. */
const MOST_BYTES = 2.75 * 1024 * 1024;

/** A part of a file. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads exactly the bytes that are asked for, and no neighbours: most of a dump is the memory of a process, with
 * passwords in it, which is never read. Once it is known where the memory is, reads that touch it are refused.
 */
export class DumpReader {
  readonly #source: ByteSource;
  #memory: readonly Extent[] = [];
  #left = MOST_BYTES;
  /** Whether a read was refused because enough had been read. */
  isExhausted = false;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  get size(): number {
    return this.#source.size;
  }

  /** @param memory where the memory of the process is, in order */
  keepOut(memory: readonly Extent[]): void {
    this.#memory = memory;
  }

  /**
   * Returns these bytes; null if the file does not have all of them, they are memory, or the limit is reached.
   *
   * @throws what `readBlob` throws when the file cannot be read
   */
  async read(from: number, length: number): Promise<Uint8Array | null> {
    const to = from + length;
    if (to > this.size || this.#isMemory(from, to)) return null;
    if (length > this.#left) {
      this.isExhausted = true;
      return null;
    }
    this.#left -= length;
    const bytes = await readPiece(this.#source, from, length);
    return bytes.length < length ? null : bytes;
  }

  #isMemory(from: number, to: number): boolean {
    let low = 0;
    let high = this.#memory.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#memory[middle]!.to <= from) low = middle + 1;
      else high = middle;
    }
    return low < this.#memory.length && this.#memory[low]!.from < to;
  }
}

/** Sorts extents and joins those that overlap, so that they can be searched. */
export function merged(extents: readonly Extent[]): Extent[] {
  const all: { from: number; to: number }[] = [];
  for (const { from, to } of [...extents].sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else if (to > from) all.push({ from, to });
  }
  return all;
}
