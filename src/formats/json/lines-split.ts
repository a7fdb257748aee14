import type { RecordHandler } from "../handler.ts";
import type { SplitReader } from "../split-reader.ts";
import { JsonReader } from "./json-reader.ts";

/** Reads some lines of NDJSON. Where something of another form begins, the file has to be read from start to end. */
export class LinesSplit implements SplitReader {
  readonly #reader: JsonReader;

  constructor(handler: RecordHandler) {
    const origin = { offset: (offset: number) => offset, line: (line: number) => line };
    this.#reader = new JsonReader("lines", handler, origin, true);
  }

  begins(offset: number): void {
    this.#reader.startAt(offset);
  }

  append(bytes: Uint8Array): void {
    this.#reader.append(bytes);
  }

  work(): boolean {
    return this.#reader.work();
  }

  end(complete: boolean): void {
    this.#reader.end(complete);
  }

  get isSound(): boolean {
    return this.#reader.stopped === null;
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

  readonly isBlank = false;
  readonly endsBlank = false;
}
