import { LiteralSearch } from "./literal-search.ts";

/** Where one text occurs in a content that arrives in pieces, asked for record by record from start to end. */
export class Occurrences {
  readonly #search: LiteralSearch;
  /** Offsets in the content, ascending; those before `#next` lie behind. */
  #offsets: number[] = [];
  #next = 0;

  constructor(text: string) {
    this.#search = new LiteralSearch(text);
  }

  /** Takes note of the occurrences that end in the bytes from `from` to `end`; `base` is the buffer's offset. */
  appended(buffer: Uint8Array, base: number, from: number, end: number): void {
    if (this.#next > 0) {
      this.#offsets = this.#offsets.slice(this.#next);
      this.#next = 0;
    }
    const start = Math.max(0, from - this.#search.length + 1);
    this.#search.find(buffer, start, end, (at) => this.#offsets.push(base + at));
  }

  /** Whether one lies between two offsets. Offsets must be asked for in ascending order. */
  anyIn(start: number, end: number): boolean {
    while (this.#next < this.#offsets.length && this.#offsets[this.#next]! < start) this.#next++;
    return this.#next < this.#offsets.length && this.#offsets[this.#next]! < end;
  }
}
