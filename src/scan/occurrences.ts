import type { BytesSearch } from "./text-search.ts";

/** The most offsets kept: a line of a gigabyte can consist of nothing but the text. */
const MAX_KEPT = 100_000;

/** Where a text occurs in content that arrives in pieces, queried record by record from start to end. */
export class Occurrences {
  readonly #search: BytesSearch;
  /** Offsets in the content, ascending; those before `#next` are done. */
  #offsets: number[] = [];
  #next = 0;
  /** Up to here the text occurs so often that its offsets were not kept: it counts as occurring everywhere. */
  #denseUntil = -1;

  constructor(search: BytesSearch) {
    this.#search = search;
  }

  /** Records the occurrences that end in the bytes from `from` to `end`; `base` is the buffer's offset. */
  appended(buffer: Uint8Array, base: number, from: number, end: number): void {
    if (this.#next > 0) {
      this.#offsets = this.#offsets.slice(this.#next);
      this.#next = 0;
    }
    const start = Math.max(0, from - this.#search.length + 1);
    this.#search.find(buffer, start, end, (at) => this.#offsets.push(base + at));
    if (this.#offsets.length > MAX_KEPT) {
      this.#denseUntil = this.#offsets.at(-1)!;
      this.#offsets = [];
    }
  }

  /** Whether one lies between two offsets. Offsets must be asked for in ascending order. */
  anyIn(start: number, end: number): boolean {
    if (start <= this.#denseUntil) return true;
    while (this.#next < this.#offsets.length && this.#offsets[this.#next]! < start) this.#next++;
    return this.#next < this.#offsets.length && this.#offsets[this.#next]! < end;
  }
}
