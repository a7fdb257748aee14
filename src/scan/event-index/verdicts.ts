import { emptyEvent } from "../../ecs/index.ts";
import type { Clause } from "../../match/index.ts";
import { EXACT_FIELDS, type ExactField, exactValue, isExact, isTimeExact } from "./exact-fields.ts";
import { FIELDS, type IndexedPart } from "./indexed-part.ts";
import type { CodeTexts } from "./query-tests.ts";

/** What the index knows of an event and a query: that it does not match, that it does, or neither. */
export const Verdict = { no: 0, yes: 1, unknown: 2 } as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

/** Conditions that an event has to meet, all of them. */
export type Conditions = readonly Clause[];

const TIME = "@timestamp";
/** More texts than an index can have: two of them make one number that is still exact. */
const TEXTS = 2 ** 22;
/** Combinations of values whose verdicts are remembered; then it starts again. */
const MOST_REMEMBERED = 500_000;

/** Decides the events of an index with the query's own tests, as far as the index has what they look at. */
export class Verdicts {
  readonly #codes: CodeTexts;
  readonly #alternatives: readonly Conditions[];
  /** The fields that the query tests and the index has, and the tests of the time. */
  readonly #fields: readonly ExactField[];
  readonly #timeTests: readonly Clause[];
  #numbers: Map<number, number>[] = [];
  #verdicts: Verdict[] = [];

  /** @param alternatives an event matches if it meets one of them, as the terms of a sequence */
  constructor(codes: CodeTexts, alternatives: readonly Conditions[]) {
    this.#codes = codes;
    this.#alternatives = alternatives;
    const tests = alternatives.flat().flatMap(testsOf);
    const named = new Set(tests.flatMap(({ fields }) => fields));
    this.#fields = EXACT_FIELDS.filter((field) => named.has(field));
    this.#timeTests = tests.filter(isTimeTest);
  }

  /** The verdicts of the events of a part. */
  of(part: IndexedPart): (row: number) => Verdict {
    this.#forget();
    const columns = this.#fields.map((field) => part[columnOf(field)[0]]);
    const moments = isTimeExact(part.inexact)
      ? this.#timeTests.map((test) => momentsOf(test, part.times.subarray(0, part.dated)))
      : null;
    const momentAt = (row: number): number =>
      moments === null || row >= part.dated
        ? -1
        : moments.reduce((sum, at) => 3 * sum + at(part.times[row]!), 0);
    return (row) => {
      const moment = momentAt(row);
      let number = moment + 1;
      for (let i = 0; i < columns.length; i++) {
        const key = number * TEXTS + columns[i]![row]!;
        const known = this.#numbers[i]!.get(key);
        if (known !== undefined) number = known;
        else this.#numbers[i]!.set(key, (number = this.#numbers[i]!.size));
      }
      const known = this.#verdicts[number];
      if (known !== undefined) return known;
      const verdict = this.#decide(part, row, moment);
      this.#verdicts[number] = verdict;
      if (number > MOST_REMEMBERED) this.#forget();
      return verdict;
    };
  }

  /** A combination means the same in every part, but not where other fields are exact. */
  #forget(): void {
    this.#numbers = this.#fields.map(() => new Map());
    this.#verdicts = [];
  }

  #decide(part: IndexedPart, row: number, moment: number): Verdict {
    const event = emptyEvent();
    const known = new Set<string>();
    for (const field of this.#fields) {
      if (!isExact(field, part.inexact)) continue;
      const [column, position] = columnOf(field);
      const code = part[column][row]!;
      const text = position === null ? code : this.#codes[column as "kinds"].codesOf(code)[position]!;
      const value = exactValue(field, this.#codes.texts.textOf(text));
      if (value === null) continue;
      known.add(field);
      if (value !== undefined) event[field] = value;
    }
    let rest = moment;
    const moments = new Map<Clause, Verdict>();
    if (moment >= 0)
      for (const test of [...this.#timeTests].reverse()) {
        moments.set(test, (rest % 3) as Verdict);
        rest = Math.floor(rest / 3);
      }
    const decide = (clause: Clause): Verdict => {
      if (clause.constant !== undefined) return clause.constant === true ? Verdict.yes : Verdict.no;
      switch (clause.kind) {
        case "and":
          return every(clause.clauses.filter(isOpen).map(decide));
        case "or":
          return some(clause.clauses.filter(isOpen).map(decide));
        case "not":
          return not(decide(clause.clauses[0]!));
        case "test": {
          const ofTime = moments.get(clause);
          if (ofTime !== undefined) return ofTime;
          if (!isDecidable(clause) || !clause.fields.every((field) => known.has(field)))
            return Verdict.unknown;
          try {
            return clause.test(event) ? Verdict.yes : Verdict.no;
          } catch {
            // Whatever the test cannot decide of these values, the scan reports.
            return Verdict.unknown;
          }
        }
      }
    };
    return some(this.#alternatives.map((conditions) => every(conditions.map(decide))));
  }
}

function columnOf(field: ExactField) {
  return FIELDS[field === "event.category" ? "categories" : field];
}

/** A constant part of what is no constant itself decides nothing. */
function isOpen({ constant }: Clause): boolean {
  return constant === undefined;
}

function testsOf(clause: Clause): readonly Clause[] {
  return clause.kind === "test" ? [clause] : clause.clauses.flatMap(testsOf);
}

/** Whether a test looks at the fields that it names, and at no others. */
function isDecidable({ fields, fieldsIn, testedInstead }: Clause): boolean {
  return fields.length > 0 && fieldsIn === undefined && testedInstead === undefined;
}

function isTimeTest(clause: Clause): boolean {
  return (
    clause.isOrderOfTimes === true &&
    clause.constant === undefined &&
    isDecidable(clause) &&
    clause.fields.length === 1 &&
    clause.fields[0] === TIME
  );
}

function every(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(Verdict.no)) return Verdict.no;
  return verdicts.includes(Verdict.unknown) ? Verdict.unknown : Verdict.yes;
}

function some(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(Verdict.yes)) return Verdict.yes;
  return verdicts.includes(Verdict.unknown) ? Verdict.unknown : Verdict.no;
}

function not(verdict: Verdict): Verdict {
  return verdict === Verdict.unknown ? verdict : verdict === Verdict.yes ? Verdict.no : Verdict.yes;
}

/**
 * What a test of the time says of each millisecond. From one moment on it is the other way round than before; an event's time
 * may be up to a millisecond later than the index has it, so that the millisecond before that moment is not known.
 *
 * @param times ascending
 */
function momentsOf({ test }: Clause, times: Float64Array): (time: number) => Verdict {
  const at = (time: number): boolean => {
    const event = emptyEvent();
    event[TIME] = new Date(time).toISOString();
    return test(event);
  };
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined || Number.isNaN(new Date(last + 1).getTime()))
    return () => Verdict.unknown;
  const before = at(first);
  const [ofBefore, ofAfter] = before ? [Verdict.yes, Verdict.no] : [Verdict.no, Verdict.yes];
  if (at(last + 1) === before) return () => ofBefore;
  // The test changes in (low, high].
  let [low, high] = [first, last + 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (at(middle) === before) low = middle;
    else high = middle;
  }
  return (time) => (time >= high ? ofAfter : time + 1 < high ? ofBefore : Verdict.unknown);
}
