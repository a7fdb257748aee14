import { u16, u32 } from "./bytes.ts";
import { Damage } from "./damage.ts";
import { isHashedName, isName, NAME_HEADER_BYTES, TERMINATOR_BYTES } from "./name-hash.ts";
import type { MovedBytes } from "./moved-bytes.ts";
import { textOfUtf16 } from "./utf16-text.ts";

/**
 * Names of a chunk's elements, attributes and entities. The chunk contains each name once, after the token that used it
 * first; everything else refers to it by its offset.
 */
export class ChunkNames {
  readonly #bytes: Uint8Array;
  readonly #validates: boolean;
  /** A name that is gone is read as an empty text, and is no damage. */
  replacesMissing = false;
  readonly #known = new Map<number, string>();
  /** Number of bytes lost (negative) or inserted before the current record: offsets may miss their names. */
  #shift = 0;
  #moved: MovedBytes | null = null;
  /** The position after the name, if it was where it was used; otherwise where it was used. */
  next = 0;

  /** @param validates whether a name must match the hash before it; if not, a damaged name is shown as it is */
  constructor(bytes: Uint8Array, validates: boolean) {
    this.#bytes = bytes;
    this.#validates = validates;
  }

  /** @param moved where bytes of the chunk are now; null if they are where they were written */
  move(shift: number, moved: MovedBytes | null): void {
    this.#moved = moved;
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
    if (!(this.#validates ? isHashedName(this.#bytes, at) : isName(this.#bytes, at))) {
      if (this.replacesMissing) return "";
      throw new Damage({ kind: "name" });
    }
    const text = textOfUtf16(this.#bytes, at + NAME_HEADER_BYTES, u16(this.#bytes, at + 6) * 2);
    this.#known.set(at, text);
    return text;
  }

  #locate(offset: number, here: number): number {
    if (offset === here) return offset;
    const shifted = offset + this.#shift;
    if (shifted === here) return shifted;
    const moved = this.#moved?.positionsOf(offset) ?? [];
    if (moved.includes(here)) return here;
    if (this.#shift === 0 && moved.length === 0) return offset;
    const names = [...moved, offset].filter((at) => isHashedName(this.#bytes, at));
    // Where it was used first, the name follows its own offset.
    return names.find((at) => u32(this.#bytes, at - 4) === offset) ?? names[0] ?? shifted;
  }

  #length(at: number): number {
    return NAME_HEADER_BYTES + u16(this.#bytes, at + 6) * 2 + TERMINATOR_BYTES;
  }
}
