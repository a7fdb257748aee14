/** A table of lines, each a key, a blank and words, which is read when it is asked for first. */
export class Table {
  readonly #text: () => string;
  #lines: ReadonlyMap<string, string> | null = null;

  /** @param text see `packed` */
  constructor(text: () => string) {
    this.#text = text;
  }

  get #map(): ReadonlyMap<string, string> {
    this.#lines ??= new Map(
      this.#text()
        .trim()
        .split("\n")
        .map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]),
    );
    return this.#lines;
  }

  get(key: string): string | undefined {
    return this.#map.get(key);
  }

  entries(): IterableIterator<[string, string]> {
    return this.#map.entries();
  }
}
