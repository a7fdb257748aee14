import type { RecordHandler } from "../handler.ts";
import type { SplitReader } from "../split-reader.ts";
import { JsonReader } from "./json-reader.ts";

/** Reads some lines of NDJSON. Where something of another form begins, the file has to be read from start to end. */
export class LinesSplit implements SplitReader {
  readonly #reader: JsonReader;
  /** A line may be in UTF-16, which is read from start to end: see `EncodingRuns`. */
  #mayBeUtf16 = false;

  constructor(handler: RecordHandler) {
    const origin = { offset: (offset: number) => offset, line: (line: number) => line };
    this.#reader = new JsonReader("lines", handler, origin, true);
  }

  begins(offset: number): void {
    this.#reader.startAt(offset);
  }

  append(bytes: Uint8Array): void {
    // No JSON has a zero byte.
    this.#mayBeUtf16 ||= bytes.includes(0);
    this.#reader.append(bytes);
  }

  work(): boolean {
    return this.#reader.work();
  }

  end(complete: boolean): void {
    this.#reader.end(complete);
  }

  get isSound(): boolean {
    return this.#reader.stopped === null && !this.#mayBeUtf16;
  }

  get kind() {
    return this.#reader.kind;
  }

  get lines(): number {
    return this.#reader.lines;
  }

  get responses(): number {
    return this.#reader.responses;
  }

  get batches(): number {
    return this.#reader.batches;
  }

  readonly isPrescanning = false;
  readonly isBlank = false;
  readonly endsBlank = false;
  readonly closedLists = 0;
  readonly openLists = 0;
}
