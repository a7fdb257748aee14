import type { RowNumbers, RowSet } from "../../columns/index.ts";
import { type Condition, valueTest } from "../filter/index.ts";
import { type FieldValues, setsWith } from "./field-values.ts";

/**
 * What a list is filtered by besides: all conditions for one field, one word, or the time. A row is listed if every test
 * passes.
 */
export interface RowTest {
  /** The field whose own values are counted as if this test were not there; empty for other tests. */
  readonly field: string;
  /** Sets `failing[i]` for each row `rows[i]` that does not pass: see `failingTests`. */
  mark(rows: RowNumbers, failing: Uint16Array, test: number): void;
}

/** In place of a test's number: a row fails more than one. */
const SEVERAL = 0xffff;

/**
 * The tests that rows fail.
 *
 * @returns for each row, 0 if it passes all tests, and n if test n, counted from 1, is the only one that it fails. Each
 * other row has a number that no test has.
 */
export function failingTests(rows: RowNumbers, tests: readonly RowTest[]): Uint16Array {
  const failing = new Uint16Array(rows.length);
  // More tests than numbers: those beyond fail as if another failed too. So they only make counts of values smaller.
  tests.forEach((test, i) => test.mark(rows, failing, Math.min(i + 1, SEVERAL)));
  return failing;
}

/**
 * The rows that pass all tests, in their order.
 *
 * @param ignored the number of a test that need not pass
 */
export function passing(rows: RowNumbers, failing: Uint16Array, ignored = 0): RowNumbers {
  const kept = new Uint32Array(rows.length);
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const test = failing[i]!;
    if (test === 0 || test === ignored) kept[count++] = rows[i]!;
  }
  return count === rows.length ? rows : kept.slice(0, count);
}

/**
 * The conditions for one field: one of those that include has to match, if there are any, and none of those that
 * exclude.
 *
 * @param matched rows of which is known otherwise, for each condition, that it matches: the values may not be all
 */
export function fieldTest(
  field: string,
  values: FieldValues,
  conditions: readonly Condition[],
  matched: (condition: Condition) => RowSet | undefined = () => undefined,
): RowTest {
  const included = conditions.filter(({ isNot }) => !isNot);
  const excluded = conditions.filter(({ isNot }) => isNot);
  const includes = included.map((each) => setsWith(values, valueTest(each)));
  const excludes = excluded.map((each) => setsWith(values, valueTest(each)));
  const sets = Math.max(...[...includes, ...excludes].map(({ length }) => length), 0);
  const isPassing = new Uint8Array(sets);
  for (let set = 0; set < sets; set++) {
    const isIn = includes.length === 0 || includes.some((sets) => sets[set] === 1);
    isPassing[set] = isIn && !excludes.some((sets) => sets[set] === 1) ? 1 : 0;
  }
  const moreIn = included.map(matched).filter((rows) => rows !== undefined && rows.size > 0) as RowSet[];
  const moreOut = excluded.map(matched).filter((rows) => rows !== undefined && rows.size > 0) as RowSet[];
  const isExcluded = (row: number): boolean =>
    excludes.some((matches) => matches[values.sets[row]!] === 1) || moreOut.some((more) => more.has(row));
  return {
    field,
    mark(rows, failing, test) {
      const of = values.sets;
      const isPlain = moreIn.length + moreOut.length === 0;
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i]!;
        let passes = isPassing[of[row]!] === 1;
        if (!isPlain) {
          if (passes) passes = !moreOut.some((more) => more.has(row));
          else passes = moreIn.some((more) => more.has(row)) && !isExcluded(row);
        }
        if (!passes) failing[i] = failing[i] === 0 ? test : SEVERAL;
      }
    },
  };
}

/**
 * The conditions for a field that only events have, of which is known for each which rows it matches.
 *
 * @param matched the rows that a condition matches, as far as they are known
 */
export function matchedTest(
  field: string,
  conditions: readonly Condition[],
  matched: (condition: Condition) => RowSet,
): RowTest {
  const included = conditions.filter(({ isNot }) => !isNot).map(matched);
  const excluded = conditions.filter(({ isNot }) => isNot).map(matched);
  return rowTest(
    field,
    (row) =>
      (included.length === 0 || included.some((rows) => rows.has(row))) &&
      !excluded.some((rows) => rows.has(row)),
  );
}

/** The number of the test for a field, counted from 1; 0 for none. */
export function testOf(field: string, tests: readonly RowTest[]): number {
  return tests.findIndex((test) => test.field === field) + 1;
}

/** A test that decides on each row by itself. */
export function rowTest(field: string, passes: (row: number) => boolean): RowTest {
  return {
    field,
    mark(rows, failing, test) {
      for (let i = 0; i < rows.length; i++) {
        if (!passes(rows[i]!)) failing[i] = failing[i] === 0 ? test : SEVERAL;
      }
    },
  };
}
