import { u16 } from "./bytes.ts";
import { Damage } from "./damage.ts";
import { textOfUtf16 } from "./utf16-text.ts";

/** Offset of the next name with the same hash, hash, number of characters. */
const HEADER_BYTES = 8;
const TERMINATOR_BYTES = 2;

/**
 * Names of a chunk's elements, attributes and entities. The chunk contains each name once, after the token that used it
 * first; everything else refers to it by its offset.
 */
export class Names {
  readonly #bytes: Uint8Array;
  readonly #validates: boolean;
  /** A name that is gone is read as an empty text, and is no damage. */
  replacesMissing = false;
  readonly #known = new Map<number, string>();
  /** Number of bytes lost (negative) or inserted before the current record: offsets may miss their names. */
  #shift = 0;
  /** The position after the name, if it was where it was used; otherwise where it was used. */
  next = 0;

  /** @param validates whether a name must match the hash before it; if not, a damaged name is shown as it is */
  constructor(bytes: Uint8Array, validates: boolean) {
    this.#bytes = bytes;
    this.#validates = validates;
  }

  set shift(shift: number) {
    if (shift === this.#shift) return;
    this.#shift = shift;
    this.#known.clear();
  }

  /**
   * @param offset of the name
   * @param here where the token continues
   * @throws Damage if there is no name
   */
  read(offset: number, here: number): string {
    const at = this.#locate(offset, here);
    this.next = at === here ? here + this.#length(at) : here;
    const known = this.#known.get(at);
    if (known !== undefined) return known;
    if (!(this.#validates ? this.#isHashed(at) : this.#isName(at))) {
      if (this.replacesMissing) return "";
      throw new Damage({ kind: "name" });
    }
    const text = textOfUtf16(this.#bytes, at + HEADER_BYTES, u16(this.#bytes, at + 6) * 2);
    this.#known.set(at, text);
    return text;
  }

  #locate(offset: number, here: number): number {
    if (this.#shift === 0 || offset === here) return offset;
    const moved = offset + this.#shift;
    if (moved === here) return moved;
    return this.#isHashed(offset) ? offset : moved;
  }

  #length(at: number): number {
    return HEADER_BYTES + u16(this.#bytes, at + 6) * 2 + TERMINATOR_BYTES;
  }

  #isName(at: number): boolean {
    const end = at + this.#length(at);
    return at >= 0 && end <= this.#bytes.length && u16(this.#bytes, end - TERMINATOR_BYTES) === 0;
  }

  /** Whether the text matches the hash before it: hash * 65599 + character, 16 bits of it. */
  #isHashed(at: number): boolean {
    if (!this.#isName(at)) return false;
    const bytes = this.#bytes;
    let hash = 0;
    for (let i = 0; i < u16(bytes, at + 6); i++) {
      hash = (Math.imul(hash, 65599) + u16(bytes, at + HEADER_BYTES + 2 * i)) | 0;
    }
    return (hash & 0xffff) === u16(bytes, at + 4);
  }
}
