/** One byte in this many is taken: enough to notice that a file was written to, cheap enough to do twice. */
const STEP = 64;

/**
 * A number by which two readings of a file can be compared. The scan and the hash read a file separately; if
 * it changed in between, the hash would vouch for bytes that were never examined.
 */
export class Fingerprint {
  #offset = 0;
  #value = 0x811c9dc5;

  add(chunk: Uint8Array): void {
    let value = this.#value;
    for (let i = (STEP - (this.#offset % STEP)) % STEP; i < chunk.length; i += STEP) {
      value = Math.imul(value ^ chunk[i]!, 0x01000193);
    }
    this.#value = value;
    this.#offset += chunk.length;
  }

  finish(): string {
    return `${this.#offset}:${(this.#value >>> 0).toString(16)}`;
  }
}
