import { joined, type Stage } from "../bytes/index.ts";
import { DeclaredText } from "./declared-text.ts";
import { BEFORE_ZERO, findPlain, findSwapped, findUtf16 } from "./encoding-change.ts";
import { type Utf16, Utf16ToUtf8 } from "./utf16.ts";

const NOTHING = new Uint8Array(0);
/** Bytes of plain text that wait for the next ones, which may show that they are UTF-16. */
const HELD_BYTES = BEFORE_ZERO;

/** A part of the content in one encoding. */
interface Run {
  readonly encoding: string | null;
  /** Where it begins in the file's content, and in the UTF-8 text. */
  readonly start: number;
  readonly textStart: number;
  /** Null for UTF-8, whose bytes are passed on as they are. */
  readonly decoder: Utf16ToUtf8 | DeclaredText | null;
}

/**
 * Decodes a text to UTF-8 whose encoding may change: UTF-16 after another one, in either byte
 * order, and back. Tracks which byte came from
 * where. Text without a zero byte costs no more than the search for one.
 */
export class EncodingRuns implements Stage {
  readonly #base: string | null;
  readonly #next: Stage;
  #run: Run;
  /** The runs that may still be asked about, oldest first. */
  readonly #asked: Run[];
  readonly #encodings: (string | null)[] = [];
  #held: Uint8Array = NOTHING;
  /** What is held has not been looked at. */
  #hasMore = false;
  /** The last two bytes that were passed on in a plain run; -1 for none. */
  #before: [number, number] = [-1, -1];
  /** Bytes of the content that were passed on, and bytes of text that the next stage has got. */
  #passed = 0;
  #written = 0;
  readonly #decoders: (Utf16ToUtf8 | DeclaredText)[] = [];

  /**
   * @param first the encoding that the text begins in; null for UTF-8
   * @param base the encoding of what is not UTF-16; null for UTF-8
   */
  constructor(first: string | null, base: string | null, next: Stage) {
    this.#base = base;
    this.#next = next;
    this.#run = this.#begin(first);
    this.#asked = [this.#run];
  }

  /** The encodings of the text, in order of appearance; null for UTF-8. */
  get encodings(): readonly (string | null)[] {
    return this.#encodings;
  }

  /** See `Utf16ToUtf8`. */
  get unpaired(): number {
    return this.#decoders.reduce((sum, one) => sum + (one instanceof Utf16ToUtf8 ? one.replaced : 0), 0);
  }

  /** Number of characters that the older encoding does not have. */
  get replaced(): number {
    return this.#decoders.reduce((sum, one) => sum + (one instanceof DeclaredText ? one.replaced : 0), 0);
  }

  /** Offsets of missing or extra bytes in UTF-16. */
  readonly slips: number[] = [];

  append(chunk: Uint8Array): void {
    if (this.#isPlain && chunk.length > HELD_BYTES && !chunk.includes(0) && !this.#held.includes(0)) {
      this.#pass(this.#held);
      this.#pass(chunk.subarray(0, -HELD_BYTES));
      this.#held = chunk.slice(-HELD_BYTES);
    } else {
      this.#held = joined([this.#held, chunk]);
      this.#hasMore = true;
    }
  }

  work(): boolean {
    if (this.#hasMore) this.#advance(false);
    return this.#next.work();
  }

  end(complete: boolean): void {
    this.#advance(true);
    this.#finish(complete);
    this.#next.end(complete);
  }

  /** The byte order of UTF-16 in the text so far, if there was any. */
  get #usual(): Utf16 | null {
    return this.#encodings.find((one) => one === "utf-16le" || one === "utf-16be") ?? null;
  }

  get #isPlain(): boolean {
    return !(this.#run.decoder instanceof Utf16ToUtf8);
  }

  #advance(ended: boolean): void {
    this.#hasMore = false;
    for (;;) {
      const held = this.#held;
      if (this.#isPlain) {
        const found = findUtf16(held, this.#before, ended, this.#usual);
        this.#take(typeof found === "number" ? found : found.at);
        if (typeof found === "number") return;
        this.#change(found.encoding);
      } else {
        const encoding = this.#run.encoding as Utf16;
        const swapped = findSwapped(held, encoding, ended);
        const before = swapped.found ? held.subarray(0, swapped.at) : held;
        const plain = findPlain(before, encoding, ended || swapped.found);
        this.#take(Math.min(plain.at, swapped.at));
        if (plain.found) this.#change(this.#base);
        else if (swapped.found) this.#change(encoding === "utf-16le" ? "utf-16be" : "utf-16le");
        else return;
      }
    }
  }

  /** Passes on the first bytes that were held. */
  #take(length: number): void {
    this.#pass(this.#held.subarray(0, length));
    while (this.#next.work());
    this.#held = this.#held.slice(length);
  }

  #pass(bytes: Uint8Array): void {
    const { length } = bytes;
    if (length === 0) return;
    this.#before = [length > 1 ? bytes[length - 2]! : this.#before[1], bytes[length - 1]!];
    this.#passed += length;
    const { decoder } = this.#run;
    if (decoder === null) {
      this.#written += length;
      this.#next.append(bytes);
    } else {
      decoder.append(bytes);
      while (decoder.work());
    }
  }

  #change(encoding: string | null): void {
    this.#finish(true);
    // What is before it was another encoding, of which it can be no more than the end of a line.
    this.#before = [-1, -1];
    this.#run = this.#begin(encoding);
    this.#asked.push(this.#run);
  }

  #begin(encoding: string | null): Run {
    if (!this.#encodings.includes(encoding)) this.#encodings.push(encoding);
    const decoder = this.#decoderOf(encoding);
    if (decoder !== null) this.#decoders.push(decoder);
    return { encoding, start: this.#passed, textStart: this.#written, decoder };
  }

  #decoderOf(encoding: string | null): Utf16ToUtf8 | DeclaredText | null {
    if (encoding === null) return null;
    const next: Stage = {
      append: (text) => {
        this.#written += text.length;
        this.#next.append(text);
      },
      work: () => this.#next.work(),
      // Another encoding may follow.
      end: () => undefined,
    };
    return encoding === "utf-16le" || encoding === "utf-16be"
      ? new Utf16ToUtf8(encoding, next)
      : new DeclaredText(encoding, next);
  }

  /** Ends the run. */
  #finish(complete: boolean): void {
    const { decoder, start } = this.#run;
    decoder?.end(complete);
    if (decoder instanceof Utf16ToUtf8) for (const slip of decoder.slips) this.slips.push(start + slip);
  }

  /** Converts an offset in the UTF-8 text to an offset in the content. Ask in ascending order. */
  fileOffset(offset: number): number {
    while (this.#asked.length > 1 && this.#asked[1]!.textStart <= offset) this.#asked.shift();
    const { start, textStart, decoder } = this.#asked[0]!;
    const within = offset - textStart;
    return start + (decoder === null ? within : decoder.fileOffset(within));
  }
}
