import type { TermMatch } from "../../eql/index.ts";
import { compareTiebreakers } from "../../match/index.ts";
import { epochMillis } from "../../time/index.ts";
import type { TermMatchColumns } from "./term-matches.ts";

/** One event of a sequence: its location and its time. */
export interface CorrelatedEvent {
  /** Index of its file among the parts. */
  readonly part: number;
  readonly offset: number;
  readonly length: number;
  readonly line: number;
  /** See `RecordLocation.member`. */
  readonly member?: string;
  /** Whole milliseconds since 1970, from the field that the rule orders events by; NaN if it has no valid time. */
  readonly millis: number;
}

/** The term matches in the order in which Elastic's runs see them. */
export interface WindowOrder {
  /** Ascending milliseconds since 1970. */
  readonly times: Float64Array;
  /** The position of each among the term matches. A run never sees a term match without a time. */
  readonly positions: Uint32Array;
  /** Whether the positions are ascending too, as for rules without a `timestamp_override`. */
  readonly isAscending: boolean;
}

const NO_KEYS: readonly string[] = [];

/** The term matches of one rule from several files, as one set of columns in Elasticsearch's order. */
export class TermMatchOrder {
  readonly #parts: readonly TermMatchColumns[];
  /** The number of the first term match of each part, counted over all parts. */
  readonly #firsts: readonly number[];
  /** Numbers of the term matches, in order. */
  readonly #numbers: Uint32Array;
  /** Milliseconds by number; -Infinity for none, because an event without a time comes first. */
  readonly #millis: Float64Array;
  /** The number of term matches beyond the limit. */
  readonly leftOut: number;

  /**
   * @param parts in the order in which events of the same moment are taken
   * @param limit beyond it the oldest are left out. The rest is complete from some moment on, so no event is missing
   *   between two others; and analysts mostly look for the newest
   */
  constructor(parts: readonly TermMatchColumns[], limit: number) {
    this.#parts = parts;
    const firsts: number[] = [];
    let total = 0;
    for (const { count } of parts) {
      firsts.push(total);
      total += count;
    }
    this.#firsts = firsts;
    this.#millis = new Float64Array(total);
    parts.forEach(({ millis }, p) => this.#millis.set(millis, firsts[p]));
    for (let i = 0; i < total; i++) if (Number.isNaN(this.#millis[i])) this.#millis[i] = -Infinity;
    const chosen = this.#newest(limit);
    chosen.sort((a, b) => this.#compare(a, b));
    this.leftOut = Math.max(0, total - limit);
    this.#numbers = chosen.subarray(chosen.length - (total - this.leftOut));
  }

  get length(): number {
    return this.#numbers.length;
  }

  /** Every position, ascending. */
  *positions(): Generator<number, void> {
    for (let position = 0; position < this.length; position++) yield position;
  }

  /** The input of a rule's machine; `terms` is the number of the rule's terms. */
  termMatch(position: number, terms: number): TermMatch {
    const { part, index } = this.#locate(position);
    const { millis, nanos, starts, terms: termOf, keys: keyOf, texts } = this.#parts[part]!;
    const ms = millis[index]!;
    const keys = new Array<readonly string[]>(terms).fill(NO_KEYS);
    const end = starts[index + 1]!;
    for (let i = starts[index]!; i < end;) {
      // The keys of a term are adjacent.
      const term = termOf[i]!;
      const ofTerm: string[] = [];
      while (i < end && termOf[i] === term) ofTerm.push(texts[keyOf[i++]!]!);
      keys[term] = ofTerm;
    }
    return { instant: Number.isNaN(ms) ? null : { ms, ns: nanos[index]! }, keys };
  }

  eventAt(position: number): CorrelatedEvent {
    const { part, index } = this.#locate(position);
    const { offsets, lengths, lines, millis, memberOf, members } = this.#parts[part]!;
    return {
      part,
      offset: offsets[index]!,
      length: lengths[index]!,
      line: lines[index]!,
      ...(memberOf !== undefined && { member: members![memberOf[index]!]! }),
      millis: epochMillis(millis[index]!),
    };
  }

  byWindow(): WindowOrder {
    const all = Float64Array.from({ length: this.length }, (_, position) => {
      const { part, index } = this.#locate(position);
      return this.#parts[part]!.windows[index]!;
    });
    const positions = Uint32Array.from(all.keys()).filter((position) => !Number.isNaN(all[position]));
    const isAscending = positions.every(
      (position, i) => i === 0 || all[positions[i - 1]!]! <= all[position]!,
    );
    if (!isAscending) positions.sort((a, b) => all[a]! - all[b]! || a - b);
    return { times: Float64Array.from(positions, (position) => all[position]!), positions, isAscending };
  }

  /** The part of the term match at a position of the order, and its index in that part. */
  #locate(position: number): { readonly part: number; readonly index: number } {
    const number = this.#numbers[position]!;
    const part = this.#partOf(number);
    return { part, index: number - this.#firsts[part]! };
  }

  /** The numbers of at least the newest `limit`, including all of the oldest moment among them. */
  #newest(limit: number): Uint32Array {
    const total = this.#millis.length;
    const all = Uint32Array.from({ length: total }, (_, number) => number);
    if (total <= limit) return all;
    const since = this.#millis.toSorted()[total - limit]!;
    return all.filter((number) => this.#millis[number]! >= since);
  }

  #compare(a: number, b: number): number {
    const x = this.#millis[a]!;
    const y = this.#millis[b]!;
    if (x !== y) return x < y ? -1 : 1;
    const p = this.#partOf(a);
    const q = this.#partOf(b);
    const left = this.#parts[p]!;
    const right = this.#parts[q]!;
    const i = a - this.#firsts[p]!;
    const j = b - this.#firsts[q]!;
    return (
      left.nanos[i]! - right.nanos[j]! ||
      compareTiebreakers(left.tiebreakers?.[i] ?? undefined, right.tiebreakers?.[j] ?? undefined) ||
      // Parts are in the order of the files, and term matches in the order of the file.
      a - b
    );
  }

  /** The last part that begins at or before a number, which skips parts without term matches. */
  #partOf(number: number): number {
    let low = 0;
    let high = this.#firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#firsts[middle]! <= number) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
