import { CHUNK_BYTES } from "./layout.ts";

/** The bytes of the file that have been appended but not read yet. */
export class Window {
  #buffer = new Uint8Array(4 * CHUNK_BYTES);
  #start = 0;
  #end = 0;
  /** Offset of the first byte in the file. */
  offset = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  /** Valid until the next call of `append` or `drop`. */
  get bytes(): Uint8Array {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  append(bytes: Uint8Array): void {
    const length = this.length;
    if (length + bytes.length > this.#buffer.length) {
      const larger = new Uint8Array(length + bytes.length + CHUNK_BYTES);
      larger.set(this.bytes);
      this.#buffer = larger;
      this.#start = 0;
    } else if (this.#end + bytes.length > this.#buffer.length) {
      this.#buffer.copyWithin(0, this.#start, this.#end);
      this.#start = 0;
    }
    this.#end = this.#start + length + bytes.length;
    this.#buffer.set(bytes, this.#end - bytes.length);
  }

  /** Removes the first bytes, which have been read. */
  drop(length: number): void {
    this.#start += length;
    this.offset += length;
  }
}
