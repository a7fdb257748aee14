import type { TermMatch } from "../../eql/index.ts";
import type { Scalar } from "../../ecs/index.ts";
import { type RecordLocation, locationIn } from "../../formats/index.ts";

/**
 * The term matches of one rule in one file: the events that match one or more of its terms, in file order, column by
 * column. Plain typed arrays and texts, about 50 bytes an event, suitable for sending to another thread and for
 * storing.
 */
export interface TermMatchColumns {
  readonly ruleId: string;
  readonly count: number;
  /** False if a limit was reached: matches after the last one here are missing. */
  readonly complete: boolean;
  /** The time by which the rule orders events, in whole milliseconds since 1970; NaN for an event without one. */
  readonly millis: Float64Array<ArrayBuffer>;
  /** The part below a millisecond. */
  readonly nanos: Uint32Array<ArrayBuffer>;
  /** The time by which Elastic's runs select events, see `windowMillis`; NaN for an event without one. */
  readonly windows: Float64Array<ArrayBuffer>;
  readonly offsets: Float64Array<ArrayBuffer>;
  readonly lengths: Float64Array<ArrayBuffer>;
  readonly lines: Float64Array<ArrayBuffer>;
  /** For an archive: the file in it that contains the event, as an index into `members`. */
  readonly memberOf?: Uint32Array<ArrayBuffer>;
  readonly members?: readonly string[];
  /** The terms and keys of term match i are those from starts[i] up to starts[i + 1]. */
  readonly starts: Uint32Array<ArrayBuffer>;
  /** Index of a term of the rule. There can be 257: 256 events and `until`. */
  readonly terms: Uint16Array<ArrayBuffer>;
  /** The join key of this match of the term, as an index into `texts`. */
  readonly keys: Uint32Array<ArrayBuffer>;
  readonly texts: readonly string[];
  /** Null for a rule without a tiebreaker field. */
  readonly tiebreakers: readonly (Scalar | null)[] | null;
  /** Offsets of events from carved records: see `ReadSettings.carve`. */
  readonly carved?: readonly number[];
}

/** One term match without its location. */
export interface TermMatchEntry extends TermMatch {
  /** See `TermMatchColumns.windows`. */
  readonly window: number;
  /** Undefined for an event without one. */
  readonly tiebreaker: Scalar | undefined;
}

export interface TermMatchLimits {
  readonly termMatches: number;
  /** Pairs of term and key. */
  readonly pairs: number;
  /** UTF-16 units of the different keys and of the tiebreakers. */
  readonly characters: number;
}

/** What is left of such limits. */
export class TermMatchBudget {
  #termMatches: number;
  #pairs: number;
  #characters: number;

  constructor({ termMatches, pairs, characters }: TermMatchLimits) {
    this.#termMatches = termMatches;
    this.#pairs = pairs;
    this.#characters = characters;
  }

  /** Whether there is room for one more term match. */
  has(pairs: number, characters: number): boolean {
    return this.#termMatches > 0 && pairs <= this.#pairs && characters <= this.#characters;
  }

  take(pairs: number, characters: number): void {
    this.#termMatches--;
    this.#pairs -= pairs;
    this.#characters -= characters;
  }
}

/** Collects the term matches of one rule in one file until a limit is reached; nothing more is taken then. */
export class TermMatchBuilder {
  readonly #ruleId: string;
  readonly #budgets: readonly TermMatchBudget[];
  readonly #millis = new NumberColumn(Float64Array);
  readonly #nanos = new NumberColumn(Uint32Array);
  readonly #windows = new NumberColumn(Float64Array);
  readonly #offsets = new NumberColumn(Float64Array);
  readonly #lengths = new NumberColumn(Float64Array);
  readonly #lines = new NumberColumn(Float64Array);
  /** Filled in step with the others, or not at all. */
  readonly #memberOf = new NumberColumn(Uint32Array);
  readonly #members = new Map<string, number>();
  readonly #starts = new NumberColumn(Uint32Array);
  readonly #terms = new NumberColumn(Uint16Array);
  readonly #keys = new NumberColumn(Uint32Array);
  readonly #interned = new Map<string, number>();
  readonly #tiebreakers: (Scalar | null)[] | null;
  readonly #carved: number[] = [];
  #complete = true;

  /**
   * @param hasTiebreaker whether the rule names a field that orders events of the same moment
   * @param budgets its own, and the one that it shares with the file's other rules
   */
  constructor(ruleId: string, hasTiebreaker: boolean, budgets: readonly TermMatchBudget[]) {
    this.#ruleId = ruleId;
    this.#budgets = budgets;
    this.#tiebreakers = hasTiebreaker ? [] : null;
    this.#starts.push(0);
  }

  get complete(): boolean {
    return this.#complete;
  }

  /** Adds the next event of the file, in full or not at all. */
  add(
    { instant, keys, window, tiebreaker }: TermMatchEntry,
    { offset, length, line, member, carved }: RecordLocation,
  ): void {
    if (!this.#complete || !this.#takeFromBudgets(keys, tiebreaker)) {
      this.#complete = false;
      return;
    }
    keys.forEach((texts, term) => {
      for (const text of texts) {
        this.#terms.push(term);
        this.#keys.push(indexOf(this.#interned, text));
      }
    });
    this.#starts.push(this.#terms.length);
    this.#millis.push(instant?.ms ?? NaN);
    this.#nanos.push(instant?.ns ?? 0);
    this.#windows.push(window);
    this.#offsets.push(offset);
    this.#lengths.push(length);
    this.#lines.push(line);
    if (member !== undefined) this.#memberOf.push(indexOf(this.#members, member));
    this.#tiebreakers?.push(tiebreaker ?? null);
    if (carved) this.#carved.push(offset);
  }

  /**
   * Adds the term matches of other events of the same file.
   *
   * @param linesBefore number of lines before the part of the file in which its lines were counted
   * @param wants which of them to take
   */
  join(
    next: TermMatchColumns,
    linesBefore = 0,
    wants: (location: RecordLocation) => boolean = () => true,
  ): void {
    const { starts, terms, keys, texts } = next;
    const carved = new Set(next.carved);
    for (let i = 0; i < next.count; i++) {
      const offset = next.offsets[i]!;
      const member = next.memberOf && next.members![next.memberOf[i]!];
      const about = { offset, length: next.lengths[i]!, line: next.lines[i]! + linesBefore };
      const location = locationIn({ ...about, ...(carved.has(offset) && { carved: true }) }, member);
      if (!wants(location)) continue;
      const ofTerms: string[][] = [];
      for (let pair = starts[i]!; pair < starts[i + 1]!; pair++) {
        while (ofTerms.length <= terms[pair]!) ofTerms.push([]);
        ofTerms[terms[pair]!]!.push(texts[keys[pair]!]!);
      }
      const instant = Number.isNaN(next.millis[i]) ? null : { ms: next.millis[i]!, ns: next.nanos[i]! };
      const tiebreaker = next.tiebreakers?.[i] ?? undefined;
      this.add({ instant, keys: ofTerms, window: next.windows[i]!, tiebreaker }, location);
    }
    if (!next.complete) this.#complete = false;
  }

  /** Returns the columns. The builder must not be used afterwards. */
  finish(): TermMatchColumns {
    return {
      ruleId: this.#ruleId,
      count: this.#millis.length,
      complete: this.#complete,
      millis: this.#millis.trimmed(),
      nanos: this.#nanos.trimmed(),
      windows: this.#windows.trimmed(),
      offsets: this.#offsets.trimmed(),
      lengths: this.#lengths.trimmed(),
      lines: this.#lines.trimmed(),
      ...(this.#members.size > 0 && {
        memberOf: this.#memberOf.trimmed(),
        members: [...this.#members.keys()],
      }),
      starts: this.#starts.trimmed(),
      terms: this.#terms.trimmed(),
      keys: this.#keys.trimmed(),
      texts: [...this.#interned.keys()],
      tiebreakers: this.#tiebreakers,
      ...(this.#carved.length > 0 && { carved: this.#carved }),
    };
  }

  #takeFromBudgets(keys: TermMatchEntry["keys"], tiebreaker: Scalar | undefined): boolean {
    let pairs = 0;
    let characters = typeof tiebreaker === "string" ? tiebreaker.length : 0;
    for (const texts of keys) {
      pairs += texts.length;
      for (const text of texts) if (!this.#interned.has(text)) characters += text.length;
    }
    const fits = this.#budgets.every((budget) => budget.has(pairs, characters));
    if (fits) for (const budget of this.#budgets) budget.take(pairs, characters);
    return fits;
  }
}

/** The number of a text, in order of first occurrence. */
function indexOf(texts: Map<string, number>, text: string): number {
  const known = texts.get(text);
  if (known !== undefined) return known;
  const index = texts.size;
  texts.set(text, index);
  return index;
}

/** The buffers of the columns, which can be transferred to another thread instead of copied. */
export function buffersOf(termMatches: readonly TermMatchColumns[]): ArrayBuffer[] {
  return termMatches.flatMap((columns) =>
    Object.values(columns).flatMap((column: unknown) =>
      ArrayBuffer.isView(column) ? [column.buffer as ArrayBuffer] : [],
    ),
  );
}

type Numbers = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

/** A growing array of numbers of one kind. */
class NumberColumn<T extends Numbers> {
  readonly #make: new (length: number) => T;
  #values: T;
  length = 0;

  constructor(make: new (length: number) => T) {
    this.#make = make;
    // Most rules match nothing in most files.
    this.#values = new make(16);
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new this.#make(2 * this.length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  /** Returns the numbers and leaves the column empty. */
  trimmed(): T {
    const values = this.#values.slice(0, this.length) as T;
    // So that there is only one copy of a million numbers at a time.
    this.#values = new this.#make(0);
    this.length = 0;
    return values;
  }
}
