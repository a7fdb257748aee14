import type { FieldValue, Scalar } from "../../ecs/index.ts";
import type { ValidatedObject } from "../handler.ts";
import { ENTRY, NEXT, VALUE_AT } from "./contents.ts";
import { quoteBigIntegers } from "./parse-json.ts";
import { TextPool } from "./text-pool.ts";

/** Reads single values of a record, with the same results as parse-json.ts and `flatten`. */
export class ValueReader {
  readonly #texts = new TextPool();
  #buffer: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#buffer.buffer);
  #start = 0;
  #entries: Int32Array = new Int32Array(0);

  /** Sets the record to read from, and its entries. */
  use({ buffer, view, start }: ValidatedObject, entries: Int32Array): void {
    this.#buffer = buffer;
    this.#view = view;
    this.#start = start;
    this.#entries = entries;
  }

  /** Whether a value is a text whose bytes pass a test, or a number. */
  passes(entry: number, test: (buffer: Uint8Array, start: number, end: number) => boolean): boolean {
    const at = this.#start + this.#entries[entry + VALUE_AT]!;
    return (
      this.#buffer[at] === 0x22 && test(this.#buffer, at + 1, this.#start + this.#entries[entry + NEXT]!)
    );
  }

  /** @param entry of anything but an object or null */
  value(entry: number): FieldValue {
    return this.#byteAt(entry) === 0x5b ? this.elements(entry) : this.scalar(entry);
  }

  /** The scalars of a list; null is not a value. */
  elements(list: number): Scalar[] {
    const entries = this.#entries;
    const end = entries[list + NEXT]!;
    const values: Scalar[] = [];
    for (let entry = list + ENTRY; entry < end;) {
      const c = this.#byteAt(entry);
      const container = c === 0x7b || c === 0x5b;
      if (!container && c !== 0x6e) values.push(this.scalar(entry));
      entry = container ? entries[entry + NEXT]! : entry + ENTRY;
    }
    return values;
  }

  /** A text, a number, true or false. */
  scalar(entry: number): Scalar {
    const buffer = this.#buffer;
    const at = this.#start + this.#entries[entry + VALUE_AT]!;
    const c = buffer[at];
    if (c === 0x22)
      return this.#texts.take(buffer, this.#view, at + 1, this.#start + this.#entries[entry + NEXT]!);
    if (c === 0x74) return true;
    if (c === 0x66) return false;
    let number = 0;
    let i = at;
    for (let digit = buffer[i]! - 0x30; digit >= 0 && digit <= 9; digit = buffer[++i]! - 0x30)
      number = number * 10 + digit;
    // A double is exact up to this many digits.
    if (i > at && i - at <= 15 && endsNumber(buffer[i]!)) return number;
    while (!endsNumber(buffer[i]!)) i++;
    return JSON.parse(quoteBigIntegers(this.#texts.take(buffer, this.#view, at, i))) as Scalar;
  }

  #byteAt(entry: number): number {
    return this.#buffer[this.#start + this.#entries[entry + VALUE_AT]!]!;
  }
}

/** A comma, a closing bracket or white space. */
function endsNumber(c: number): boolean {
  return c === 0x2c || c === 0x7d || c === 0x5d || c <= 0x20;
}
