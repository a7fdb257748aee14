import type { ProblemList } from "../diagnostic.ts";
import { hasSignature, i32, u32 } from "../little-endian.ts";
import { BASE_BLOCK_BYTES } from "./base-block.ts";

const PAGE_BYTES = 4096;
const BIN_HEADER_BYTES = 32;

/** A used cell without its size: from `start` to `end`, counted as all offsets in a hive. */
export interface Cell {
  readonly start: number;
  readonly end: number;
}

/** A cell or bin that is there, used or free. */
export interface AnyCell extends Cell {
  readonly isUsed: boolean;
}

/** The bins of a hive in memory, its logs laid over them. Only cells of sound bins can be read. */
export class Bins {
  readonly bytes: Uint8Array;
  /** For each page the offset of the end of its bin; 0 where there is none. */
  readonly #ends: Uint32Array;
  /** For each page the offset of the beginning of its bin. */
  readonly #starts: Uint32Array;

  constructor(bytes: Uint8Array, problems: ProblemList) {
    this.bytes = bytes;
    this.#ends = new Uint32Array(Math.ceil(bytes.length / PAGE_BYTES));
    this.#starts = new Uint32Array(this.#ends.length);
    let at = 0;
    while (at < bytes.length) {
      const size = this.#binAt(at, problems);
      if (size > 0) {
        this.#ends.fill(at + size, at / PAGE_BYTES, Math.ceil((at + size) / PAGE_BYTES));
        this.#starts.fill(at, at / PAGE_BYTES, Math.ceil((at + size) / PAGE_BYTES));
        at += size;
        continue;
      }
      const next = this.#nextBin(at);
      const says = hasSignature(bytes, at, "hbin") ? u32(bytes, at + 4) : null;
      const length = next - at;
      problems.add(
        "hive-bin",
        says === null ? { kind: "unreadable", bytes: length } : { kind: "moved", bytes: length, says },
        BASE_BLOCK_BYTES + at,
      );
      at = next;
    }
  }

  /** Returns the used cell at an offset; null if there is none, or it does not end inside its bin. */
  cell(offset: number): Cell | null {
    if (offset % 8 !== 0) return null;
    const end = this.#ends[Math.floor(offset / PAGE_BYTES)] ?? 0;
    if (offset + 8 > end || offset - this.#starts[Math.floor(offset / PAGE_BYTES)]! < BIN_HEADER_BYTES) {
      return null;
    }
    const size = -i32(this.bytes, offset);
    if (size < 8 || size % 8 !== 0 || offset + size > end) return null;
    return { start: offset + 4, end: offset + size };
  }

  /** All cells in order. Where one has an impossible size, the rest of its bin has none that is known. */
  *cells(): Generator<AnyCell> {
    let bin = 0;
    while (bin < this.bytes.length) {
      const end = this.#ends[bin / PAGE_BYTES]!;
      if (end === 0) {
        bin += PAGE_BYTES;
        continue;
      }
      for (let at = bin + BIN_HEADER_BYTES; at + 8 <= end;) {
        const size = i32(this.bytes, at);
        const length = Math.abs(size);
        if (length < 8 || length % 8 !== 0 || at + length > end) {
          yield { start: at, end, isUsed: false };
          break;
        }
        yield { start: at + 4, end: at + length, isUsed: size < 0 };
        at += length;
      }
      bin = Math.ceil(end / PAGE_BYTES) * PAGE_BYTES;
    }
  }

  /** The size of the bin at an offset; 0 if none is there that belongs there. */
  #binAt(at: number, problems: ProblemList): number {
    const { bytes } = this;
    if (at + BIN_HEADER_BYTES > bytes.length) return 0;
    const hasName = hasSignature(bytes, at, "hbin");
    const belongs = u32(bytes, at + 4) === at;
    const size = u32(bytes, at + 8);
    const fits = size >= PAGE_BYTES && size % PAGE_BYTES === 0 && at + size <= bytes.length;
    if (belongs && fits) {
      if (!hasName) problems.add("hive-bin", { kind: "signature" }, BASE_BLOCK_BYTES + at);
      return size;
    }
    if (!hasName || !belongs) return 0;
    // Only the size is wrong, or the file is cut inside the bin: it ends where the next one begins.
    problems.add("hive-bin", { kind: "size" }, BASE_BLOCK_BYTES + at);
    return this.#nextBin(at) - at;
  }

  /** The offset of the next bin that is at its place; the end if there is none. */
  #nextBin(at: number): number {
    for (let next = at + PAGE_BYTES; next + BIN_HEADER_BYTES <= this.bytes.length; next += PAGE_BYTES) {
      if (hasSignature(this.bytes, next, "hbin") && u32(this.bytes, next + 4) === next) return next;
    }
    return this.bytes.length;
  }
}
