/** Texts that belong together, in their order, at a time. */
const PART = 5000;
/** Characters that are kept in memory before some of the texts are put aside. */
const MAX_CHARACTERS = 48 * 1048576;

/**
 * Texts that come in any order and leave in that of their positions. While the next ones in order are missing, the others
 * wait: in memory up to a limit, beyond that in Blobs, which the browser can keep on disk.
 */
export class OrderedTexts {
  readonly #parts: Part[];
  readonly #maxCharacters: number;
  #next = 0;
  #characters = 0;

  /** @param count the number of texts: the positions are 0 to one below it */
  constructor(count: number, maxCharacters = MAX_CHARACTERS) {
    this.#maxCharacters = maxCharacters;
    this.#parts = Array.from(
      { length: Math.ceil(count / PART) },
      (_, part) => new Part(Math.min(PART, count - part * PART)),
    );
  }

  /** Adds the text of a position that has none yet. */
  add(position: number, text: string): void {
    this.#parts[Math.floor(position / PART)]!.add(position % PART, text);
    this.#characters += text.length;
    if (this.#characters > this.#maxCharacters) this.#putAside();
  }

  /** The texts that are next in order and complete. Each is given once. */
  async *complete(): AsyncGenerator<string[]> {
    for (let part = this.#parts[this.#next]; part?.isComplete; part = this.#parts[this.#next]) {
      this.#next++;
      this.#characters -= part.characters;
      yield await part.texts();
    }
  }

  /** Puts the largest parts aside until half of the limit is free. */
  #putAside(): void {
    const largestFirst = this.#parts.slice(this.#next).sort((a, b) => b.characters - a.characters);
    for (const part of largestFirst) {
      if (this.#characters <= this.#maxCharacters / 2) return;
      this.#characters -= part.characters;
      part.putAside();
    }
  }
}

/** Some texts that follow each other. */
class Part {
  readonly #count: number;
  #added = 0;
  #waiting: [position: number, text: string][] = [];
  readonly #aside: Blob[] = [];
  /** Of the texts in memory. */
  characters = 0;

  constructor(count: number) {
    this.#count = count;
  }

  get isComplete(): boolean {
    return this.#added === this.#count;
  }

  add(position: number, text: string): void {
    this.#waiting.push([position, text]);
    this.#added++;
    this.characters += text.length;
  }

  putAside(): void {
    this.#aside.push(new Blob([JSON.stringify(this.#waiting)]));
    this.#waiting = [];
    this.characters = 0;
  }

  async texts(): Promise<string[]> {
    const texts = new Array<string>(this.#count);
    for (const blob of this.#aside) {
      for (const [position, text] of JSON.parse(await blob.text()) as [number, string][])
        texts[position] = text;
    }
    for (const [position, text] of this.#waiting) texts[position] = text;
    return texts;
  }
}
