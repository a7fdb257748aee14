import type { ContentReader } from "./format.ts";
import type { ContentKind } from "./format-kind.ts";
import type { SplitReader } from "./split-reader.ts";

/** A reader that can begin and end within a file, where a record begins. */
export interface PartReader extends ContentReader {
  /** Call before the first byte arrives, if that byte is inside the file. */
  startAt(offset: number): void;
  /**
   * Ends a part of the content, whose rest is read elsewhere.
   *
   * @returns false if what has begun goes on in what follows, so that the part cannot be read by itself
   */
  endPart(): boolean;
  /** Line breaks so far. */
  readonly lines: number;
  /** See `SplitReader`. */
  readonly closedLists?: number;
  readonly openLists?: number;
}

/**
 * Reads the records of a text that begin in one split. It begins where one does. If it also ends where the next one
 * begins, with nothing open, the reader of the whole file is in the same state there, so that both find the same.
 */
export class TextSplit implements SplitReader {
  readonly #reader: PartReader;
  readonly #size: number;
  readonly isPrescanning: boolean;
  /** The first byte that has not arrived. */
  #at = 0;
  /** Some of it may be in UTF-16, which is read from start to end: see `EncodingRuns`. */
  #mayBeUtf16 = false;
  #isWhole = true;

  /** @param size of the file in bytes; Infinity if its end makes no difference */
  constructor(reader: PartReader, size: number, isPrescanning: boolean) {
    this.isPrescanning = isPrescanning;
    this.#reader = reader;
    this.#size = size;
  }

  begins(offset: number): void {
    this.#at = offset;
    if (offset > 0) this.#reader.startAt(offset);
  }

  append(bytes: Uint8Array): void {
    this.#at += bytes.length;
    this.#mayBeUtf16 ||= bytes.includes(0);
    this.#reader.append(bytes);
  }

  work(): boolean {
    return this.#reader.work();
  }

  end(complete: boolean): void {
    if (!complete || this.#at === this.#size) this.#reader.end(complete);
    else if (this.#at > 0) this.#isWhole = this.#reader.endPart();
  }

  get isSound(): boolean {
    return this.#isWhole && !this.#mayBeUtf16 && (this.#reader.stopped ?? null) === null;
  }

  get kind(): ContentKind {
    return this.#reader.kind;
  }

  get lines(): number {
    return this.#reader.lines;
  }

  get closedLists(): number {
    return this.#reader.closedLists ?? 0;
  }

  get openLists(): number {
    return this.#reader.openLists ?? 0;
  }

  readonly responses = 0;
  readonly batches = 0;
  readonly isBlank = false;
  readonly endsBlank = false;
}
