/** Characters of different values of one field that are kept. */
const MOST_CHARACTERS = 8_000_000;

/** How often the values of one field occur. */
class Tally {
  readonly counts = new Map<string, number>();
  #characters = 0;
  /** Whether there were more different values than are kept. */
  isCut = false;

  add(values: readonly string[], count = 1): void {
    for (const value of values) {
      const known = this.counts.get(value);
      if (known === undefined && this.#characters + value.length > MOST_CHARACTERS) this.isCut = true;
      else {
        if (known === undefined) this.#characters += value.length + 16;
        this.counts.set(value, (known ?? 0) + count);
      }
    }
  }
}

/** Counts the values of some fields among all results of a hunt, listed or not. */
export class FieldTallies {
  /** Those of every result, in the order in which `add` takes their values. */
  readonly fields: readonly string[];
  readonly #tallies: readonly Tally[];
  readonly #byField: Map<string, Tally>;

  constructor(fields: readonly string[]) {
    this.fields = fields;
    this.#tallies = fields.map(() => new Tally());
    this.#byField = new Map(fields.map((field, i) => [field, this.#tallies[i]!]));
  }

  /** Takes what was counted of other fields. */
  join(others: FieldTallies): void {
    for (const [field, tally] of others.#byField) this.#byField.set(field, tally);
  }

  /** @param values of each of the fields, in their order: see `countedValues` */
  add(values: readonly (readonly string[])[]): void {
    this.#tallies.forEach((tally, i) => tally.add(values[i] ?? []));
  }

  /** How often each value of a field occurs, and whether there were more values than were kept; null if it was not counted. */
  of(field: string): { readonly counts: ReadonlyMap<string, number>; readonly isCut: boolean } | null {
    return this.#byField.get(field) ?? null;
  }
}
