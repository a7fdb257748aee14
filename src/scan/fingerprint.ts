/** One byte in this many is taken: enough to notice that a file was written to, cheap enough to do twice. */
const STEP = 64;
const FACTOR = 0x01000193;

/** The fingerprint of consecutive bytes of a file. */
export interface FingerprintOf {
  readonly bytes: number;
  readonly samples: number;
  readonly value: number;
}

/**
 * A number by which two reads of a file can be compared. The scan and the hash read a file separately; if it changed
 * in between, the hash would be of bytes that were never examined.
 *
 * It is a polynomial in a fixed factor, so that the numbers of two adjacent splits combine into that of both.
 */
export class Fingerprint {
  #offset: number;
  #bytes = 0;
  #samples = 0;
  #value = 0;

  /** @param offset in the file of the first byte that will be added */
  constructor(offset = 0) {
    this.#offset = offset;
  }

  add(chunk: Uint8Array): void {
    let value = this.#value;
    const first = (STEP - (this.#offset % STEP)) % STEP;
    for (let i = first; i < chunk.length; i += STEP) value = (Math.imul(value, FACTOR) + chunk[i]! + 1) | 0;
    this.#value = value;
    if (first < chunk.length) this.#samples += Math.ceil((chunk.length - first) / STEP);
    this.#offset += chunk.length;
    this.#bytes += chunk.length;
  }

  /** Adds the fingerprint of the bytes that follow, which were read elsewhere. */
  join({ bytes, samples, value }: FingerprintOf): void {
    this.#value = (Math.imul(this.#value, power(FACTOR, samples)) + value) | 0;
    this.#samples += samples;
    this.#offset += bytes;
    this.#bytes += bytes;
  }

  get parts(): FingerprintOf {
    return { bytes: this.#bytes, samples: this.#samples, value: this.#value };
  }

  finish(): string {
    return `${this.#bytes}:${(this.#value >>> 0).toString(16)}`;
  }
}

/** Modulo 2^32. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, left = exponent; left > 0; square = Math.imul(square, square), left = left >>> 1)
    if ((left & 1) === 1) result = Math.imul(result, square);
  return result;
}
