import { u16, u32 } from "./bytes.ts";
import { Damage } from "./damage.ts";
import type { ValueTexts } from "./value-text.ts";
import { ARRAY, VALUE } from "./value-types.ts";

const DESCRIPTOR_BYTES = 4;

/** The values of a template's instance: the position and text of each. */
export class Values {
  readonly #texts: ValueTexts;
  #bytes: Uint8Array = new Uint8Array(0);
  #count = 0;
  #types = new Uint8Array(64);
  #starts = new Uint32Array(64);
  #sizes = new Uint16Array(64);

  constructor(texts: ValueTexts) {
    this.#texts = texts;
  }

  /** For an element without a template, which has no values. */
  clear(): void {
    this.#count = 0;
  }

  /**
   * @param at the number of values
   * @param end the instance must end before this
   * @param cut bytes are missing at the end: then values there count as missing, not as damaged
   * @returns where the instance ends
   * @throws Damage
   */
  read(bytes: Uint8Array, at: number, end: number, cut: boolean): number {
    const descriptors = at + 4;
    const count = descriptors <= end ? u32(bytes, at) : Infinity;
    let start = descriptors + count * DESCRIPTOR_BYTES;
    if (start > end) throw new Damage({ kind: "value-list" });
    this.#bytes = bytes;
    this.#count = count;
    this.#grow(count);
    for (let i = 0; i < count; i++) {
      const descriptor = descriptors + i * DESCRIPTOR_BYTES;
      const size = u16(bytes, descriptor);
      const isHere = start + size <= end;
      if (!isHere && !cut) throw new Damage({ kind: "value" });
      this.#sizes[i] = size;
      this.#types[i] = isHere ? bytes[descriptor + 2]! : VALUE.none;
      this.#starts[i] = start;
      start += size;
    }
    return Math.min(start, end);
  }

  get count(): number {
    return this.#count;
  }

  /** The type of a value, with the flag of arrays. */
  type(i: number): number {
    return this.#types[i]!;
  }

  isMissing(i: number): boolean {
    return i >= this.#count || this.#types[i] === VALUE.none;
  }

  isArray(i: number): boolean {
    return i < this.#count && (this.#types[i]! & ARRAY) !== 0;
  }

  /** At most one value, and no elements. */
  isPlain(i: number): boolean {
    return !this.isArray(i) && !this.isFragment(i);
  }

  /** The value is itself binary XML. */
  isFragment(i: number): boolean {
    return i < this.#count && this.#types[i] === VALUE.binXml;
  }

  start(i: number): number {
    return this.#starts[i]!;
  }

  end(i: number): number {
    return this.#starts[i]! + this.#sizes[i]!;
  }

  /** Empty for a missing value. */
  text(i: number): string {
    if (i >= this.#count) return "";
    return this.#texts.text(this.#types[i]!, this.#bytes, this.#starts[i]!, this.#sizes[i]!);
  }

  /** The items of an array. */
  items(i: number): string[] {
    return this.#texts.items(this.#types[i]!, this.#bytes, this.#starts[i]!, this.#sizes[i]!);
  }

  #grow(count: number): void {
    if (count <= this.#types.length) return;
    this.#types = new Uint8Array(count);
    this.#starts = new Uint32Array(count);
    this.#sizes = new Uint16Array(count);
  }
}
