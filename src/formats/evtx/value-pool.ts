/** Values up to this size are kept: host names, programs, paths, hashes of files. */
const KEPT_BYTES = 256;
const SLOTS = 4096;

/** A value's text, made from its bytes. */
export type MakeText = (type: number, bytes: Uint8Array, at: number, size: number) => string;

/**
 * Remembers the texts of values. Most values of a log are the same few over and over: one that is known costs a
 * comparison, and no memory.
 *
 * Each slot remembers the latest value that fell on it, so neither memory nor time grows whatever the evidence holds.
 */
export class ValuePool {
  readonly #make: MakeText;
  readonly #bytes = new Uint8Array(SLOTS * KEPT_BYTES);
  readonly #kept = viewOf(this.#bytes);
  #seen: Uint8Array = new Uint8Array(0);
  /** Of `#seen`: four bytes are compared at once. */
  #view = viewOf(this.#seen);
  readonly #types = new Uint8Array(SLOTS);
  readonly #sizes = new Uint16Array(SLOTS);
  readonly #texts: string[] = new Array<string>(SLOTS).fill("");

  constructor(make: MakeText) {
    this.#make = make;
  }

  take(type: number, bytes: Uint8Array, at: number, size: number): string {
    if (size === 0) return "";
    if (size > KEPT_BYTES) return this.#make(type, bytes, at, size);
    const slot = slotOf(type, bytes, at, size);
    const kept = this.#bytes;
    const offset = slot * KEPT_BYTES;
    if (this.#sizes[slot] === size && this.#types[slot] === type) {
      if (bytes !== this.#seen) {
        this.#seen = bytes;
        this.#view = viewOf(bytes);
      }
      let i = 0;
      const words = size - 3;
      while (i < words && this.#kept.getInt32(offset + i) === this.#view.getInt32(at + i)) i += 4;
      while (i < size && kept[offset + i] === bytes[at + i]) i++;
      if (i === size) return this.#texts[slot]!;
    }
    const text = this.#make(type, bytes, at, size);
    for (let i = 0; i < size; i++) kept[offset + i] = bytes[at + i]!;
    this.#types[slot] = type;
    this.#sizes[slot] = size;
    this.#texts[slot] = text;
    return text;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** From nine bytes at the most: that two values share a slot costs time, not truth. */
function slotOf(type: number, bytes: Uint8Array, at: number, size: number): number {
  let hash = size * 31 + type;
  const step = Math.max(2, (size >>> 3) & ~1);
  for (let i = at + size - 2; i >= at; i -= step) hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
  return (hash ^ (hash >>> 12)) & (SLOTS - 1);
}
