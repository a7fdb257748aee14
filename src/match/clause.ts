import type { EventTest } from "./event-test.ts";
import type { FlatEvent } from "../ecs/index.ts";
import type { RequiredTextClause } from "./required-text.ts";

export interface Clause {
  readonly kind: "and" | "or" | "not" | "test";
  readonly text: () => string;
  /** The fields that a test looks at; for other kinds empty, because the parts list their own. */
  readonly fields: readonly string[];
  readonly clauses: readonly Clause[];
  readonly test: EventTest;
  /**
   * The result of the clause for every event, if it is known; else undefined. Null is Elasticsearch's third value,
   * which only constants can have: a condition that folds to null matches nothing, not even under `not`.
   */
  readonly constant: boolean | null | undefined;
  /** For a test whose fields depend on the event: the fields it looks at, instead of `fields`. */
  readonly fieldsIn?: (event: FlatEvent) => readonly string[];
  /** For a test: the field that it looks at instead, in an event that has this field. */
  readonly testedInstead?: string;
  /** For a test: whether it asks if the times in its one field are before or after a moment. */
  readonly isOrderOfTimes?: boolean;
  /** For a test: see `requiredValuesOf`. */
  readonly requiredValues?: () => readonly RequiredValue[] | null;
  /** What every event satisfies for which the clause is true, as far as its language knows; absent if it is not known. */
  readonly requiredTexts?: () => readonly RequiredTextClause[];
}

/** Negates a clause. */
export function negation(inner: Clause, text: () => string): Clause {
  const { test, constant } = inner;
  const result = constant === undefined || constant === null ? constant : !constant;
  const negated: EventTest = result === undefined ? (event) => !test(event) : () => result === true;
  return { kind: "not", text, fields: [], clauses: [inner], test: negated, constant: result };
}

/**
 * Joins clauses with `and` or `or`. Constants decide first, as in Elasticsearch's optimizer. A false part makes `and`
 * false, otherwise a null part makes it null. A true part makes `or` true, otherwise its null parts are dropped (if all
 * parts are constant, a null part makes it null).
 */
export function junction(kind: "and" | "or", clauses: readonly Clause[], text: () => string): Clause {
  const constants = clauses.map((clause) => clause.constant);
  const open = clauses.filter((clause) => clause.constant === undefined);
  const decisive = kind === "or";
  let constant: boolean | null | undefined;
  if (constants.includes(decisive)) constant = decisive;
  else if (constants.includes(null) && (kind === "and" || open.length === 0)) constant = null;
  else if (open.length === 0) constant = !decisive;
  const tests = open.map((clause) => clause.test);
  const result = constant === true;
  const test: EventTest = constant !== undefined ? () => result : kind === "and" ? all(tests) : any(tests);
  return { kind, text, fields: [], clauses, test, constant };
}

function all(tests: readonly EventTest[]): EventTest {
  const [a, b, c] = tests as [EventTest, EventTest, EventTest];
  if (tests.length === 1) return a;
  if (tests.length === 2) return (event) => a(event) && b(event);
  if (tests.length === 3) return (event) => a(event) && b(event) && c(event);
  return (event) => {
    for (let i = 0; i < tests.length; i++) if (!tests[i]!(event)) return false;
    return true;
  };
}

function any(tests: readonly EventTest[]): EventTest {
  const [a, b] = tests as [EventTest, EventTest];
  if (tests.length === 1) return a;
  if (tests.length === 2) return (event) => a(event) || b(event);
  return (event) => {
    for (let i = 0; i < tests.length; i++) if (tests[i]!(event)) return true;
    return false;
  };
}

/** Requires that some value of `field`, as text and with ASCII letters in lower case, is `value`. */
export interface RequiredValue {
  readonly field: string;
  readonly value: string;
}
