import { CHUNK_BYTES } from "./layout.ts";

/**
 * The records that chunks had, by where in the chunk they stood. Windows writes an exported log through one buffer, chunk
 * after chunk: behind the records of a chunk stands what longer ones before it had there, byte for byte. What is found
 * there and has been handed over already is no deleted record.
 */
export class EarlierChunks {
  readonly #bytes = new Uint8Array(CHUNK_BYTES);
  /** 1 where a record begins. */
  readonly #begins = new Uint8Array(CHUNK_BYTES);

  /** A record was handed over, of a chunk's bytes from `start` to `end`. */
  add(chunk: Uint8Array, start: number, end: number): void {
    this.#bytes.set(chunk.subarray(start, end), start);
    this.#begins.fill(0, start, end);
    this.#begins[start] = 1;
  }

  /** Whether this very record, with its number and time, was handed over from the same place of a chunk before. */
  has(chunk: Uint8Array, start: number, end: number): boolean {
    if (this.#begins[start] === 0) return false;
    for (let at = start; at < end; at++) if (chunk[at] !== this.#bytes[at]) return false;
    return true;
  }
}
