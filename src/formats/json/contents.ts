import { MAX_DEPTH } from "../limits.ts";

/** Numbers in an entry, and what stands behind the first of them, the start of the key. */
export const ENTRY = 4;
export const KEY_END = 1;
export const VALUE_AT = 2;
/** Of a text its closing quote; of an object or a list the entry behind all that is in it. */
export const NEXT = 3;

/** Records with more values than this are seldom, and their contents are not kept. */
const MAX_ENTRIES = 4096;
export const LAST_ENTRY = (MAX_ENTRIES - 1) * ENTRY;

/**
 * Where the keys and values of a record stand: noted by `JsonScanner` while it proves the record, so that nobody has
 * to go over the bytes again to find a field. Each value is an entry, in the order of the text; the record itself is
 * the first. Positions count from the record's first byte. Between the quotes stand a key and, behind `VALUE_AT`,
 * a text; elements of a list have no key.
 */
export class Contents {
  readonly entries: Int32Array = new Int32Array(MAX_ENTRIES * ENTRY);
  /** At each depth, the object or list that is open. */
  readonly openAt: Int32Array = new Int32Array(MAX_DEPTH + 2);
  /** Behind the last entry. */
  end = 0;
  #keyStart = 0;
  #keyEnd = 0;

  /** False where the record has more values than are noted. */
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

  /** A value begins, the one of the latest key if it stands in an object. */
  add(at: number): void {
    if (this.end > LAST_ENTRY) return;
    const { entries, end } = this;
    entries[end] = this.#keyStart;
    entries[end + KEY_END] = this.#keyEnd;
    entries[end + VALUE_AT] = at;
    entries[end + NEXT] = 0;
    this.end += ENTRY;
  }

  /** The latest value is a text, and ends at this quote. */
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
