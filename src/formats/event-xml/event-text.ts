import { isValidUtf8 } from "../json/valid-utf8.ts";
import { NamePool } from "./name-pool.ts";

/** The text of one event, and the texts of its parts by byte position. */
export class EventText {
  readonly #pool = new NamePool();
  // `ignoreBOM` keeps a byte order mark in the text: nothing in the evidence is dropped.
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #buffer: Uint8Array = new Uint8Array(0);
  #start = 0;
  /** The text of the event as written. */
  text = "";
  isUtf8 = true;
  /** Every byte became one UTF-16 unit, so byte positions are text positions. */
  #isOneToOne = true;
  /** For other texts: a byte position, and the corresponding text position. */
  #byte = 0;
  #unit = 0;

  begin(buffer: Uint8Array, start: number, end: number): void {
    this.#buffer = buffer;
    this.#start = start;
    this.text = this.#decoder.decode(buffer.subarray(start, end));
    // A sequence of bytes never becomes more units than it has bytes: equal lengths mean that each byte became one
    // unit.
    this.#isOneToOne = this.text.length === end - start;
    this.isUtf8 = !this.text.includes("\uFFFD") || isValidUtf8(buffer, start, end);
    this.#byte = start;
    this.#unit = 0;
  }

  /** Returns a part of the event's text. Fastest in ascending order. */
  part(start: number, end: number): string {
    if (this.#isOneToOne) return this.text.slice(start - this.#start, end - this.#start);
    // Text positions cannot be computed once invalid bytes have been replaced.
    if (!this.isUtf8) return this.#decoder.decode(this.#buffer.subarray(start, end));
    const from = this.#unitAt(start);
    return this.text.slice(from, this.#unitAt(end));
  }

  /** Returns a text that is likely to recur. */
  name(start: number, end: number): string {
    return this.#pool.take(this.#buffer, start, end);
  }

  #unitAt(position: number): number {
    if (position < this.#byte) {
      this.#byte = this.#start;
      this.#unit = 0;
    }
    const buffer = this.#buffer;
    let unit = this.#unit;
    for (let i = this.#byte; i < position; i++) {
      const byte = buffer[i]!;
      // Continuation bytes add nothing; a four-byte character is two units.
      if ((byte & 0xc0) !== 0x80) unit += byte >= 0xf0 ? 2 : 1;
    }
    this.#byte = position;
    this.#unit = unit;
    return unit;
  }
}
