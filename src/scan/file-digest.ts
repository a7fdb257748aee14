import { Sha256, sha256Native } from "./sha256.ts";

/**
 * Files up to this size are held in memory for the browser's own digest, which wants them whole and is four to eight
 * times as fast as one in JavaScript. Most event logs are 20 MiB.
 */
const HELD_BYTES = 32 * 1024 * 1024;

/** Whether the digest of a file of this size, in bytes, costs little beside reading it. */
export function hashesQuickly(size: number): boolean {
  return size <= HELD_BYTES && sha256Native !== null;
}

/** The SHA-256 of a file that is read in pieces. */
export class FileDigest {
  #held: Uint8Array<ArrayBuffer> | null;
  #bytes = 0;
  #inPieces: Sha256 | null = null;

  /** @param size of the file, in bytes; it may turn out to have more or fewer */
  constructor(size: number) {
    this.#held = hashesQuickly(size) ? new Uint8Array(size) : null;
  }

  /** @param bytes the next piece, which the caller may overwrite afterwards */
  update(bytes: Uint8Array): void {
    const held = this.#held;
    if (held !== null && this.#bytes + bytes.length <= held.length) held.set(bytes, this.#bytes);
    else this.#hashInPieces(bytes);
    this.#bytes += bytes.length;
  }

  #hashInPieces(bytes: Uint8Array): void {
    if (this.#inPieces === null) {
      this.#inPieces = new Sha256();
      // The file has grown since its size was asked for.
      if (this.#held !== null) this.#inPieces.update(this.#held.subarray(0, this.#bytes));
      this.#held = null;
    }
    this.#inPieces.update(bytes);
  }

  /** The sum in lower-case hexadecimal. Call it once. */
  async finish(): Promise<string> {
    if (this.#held === null) return (this.#inPieces ?? new Sha256()).finish();
    const held = this.#held;
    this.#held = null;
    return sha256Native!(held.subarray(0, this.#bytes));
  }
}
