import type { ByteStream } from "./byte-stream.ts";
import { type ByteSource, readBlob } from "./read-blob.ts";

/** Skipping more than this opens the file again after what is skipped; anything shorter is read and dropped. */
const JUMP_BYTES = 4 * 1024 * 1024;

/** Reads content from start to end, in lengths that the reader chooses, however it arrives. */
export class ForwardReader {
  /** The content, if any part of it can be read again; null if it can only be read on. */
  readonly source: ByteSource | null;
  readonly #consumed: () => number;
  #stream: ByteStream & { close?(): Promise<void> };
  /** What has arrived and was not taken yet. */
  #arrived: Uint8Array = new Uint8Array(0);
  #position = 0;

  private constructor(source: ByteSource | null, stream: ByteStream, consumed?: () => number) {
    this.source = source;
    this.#stream = stream;
    this.#consumed = consumed ?? (() => this.#position);
  }

  /** Reads a file, and skips parts of it without reading them. */
  static over(source: ByteSource): ForwardReader {
    return new ForwardReader(source, byteStreamOf(source));
  }

  /** @param consumed the number of bytes of the archive that the stream was made from so far */
  static through(stream: ByteStream, consumed?: () => number): ForwardReader {
    return new ForwardReader(null, stream, consumed);
  }

  /** Offset of the next byte in the content. */
  get position(): number {
    return this.#position;
  }

  /** The number of bytes of the archive that were read for what was taken so far. */
  get consumed(): number {
    return this.#consumed();
  }

  /**
   * Returns the next bytes without taking them: fewer if the content ends first. They are valid until the next call.
   *
   * @throws what `readBlob` throws when the file cannot be read; so do the other methods
   */
  async peek(length: number): Promise<Uint8Array> {
    if (this.#arrived.length < length) {
      const parts = [this.#arrived.slice()];
      let have = this.#arrived.length;
      while (have < length) {
        const piece = await this.#stream.read();
        if (piece === null) break;
        parts.push(piece.slice());
        have += piece.length;
      }
      this.#arrived = joined(parts, have);
    }
    return this.#arrived.subarray(0, length);
  }

  /** Takes and returns up to `most` bytes, as many as are at hand; null at the end. Valid until the next call. */
  async some(most: number): Promise<Uint8Array | null> {
    while (this.#arrived.length === 0) {
      const piece = await this.#stream.read();
      if (piece === null) return null;
      this.#arrived = piece;
    }
    const taken = this.#arrived.subarray(0, most);
    this.take(taken.length);
    return taken;
  }

  /** Takes bytes that `peek` has returned. */
  take(length: number): void {
    this.#arrived = this.#arrived.subarray(length);
    this.#position += length;
  }

  /** Skips bytes. Returns how many there were: fewer if the content ends first. */
  async skip(length: number): Promise<number> {
    const to = this.#position + length;
    if (this.source !== null && length - this.#arrived.length > JUMP_BYTES) {
      const start = this.#position;
      await this.moveTo(Math.min(to, this.source.size));
      return this.#position - start;
    }
    let left = length;
    while (left > 0) {
      const piece = await this.some(left);
      if (piece === null) break;
      left -= piece.length;
    }
    return length - left;
  }

  /** Continues at an offset. Only for content that has a `source`. */
  async moveTo(offset: number): Promise<void> {
    await this.close();
    this.#stream = byteStreamOf(this.source!.slice(offset));
    this.#arrived = new Uint8Array(0);
    this.#position = offset;
  }

  /** Stops reading. */
  async close(): Promise<void> {
    await this.#stream.close?.();
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The bytes of a file, opened when the first piece is asked for. */
export function byteStreamOf(source: ByteSource): ByteStream & { close(): Promise<void> } {
  const chunks = readBlob(source);
  return {
    async read() {
      const { value, done } = await chunks.next();
      return done === true || value === undefined ? null : value;
    },
    async close() {
      await chunks.return();
    },
  };
}
