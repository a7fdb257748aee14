import type { AlertFinding } from "../../case/index.ts";
import { Dictionary, NumberColumn, RowSet } from "../../columns/index.ts";
import type { EventQuestion } from "./event-reader.svelte.ts";
import { valuesIn } from "./event-values.ts";
import type { FieldValues } from "./field-values.ts";

/** A value of which more is kept nowhere but in the event: as in the list. */
const MAX_LENGTH = 500;
/** Values of one alert, and characters of all values: evidence may be larger than memory. */
const MAX_VALUES = 50;
const MAX_CHARACTERS = 32 * 1048576;

/** The values of a field that only events have, for each alert that has been read. */
export class EventColumn implements EventQuestion {
  readonly #field: string;
  readonly #maxCharacters: number;
  readonly #texts = new Dictionary();
  readonly #members: (readonly number[])[] = [];
  readonly #sets = NumberColumn.codes();
  readonly #setOf = new Map<string, number>();
  readonly #read = new RowSet();
  #characters = 0;
  /** Values were left out, since all together are too many: they are shown as `…`. */
  isFull = false;

  constructor(field: string, maxCharacters = MAX_CHARACTERS) {
    this.#field = field;
    this.#maxCharacters = maxCharacters;
    // A row that was never read has the first set.
    this.#setWith([""]);
  }

  needs(row: number): boolean {
    return !this.#read.has(row);
  }

  take(row: number, finding: AlertFinding): void {
    this.#read.add(row);
    this.#sets.set(row, this.#setWith(valuesIn(finding, this.#field).slice(0, MAX_VALUES).map(short)));
  }

  forget(row: number): void {
    this.#read.delete(row);
    this.#sets.set(row, 0);
  }

  #setWith(values: readonly string[]): number {
    // In the order of the record: alerts with the same values in another order have a set of their own.
    const codes = [...new Set(values.map((value) => this.#codeOf(value)))];
    const key = codes.join(" ");
    let set = this.#setOf.get(key);
    if (set === undefined) {
      set = this.#members.push(codes) - 1;
      this.#setOf.set(key, set);
    }
    return set;
  }

  #codeOf(value: string): number {
    const known = this.#texts.find(value);
    if (known !== undefined) return known;
    if (this.#characters + value.length > this.#maxCharacters) {
      this.isFull = true;
      return this.#texts.codeOf("…");
    }
    this.#characters += value.length;
    return this.#texts.codeOf(value);
  }

  /** @param rows numbers that rows have: all are below this one */
  values(rows: number): FieldValues {
    const sets = this.#sets.upTo(rows) as Uint32Array;
    return { texts: this.#texts.all, sets, members: this.#members };
  }
}

function short(text: string): string {
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)}…`;
}
