import { MAX_DEPTH } from "../limits.ts";

/** Numbers per entry. The first is the start of the key; these are the positions of the others. */
export const ENTRY = 4;
export const KEY_END = 1;
export const VALUE_AT = 2;
/** For a text, its closing quote; for an object or list, the entry after everything in it. */
export const NEXT = 3;

/** Records with more values are rare, and their contents are not kept. */
const MAX_ENTRIES = 4096;
export const LAST_ENTRY = (MAX_ENTRIES - 1) * ENTRY;

/**
 * The positions of the keys and values of a record. `JsonScanner` notes them while it validates the record, so that
 * finding a field needs no second pass over the bytes. Each value is an entry, in text order; the first entry is the
 * record itself. Positions are relative to the record's first byte. Positions of a key exclude its quotes; `VALUE_AT`
 * is the first byte of a value, for a text its opening quote. Elements of a list have no key.
 */
export class Contents {
  readonly entries: Int32Array = new Int32Array(MAX_ENTRIES * ENTRY);
  /** The open object or list at each depth. */
  readonly openAt: Int32Array = new Int32Array(MAX_DEPTH + 2);
  /** The position after the last entry. */
  end = 0;
  #keyStart = 0;
  #keyEnd = 0;

  /** False if the record has more values than can be noted. */
  get complete(): boolean {
    return this.end <= LAST_ENTRY;
  }

  clear(): void {
    this.end = 0;
  }

  key(start: number, end: number): void {
    this.#keyStart = start;
    this.#keyEnd = end;
  }

  /** A value begins. In an object, it belongs to the latest key. */
  add(at: number): void {
    if (this.end > LAST_ENTRY) return;
    const { entries, end } = this;
    entries[end] = this.#keyStart;
    entries[end + KEY_END] = this.#keyEnd;
    entries[end + VALUE_AT] = at;
    entries[end + NEXT] = 0;
    this.end += ENTRY;
  }

  /** The latest value is a text that ends at this quote. */
  textEnds(quote: number): void {
    this.entries[this.end - ENTRY + NEXT] = quote;
  }

  /** The latest value is an object or a list. */
  open(depth: number): void {
    this.openAt[depth] = this.end - ENTRY;
  }

  close(depth: number): void {
    this.entries[this.openAt[depth]! + NEXT] = this.end;
  }
}
