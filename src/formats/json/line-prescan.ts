import type { Prescan, RecordHandler } from "../handler.ts";
import { MAX_RECORD_BYTES } from "../limits.ts";
import type { ContentReader } from "../format.ts";
import { JsonReader } from "./json-reader.ts";

/**
 * The prescan of NDJSON: cuts the text at its line breaks and hands over the lines that the filter wants. It is three
 * times as fast as `JsonReader`, because it does not examine other lines. It is exact for wanted records; every other
 * line is only counted. A validation pass must follow.
 */
export class LinePrescan implements ContentReader {
  readonly kind = { kind: "ndjson" } as const;
  readonly #prescan: Prescan;
  readonly #reader: JsonReader;
  #buffer = new Uint8Array(2 * 1024 * 1024);
  #end = 0;
  /** Offset of the buffer's first byte in the content. */
  #base = 0;
  #line = 1;
  /** Inside a line that exceeds the length limit of a record: nothing is kept until it ends. */
  #skipping = false;
  /** Converts the reader's offsets, which count wanted lines only, to offsets in the content. */
  #delta = 0;
  #fed = 0;

  /** @param handler receives wanted records; problems are left to the validation pass */
  constructor(prescan: Prescan, handler: RecordHandler) {
    this.#prescan = prescan;
    const wanted: RecordHandler = {
      record: (record) => handler.record(record),
      skipped: () => undefined,
      notAnObject: () => undefined,
      problem: () => undefined,
    };
    this.#reader = new JsonReader("lines", wanted, {
      offset: (offset) => offset + this.#delta,
      line: () => this.#line,
    });
  }

  append(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(2 * this.#buffer.length, this.#end + chunk.length));
      larger.set(this.#buffer.subarray(0, this.#end));
      this.#buffer = larger;
    }
    const from = this.#end;
    this.#buffer.set(chunk, from);
    this.#end += chunk.length;
    this.#prescan.filter.appended(this.#buffer, this.#base, from, this.#end);
  }

  work(): boolean {
    const buffer = this.#buffer;
    const end = this.#end;
    let passed = 0;
    let start = 0;
    for (;;) {
      const newline = buffer.indexOf(0x0a, start);
      if (newline < 0 || newline >= end) break;
      if (this.#skipping) this.#skipping = false;
      else if (this.#prescan.filter.wants(this.#base + start, this.#base + newline))
        this.#take(start, newline + 1);
      else if (newline > start + 1) passed++;
      this.#line++;
      start = newline + 1;
    }
    this.#keepFrom(start);
    this.#prescan.linesPassed(passed);
    return false;
  }

  end(complete: boolean): void {
    if (!this.#skipping && this.#end > 0 && this.#prescan.filter.wants(this.#base, this.#base + this.#end)) {
      this.#take(0, this.#end);
    }
    this.#reader.end(complete);
  }

  /** Passes one line to the reader. The whole line is in the buffer, so the reader finishes it at once. */
  #take(start: number, end: number): void {
    this.#delta = this.#base + start - this.#fed;
    this.#fed += end - start;
    this.#reader.append(this.#buffer.subarray(start, end));
    this.#reader.work();
  }

  #keepFrom(start: number): void {
    if (this.#end - start > MAX_RECORD_BYTES) this.#skipping = true;
    const keep = this.#skipping ? this.#end : start;
    this.#buffer.copyWithin(0, keep, this.#end);
    this.#base += keep;
    this.#end -= keep;
  }
}
