/** Values up to this size are kept: host names, programs, paths, hashes of files. */
const KEPT_BYTES = 256;
const SLOTS = 4096;

/** Makes the text of a value from its bytes. */
export type MakeText = (type: number, bytes: Uint8Array, at: number, size: number) => string;

/**
 * Remembers the texts of values. A log repeats the same few values, so a known one costs a comparison and no memory.
 *
 * Each slot holds the latest value with its hash, so neither memory nor time grows with the content of the evidence.
 */
export class ValuePool {
  readonly #make: MakeText;
  readonly #bytes = new Uint8Array(SLOTS * KEPT_BYTES);
  readonly #kept = viewOf(this.#bytes);
  #seen: Uint8Array = new Uint8Array(0);
  /** A view of `#seen`, to compare four bytes at once. */
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

/** Uses nine bytes at most. If two values share a slot, that costs time, but the result is still correct. */
function slotOf(type: number, bytes: Uint8Array, at: number, size: number): number {
  let hash = size * 31 + type;
  const step = Math.max(2, (size >>> 3) & ~1);
  for (let i = at + size - 2; i >= at; i -= step) hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
  return (hash ^ (hash >>> 12)) & (SLOTS - 1);
}
