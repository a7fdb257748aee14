import type { FlatEvent } from "../../ecs/index.ts";

/** What is known of one field of the evidence. */
export interface KnownField {
  readonly name: string;
  /** Whether an event of the evidence has it, as far as events were looked at. */
  readonly occurs: boolean;
  /** Some of its values, the first ones that were met. */
  readonly values: readonly string[];
}

/** Values of a field that are kept, and characters of each. */
const MOST_VALUES = 50;
const MOST_OF_VALUE = 200;
/** A record may have a hundred thousand fields of its own. */
const MOST_FIELDS = 20_000;

/** Gathers the names of fields, and values that they have. */
export class KnownFields {
  readonly #fields = new Map<string, { occurs: boolean; readonly values: Set<string> }>();

  /** Fields that rules or the index know, whether or not an event has them. */
  addNames(names: Iterable<string>): void {
    for (const name of names) this.#of(name);
  }

  /** Fields that events have. */
  addSeen(names: Iterable<string>): void {
    for (const name of names) {
      const field = this.#of(name);
      if (field !== undefined) field.occurs = true;
    }
  }

  addEvent(event: FlatEvent): void {
    for (const [name, value] of Object.entries(event)) {
      const field = this.#of(name);
      if (field === undefined || value === undefined) continue;
      field.occurs = true;
      for (const each of Array.isArray(value) ? value.slice(0, MOST_VALUES) : [value]) {
        const text = String(each);
        if (field.values.size >= MOST_VALUES) break;
        if (text !== "" && text.length <= MOST_OF_VALUE) field.values.add(text);
      }
    }
  }

  #of(name: string): { occurs: boolean; readonly values: Set<string> } | undefined {
    const known = this.#fields.get(name);
    if (known !== undefined || this.#fields.size >= MOST_FIELDS) return known;
    const field = { occurs: false, values: new Set<string>() };
    this.#fields.set(name, field);
    return field;
  }

  get(name: string): KnownField | undefined {
    const field = this.#fields.get(name);
    return field && { name, occurs: field.occurs, values: [...field.values] };
  }

  /** Alphabetically. */
  names(): readonly string[] {
    return [...this.#fields.keys()].sort();
  }
}
