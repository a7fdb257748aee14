import type { FieldTrie } from "./field-trie.ts";

const SLOTS_LOG2 = 10;
/** Numbers per slot: the origin and length of the walk, four words of the key, the resulting state. */
const SLOT = 8;
/** Four words cover a key of this length. */
const REMEMBERED_BYTES = 16;

/**
 * Follows the bytes of a key from one state of a trie to another. A log repeats the same few hundred keys, so they are
 * remembered: a known key costs a comparison of a few words, not a step per byte.
 */
export class KeyWalk {
  readonly #trie: FieldTrie;
  readonly #slots = new Int32Array(SLOT << SLOTS_LOG2);
  constructor(trie: FieldTrie) {
    this.#trie = trie;
  }

  /**
   * @param view of the buffer's bytes
   * @param end the key's closing quote, followed by at least a colon and a value
   * @returns the state at the key's end. Negative: the name left the trie after this state. 0: an escape makes the
   *   result uncertain
   */
  walk(buffer: Uint8Array, view: DataView, from: number, start: number, end: number): number {
    const length = end - start;
    if (length === 0) return from;
    if (length > REMEMBERED_BYTES) return this.#step(buffer, from, start, end);
    // A short key's word extends beyond the key. The extra bytes are compared as well, and are mostly the same.
    const first = view.getInt32(start, true);
    const last = length < 4 ? 0 : view.getInt32(end - 4, true);
    const second = length <= 8 ? 0 : view.getInt32(start + 4, true);
    const third = length <= 8 ? 0 : view.getInt32(end - 8, true);
    const origin = (from << 5) | length;
    const hash = Math.imul(first ^ Math.imul(last, 0x85ebca6b) ^ Math.imul(origin, 0xc2b2ae35), 0x9e3779b1);
    const slots = this.#slots;
    const slot = (hash >>> (32 - SLOTS_LOG2)) * SLOT;
    if (
      slots[slot] === origin &&
      slots[slot + 1] === first &&
      slots[slot + 2] === last &&
      slots[slot + 3] === second &&
      slots[slot + 4] === third
    )
      return slots[slot + 5]!;
    const to = this.#step(buffer, from, start, end);
    slots[slot] = origin;
    slots[slot + 1] = first;
    slots[slot + 2] = last;
    slots[slot + 3] = second;
    slots[slot + 4] = third;
    slots[slot + 5] = to;
    return to;
  }

  #step(buffer: Uint8Array, from: number, start: number, end: number): number {
    const { next, classOf, shift } = this.#trie;
    let state = from;
    for (let i = start; i < end; i++) {
      const to = next[(state << shift) + classOf[buffer[i]!]!]!;
      if (to === 0) return buffer[i] === 0x5c ? 0 : -state;
      state = to;
    }
    return state;
  }
}
