/** Slots of an empty table. At most half of the slots are in use. */
const FIRST_SLOTS = 1024;

/**
 * Rows of codes, each once. It has a hash table of its own: nearly every event asks for three rows, and to make a text of
 * the codes as the key of a Map took half of the time of the index.
 */
export class KeyedRows {
  readonly #width: number;
  readonly #keyWidth: number;
  readonly #codes: number[] = [];
  readonly #keys: number[] = [];
  /** For each slot the number of a row and one more; 0 for none. */
  #slots = new Uint32Array(FIRST_SLOTS);
  #rows = 0;

  /**
   * @param width codes in a row
   * @param keyWidth codes in a key
   */
  constructor(width: number, keyWidth: number) {
    this.#width = width;
    this.#keyWidth = keyWidth;
  }

  /** The row with a key, which gets the codes that it still lacks: only the start of a process names its parent. */
  rowOf(key: readonly number[], codes: readonly number[]): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(key) & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const row = this.#slots[slot]! - 1;
      if (!this.#hasKey(row, key)) continue;
      this.#complete(row, codes);
      return row;
    }
    const row = this.#rows++;
    this.#slots[slot] = row + 1;
    for (const code of key) this.#keys.push(code);
    for (const code of codes) this.#codes.push(code);
    if (2 * this.#rows > this.#slots.length) this.#grow();
    return row;
  }

  get codes(): Uint32Array<ArrayBuffer> {
    return Uint32Array.from(this.#codes);
  }

  #hasKey(row: number, key: readonly number[]): boolean {
    const at = row * this.#keyWidth;
    for (let i = 0; i < key.length; i++) if (this.#keys[at + i] !== key[i]) return false;
    return true;
  }

  #complete(row: number, codes: readonly number[]): void {
    const at = row * this.#width;
    for (let i = 0; i < codes.length; i++) if (this.#codes[at + i] === 0) this.#codes[at + i] = codes[i]!;
  }

  #grow(): void {
    const slots = new Uint32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let row = 0; row < this.#rows; row++) {
      const key = this.#keys.slice(row * this.#keyWidth, (row + 1) * this.#keyWidth);
      let slot = hashOf(key) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
    }
    this.#slots = slots;
  }
}

/** FNV-1a over whole numbers, and their high bits mixed into the low ones. */
function hashOf(key: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key[i]!, 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
