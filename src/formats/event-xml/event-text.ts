import { isValidUtf8 } from "../json/valid-utf8.ts";
import { NamePool } from "./name-pool.ts";

/** The text of one event, and the texts of its parts by their positions in the bytes. */
export class EventText {
  readonly #pool = new NamePool();
  // `ignoreBOM` keeps a byte order mark in the text: nothing that was in the evidence is dropped.
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #buffer: Uint8Array = new Uint8Array(0);
  #start = 0;
  /** The event as it stands. */
  whole = "";
  isUtf8 = true;
  /** Every byte became one unit of the text, so that positions in both are the same. */
  #isOneToOne = true;
  /** For the others: a position in the bytes, and the same one in the text. */
  #byte = 0;
  #unit = 0;

  begin(buffer: Uint8Array, start: number, end: number): void {
    this.#buffer = buffer;
    this.#start = start;
    this.whole = this.#decoder.decode(buffer.subarray(start, end));
    // Several bytes never become more units than they are: equal lengths mean that each became one.
    this.#isOneToOne = this.whole.length === end - start;
    this.isUtf8 = !this.whole.includes("\uFFFD") || isValidUtf8(buffer, start, end);
    this.#byte = start;
    this.#unit = 0;
  }

  /** A part of the event's text. Quickest where parts are asked for in ascending order. */
  part(start: number, end: number): string {
    if (this.#isOneToOne) return this.whole.slice(start - this.#start, end - this.#start);
    // Replaced bytes follow no simple arithmetic.
    if (!this.isUtf8) return this.#decoder.decode(this.#buffer.subarray(start, end));
    const from = this.#unitAt(start);
    return this.whole.slice(from, this.#unitAt(end));
  }

  /** A text that is likely to come again. */
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
