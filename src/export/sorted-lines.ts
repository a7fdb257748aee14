import { compareInstants, type Instant } from "../time/index.ts";

/** Where a line belongs among others: by time, then by the position of its file, then by its place in it. */
export interface LineKey {
  /** Null without a time: such lines come first, as in Elasticsearch's order. */
  readonly instant: Instant | null;
  readonly file: number;
  readonly offset: number;
}

interface Line extends LineKey {
  /** Empty for a line that counts among the others, but is not written. */
  readonly text: Uint8Array<ArrayBuffer>;
}

export interface SortOptions {
  readonly isDescending: boolean;
  /** Bytes of lines that are sorted in memory at once: for tests. */
  readonly runBytes?: number;
}

const RUN_BYTES = 16 * 1024 * 1024;
/** Bytes that are read of each sorted run, and written, at a time. */
const READ_BYTES = 512 * 1024;
const WRITE_BYTES = 4 * 1024 * 1024;

const encoder = new TextEncoder();

/**
 * Sorts any number of lines in bounded memory: a few megabytes at a time are sorted and put into a Blob, which the browser can
 * keep on disk, and at the end these are merged. In memory there are about forty bytes a line.
 */
export class SortedLines {
  readonly #isDescending: boolean;
  readonly #runBytes: number;
  #lines: Line[] = [];
  #bytes = 0;
  readonly #runs: SortedRun[] = [];
  count = 0;

  constructor({ isDescending, runBytes = RUN_BYTES }: SortOptions) {
    this.#isDescending = isDescending;
    this.#runBytes = runBytes;
  }

  /** @param text empty for a line that counts, but is not written */
  add(key: LineKey, text: string): void {
    const encoded = encoder.encode(text);
    this.#lines.push({ ...key, text: encoded });
    this.#bytes += encoded.length + 64;
    this.count++;
    if (this.#bytes >= this.#runBytes) this.#endRun();
  }

  #compare(a: LineKey, b: LineKey): number {
    const order = compareInstants(a.instant, b.instant) || a.file - b.file || a.offset - b.offset;
    return this.#isDescending ? -order : order;
  }

  #endRun(): void {
    if (this.#lines.length === 0) return;
    this.#lines.sort((a, b) => this.#compare(a, b));
    this.#runs.push(new SortedRun(this.#lines));
    this.#lines = [];
    this.#bytes = 0;
  }

  /**
   * Writes the lines from one position to another, in order.
   *
   * @returns pieces of the file
   */
  async finish(from: number, to: number): Promise<Blob[]> {
    this.#endRun();
    const parts: Blob[] = [];
    let waiting: Uint8Array<ArrayBuffer>[] = [];
    let bytes = 0;
    const heads = this.#runs.filter((run) => run.isOpen);
    for (let at = 0; at < to && heads.length > 0; at++) {
      let first = 0;
      for (let i = 1; i < heads.length; i++) if (this.#compare(heads[i]!, heads[first]!) < 0) first = i;
      const text = await heads[first]!.take();
      if (!heads[first]!.isOpen) heads.splice(first, 1);
      if (at < from || text.length === 0) continue;
      waiting.push(text);
      bytes += text.length;
      if (bytes < WRITE_BYTES) continue;
      parts.push(new Blob(waiting));
      [waiting, bytes] = [[], 0];
    }
    if (waiting.length > 0) parts.push(new Blob(waiting));
    return parts;
  }
}

/** Sorted lines in a Blob, which are taken one after the other. It is the key of the next. */
class SortedRun implements LineKey {
  readonly #blob: Blob;
  readonly #seconds: Float64Array;
  readonly #nanos: Float64Array;
  readonly #files: Uint32Array;
  readonly #offsets: Float64Array;
  readonly #lengths: Uint32Array;
  #at = 0;
  /** The bytes of the Blob that were read last, and where they begin in it. */
  #read = new Uint8Array(0);
  #readFrom = 0;
  /** Where the next line begins in the Blob. */
  #start = 0;

  constructor(lines: readonly Line[]) {
    this.#blob = new Blob(lines.map(({ text }) => text));
    this.#seconds = Float64Array.from(lines, ({ instant }) => instant?.ms ?? NaN);
    this.#nanos = Float64Array.from(lines, ({ instant }) => instant?.ns ?? NaN);
    this.#files = Uint32Array.from(lines, ({ file }) => file);
    this.#offsets = Float64Array.from(lines, ({ offset }) => offset);
    this.#lengths = Uint32Array.from(lines, ({ text }) => text.length);
  }

  get isOpen(): boolean {
    return this.#at < this.#lengths.length;
  }

  get instant(): Instant | null {
    const ms = this.#seconds[this.#at]!;
    return Number.isNaN(ms) ? null : { ms, ns: this.#nanos[this.#at]! };
  }

  get file(): number {
    return this.#files[this.#at]!;
  }

  get offset(): number {
    return this.#offsets[this.#at]!;
  }

  /** The next line, valid for ever. */
  async take(): Promise<Uint8Array<ArrayBuffer>> {
    const length = this.#lengths[this.#at++]!;
    const from = this.#start;
    this.#start += length;
    if (this.#start > this.#readFrom + this.#read.length) {
      const end = Math.max(this.#start, from + READ_BYTES);
      this.#read = new Uint8Array(await this.#blob.slice(from, end).arrayBuffer());
      this.#readFrom = from;
    }
    return this.#read.subarray(from - this.#readFrom, this.#start - this.#readFrom);
  }
}
