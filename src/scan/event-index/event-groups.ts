import type { Dictionary } from "../../columns/index.ts";
import type { EventField, EventFilter, EventGap, EventGroup, EventGroups } from "./event-query.ts";
import { CATEGORY_SEPARATOR } from "./indexed-event.ts";
import { FoldedTexts } from "./folded-texts.ts";
import { FIELDS, type IndexedPart } from "./indexed-part.ts";
import type { QueryTests } from "./query-tests.ts";

/** More texts than an index can have: two of them make one number that is still exact. */
const TEXTS = 2 ** 22;

/** Gives each combination of values a number: 0, 1, 2, … Values that differ only in case are the same. */
export class Combinations {
  readonly #tests: QueryTests;
  readonly #fields: readonly EventField[];
  readonly #folded: FoldedTexts;
  /** For each field but the first, the number of a combination of those before it and a value. */
  readonly #numbers: readonly Map<number, number>[];
  /** The codes of each combination. */
  readonly codes: (readonly number[])[] = [];

  constructor(texts: Dictionary, tests: QueryTests, fields: readonly EventField[]) {
    this.#tests = tests;
    this.#fields = fields;
    this.#folded = new FoldedTexts(texts);
    this.#numbers = fields.map(() => new Map());
  }

  numberOf(part: IndexedPart, row: number): number {
    let number = 0;
    for (let i = 0; i < this.#fields.length; i++) {
      const numbers = this.#numbers[i]!;
      const key = number * TEXTS + this.#codeAt(i, part, row);
      const known = numbers.get(key);
      if (known !== undefined) number = known;
      else {
        const isLast = i === this.#fields.length - 1;
        number = isLast ? this.codes.length : numbers.size;
        numbers.set(key, number);
        if (isLast) this.codes.push(this.#fields.map((_, each) => this.#codeAt(each, part, row)));
      }
    }
    return number;
  }

  #codeAt(i: number, part: IndexedPart, row: number): number {
    const [column, position] = FIELDS[this.#fields[i]!];
    return this.#folded.codeOf(this.#tests.textCode(column, position, part[column][row]!));
  }
}

/** Counts events by their values in some fields. */
export class EventGrouping {
  readonly #texts: Dictionary;
  readonly #combinations: Combinations;
  readonly #counts: number[] = [];
  readonly #froms: number[] = [];
  readonly #tos: number[] = [];

  /** @param fields at least one */
  constructor(texts: Dictionary, tests: QueryTests, fields: readonly EventField[]) {
    this.#texts = texts;
    this.#combinations = new Combinations(texts, tests, fields);
  }

  add(part: IndexedPart, row: number): void {
    const number = this.#combinations.numberOf(part, row);
    const time = part.times[row]!;
    this.#counts[number] = (this.#counts[number] ?? 0) + 1;
    if (Number.isNaN(time)) return;
    this.#froms[number] = Math.min(this.#froms[number] ?? Infinity, time);
    this.#tos[number] = Math.max(this.#tos[number] ?? -Infinity, time);
  }

  /** @param limit the most groups */
  finish(limit: number): EventGroups {
    const groups = this.#combinations.codes.map((codes, number): EventGroup => {
      const values = codes.map((code) => this.#texts.textOf(code));
      return {
        values,
        count: this.#counts[number]!,
        from: this.#froms[number] ?? NaN,
        to: this.#tos[number] ?? NaN,
      };
    });
    groups.sort((a, b) => b.count - a.count);
    return { groups: groups.slice(0, limit), distinct: groups.length };
  }
}

/** Finds the longest time without an event of each host in each channel. */
export class GapSearch {
  readonly #texts: Dictionary;
  readonly #combinations: Combinations;
  readonly #last: number[] = [];
  readonly #gaps: EventGap[] = [];

  constructor(texts: Dictionary, tests: QueryTests) {
    this.#texts = texts;
    this.#combinations = new Combinations(texts, tests, ["host.name", "winlog.channel"]);
  }

  /** Takes the events in the order of their times. */
  add(part: IndexedPart, row: number): void {
    const time = part.times[row]!;
    if (Number.isNaN(time)) return;
    const number = this.#combinations.numberOf(part, row);
    const known = this.#gaps[number];
    const from = this.#last[number] ?? time;
    this.#last[number] = time;
    if (known === undefined) {
      const [host, channel] = this.#combinations.codes[number]!.map((code) => this.#texts.textOf(code));
      this.#gaps[number] = { host: host!, channel: channel!, from, to: time, count: 1 };
    } else {
      const isLonger = time - from > known.to - known.from;
      this.#gaps[number] = { ...known, ...(isLonger && { from, to: time }), count: known.count + 1 };
    }
  }

  /** The longest first; hosts and channels with a single event, or all at one moment, have none. */
  finish(limit: number): { readonly gaps: EventGap[]; readonly distinct: number } {
    const gaps = this.#gaps
      .filter(({ from, to }) => to > from)
      .sort((a, b) => b.to - b.from - (a.to - a.from));
    return { gaps: gaps.slice(0, limit), distinct: gaps.length };
  }
}

/**
 * Brings the values of a field that differ only in case together. An event of several categories counts for each.
 *
 * @param counts by the code of each text
 * @param limit the most values; those that a filter on the field names come in addition
 */
export function facetOf(
  field: EventField,
  texts: Dictionary,
  counts: Float64Array,
  { filters, limit }: { readonly filters: readonly EventFilter[]; readonly limit: number },
): { readonly values: (readonly [string, number])[]; readonly distinct: number } {
  const byFolded = new Map<string, { value: string; most: number; count: number }>();
  counts.forEach((count, code) => {
    if (count === 0) return;
    const text = texts.textOf(code);
    for (const value of field === "event.category" ? text.split(CATEGORY_SEPARATOR) : [text]) {
      const folded = value.toLowerCase();
      const known = byFolded.get(folded);
      if (known === undefined) byFolded.set(folded, { value, most: count, count });
      else {
        known.count += count;
        // The spelling that most events have.
        if (count > known.most) [known.value, known.most] = [value, count];
      }
    }
  });
  const sorted = [...byFolded].sort(([, a], [, b]) => b.count - a.count);
  const named = new Map(
    filters
      .filter((filter) => filter.field === field)
      .flatMap(({ values }) => values.map((value) => [value.toLowerCase(), value])),
  );
  const shown = new Set(sorted.slice(0, limit).map(([folded]) => folded));
  const values = sorted
    .filter(([folded], i) => i < limit || named.has(folded))
    .map(([, { value, count }]) => [value, count] as const);
  const without = [...named].filter(([folded]) => !shown.has(folded) && !byFolded.has(folded));
  return {
    values: [...values, ...without.map(([, value]) => [value, 0] as const)],
    distinct: byFolded.size + without.length,
  };
}
