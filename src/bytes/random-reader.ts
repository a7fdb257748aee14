import { type ByteSource, readBlob } from "./read-blob.ts";

/**
 * Read at once: opening a file for a piece costs about a millisecond, and headers of small members are close together.
 */
export const WINDOW_BYTES = 256 * 1024;

/** Reads pieces from anywhere in a file, neighbouring ones in one go. */
export class RandomReader {
  readonly source: ByteSource;
  #window: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #start = 0;

  constructor(source: ByteSource) {
    this.source = source;
  }

  get size(): number {
    return this.source.size;
  }

  /**
   * Returns bytes from an offset on: fewer than requested if the file ends first. They stay valid.
   *
   * @throws what `readBlob` throws when the file cannot be read
   */
  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const from = Math.min(Math.max(0, offset), this.size);
    const to = Math.min(from + length, this.size);
    await this.#load(from, to);
    return this.#window.subarray(from - this.#start, to - this.#start);
  }

  /**
   * Returns the bytes from an offset on that are at hand, for a search that may end at once. A fixed length would
   * read the file again for each of many searches that begin shortly after each other.
   *
   * @param least the fewest bytes to return, unless the end is nearer
   * @throws what `readBlob` throws when the file cannot be read
   */
  async readOn(offset: number, end: number, least: number): Promise<Uint8Array<ArrayBuffer>> {
    const from = Math.min(Math.max(0, offset), this.size);
    const to = Math.min(end, this.size);
    await this.#load(from, Math.min(from + least, to));
    return this.#window.subarray(from - this.#start, to - this.#start);
  }

  /** Ensures that the window contains these bytes. */
  async #load(from: number, to: number): Promise<void> {
    if (from >= this.#start && to <= this.#start + this.#window.length) return;
    const end = Math.min(Math.max(to, from + WINDOW_BYTES), this.size);
    this.#window = await readRange(this.source, from, end);
    this.#start = from;
  }
}

async function readRange(source: ByteSource, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(to - from);
  if (bytes.length === 0) return bytes;
  let at = 0;
  for await (const chunk of readBlob(source.slice(from, to))) {
    bytes.set(chunk.subarray(0, bytes.length - at), at);
    at += chunk.length;
  }
  return bytes.subarray(0, Math.min(at, bytes.length));
}
