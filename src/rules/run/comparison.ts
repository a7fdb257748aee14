/** How exception entries compare values. */
import {
  anyText,
  type Clause,
  compileEqual,
  compilePieces,
  luceneWildcard,
  type TextTest,
} from "../../match/index.ts";
import { wildcardClause } from "../../kql/index.ts";
import { exists, isAnyPhrase, isPhrase } from "./conditions.ts";

export interface ValueComparison {
  readonly match: (field: string, value: string) => Clause;
  readonly matchAny: (field: string, values: readonly string[]) => Clause;
  /** @param pattern in Lucene's syntax: a backslash escapes */
  readonly wildcard: (field: string, pattern: string) => Clause;
  readonly exists: (field: string) => Clause;
}

/** By the field's type, as Elasticsearch does: texts by words, addresses by block, numbers by value. */
export const BY_FIELD_TYPE: ValueComparison = {
  match: isPhrase,
  matchAny: isAnyPhrase,
  wildcard: (field, pattern) => wildcardClause(field, pattern, false),
  exists,
};

/** As texts and case-sensitively, whatever the field. */
export const EXACTLY: ValueComparison = {
  match: (field, value) => clauseOf(field, "is", value, compileEqual([value], false)),
  matchAny: (field, values) => clauseOf(field, "is one of", values, compileEqual(values, false)),
  // Exceptions have always counted UTF-16 units here, and stored ones must keep hiding the same alerts.
  wildcard: (field, pattern) =>
    clauseOf(field, "matches", pattern, compilePieces(luceneWildcard(pattern, same), "unit")),
  exists: (field) => clauseOf(field, "exists", "", () => true),
};

function clauseOf(field: string, operator: string, value: unknown, test: TextTest): Clause {
  return {
    kind: "test",
    text: () => `${field} ${operator} exactly ${JSON.stringify(value)}`,
    fields: [field],
    clauses: [],
    test: anyText(field, test),
    constant: undefined,
  };
}

function same(text: string): string {
  return text;
}
