import { CHUNK_BYTES, FILE_HEADER_BLOCK } from "./layout.ts";

/** A chunk in which bytes were inserted is longer. */
const MOST_BYTES = CHUNK_BYTES + FILE_HEADER_BLOCK;

/**
 * The records of earlier chunks, by their position in the chunk. Windows writes an exported log through one buffer,
 * chunk after chunk. So the space after a chunk's records still contains, byte for byte, what longer chunks before it
 * had there. A record found there is not a deleted one if it has already been handed over.
 */
export class EarlierChunks {
  readonly #bytes = new Uint8Array(MOST_BYTES);
  /** 1 where a record begins. */
  readonly #begins = new Uint8Array(MOST_BYTES);

  /** Notes a record that was handed over: the chunk's bytes from `start` to `end`. */
  add(chunk: Uint8Array, start: number, end: number): void {
    this.#bytes.set(chunk.subarray(start, end), start);
    this.#begins.fill(0, start, end);
    this.#begins[start] = 1;
  }

  /**
   * Whether the same record, including its number and time, was handed over before, from the same position of a chunk.
   */
  has(chunk: Uint8Array, start: number, end: number): boolean {
    if (this.#begins[start] === 0) return false;
    for (let at = start; at < end; at++) if (chunk[at] !== this.#bytes[at]) return false;
    return true;
  }
}
