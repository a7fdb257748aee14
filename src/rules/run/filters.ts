/**
 * Compiles Kibana filters: parts of Elasticsearch's Query DSL that a rule has besides its query. The forms that
 * Kibana's filter bar and Elastic's own rules use are applied. A filter in any other form is left out, and the rule
 * gets a warning.
 */
import { type Clause, negation } from "../../match/index.ts";
import { type RangeOperator, fieldUse, wildcardClause } from "../../kql/index.ts";
import { isDateMath } from "../../time/index.ts";
import { isObject, own, text } from "../untyped-values.ts";
import { exists, hasWords, inRange, isAnyPhrase, isPhrase, join } from "./conditions.ts";

/** Far deeper than any real filter; a hostile file must not exhaust the stack. */
const MAX_DEPTH = 20;

/** Returns the clauses that must all be true, and the number of filters that are not applied. */
export function filterClauses(filters: readonly unknown[]): {
  readonly clauses: readonly Clause[];
  readonly notApplied: number;
} {
  const active = filters.filter((filter) => own(own(filter, "meta"), "disabled") !== true);
  const clauses = active.map((filter) => filterClause(filter));
  const understood = clauses.filter((clause) => clause !== null);
  return { clauses: understood, notApplied: clauses.length - understood.length };
}

function filterClause(filter: unknown, depth = 0): Clause | null {
  if (!isObject(filter) || depth > MAX_DEPTH) return null;
  const meta = own(filter, "meta");
  // Old exports have the query's only key in the filter itself.
  const query = own(filter, "query") ?? withoutKeys(filter, ["meta", "$state"]);
  const clause = own(meta, "type") === "combined" ? combinedClause(meta, depth) : queryClause(query, 0);
  return clause !== null && own(meta, "negate") === true ? not(clause) : clause;
}

/**
 * Compiles filters that Kibana's filter bar joined: they are in `params`, and the query of the whole is empty. Source:
 * kbn-es-query's combined_filter.ts.
 */
function combinedClause(meta: unknown, depth: number): Clause | null {
  const filters = own(meta, "params");
  if (!Array.isArray(filters) || filters.length === 0) return null;
  const clauses = filters.map((filter: unknown) => {
    const disabled = own(own(filter, "meta"), "disabled") === true;
    return disabled ? null : filterClause(filter, depth + 1);
  });
  if (!clauses.every((clause) => clause !== null)) return null;
  const relation = text(own(meta, "relation")).toLowerCase();
  return relation === "and" || relation === "or" ? join(relation, clauses) : null;
}

function withoutKeys(object: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function not(clause: Clause): Clause {
  return negation(clause, () => `not (${clause.text()})`);
}

type FilterQuery = Record<string, unknown>;

function queryClause(query: unknown, depth: number): Clause | null {
  if (!isObject(query) || depth > MAX_DEPTH) return null;
  const [entry, ...others] = Object.entries(query);
  if (entry === undefined || others.length > 0) return null;
  const [kind, body] = entry;
  if (!isObject(body)) return null;
  if (kind === "bool") return boolClause(body, depth + 1);
  if (kind === "exists") return text(own(body, "field")) === "" ? null : exists(text(own(body, "field")));
  const [condition, ...more] = Object.entries(body);
  if (condition === undefined || more.length > 0) return null;
  const [field, value] = condition;
  if (kind === "range") return rangeClause(field, value);
  return FORMS.get(kind)?.(field, value) ?? null;
}

const FORMS = new Map<string, (field: string, value: unknown) => Clause | null>([
  ["match_phrase", (field, value) => ofText(value, ["query"], (t) => isPhrase(field, t))],
  ["match", matchClause],
  [
    "term",
    (field, value) => (isAnalysed(field) ? null : ofText(value, ["value"], (t, any) => whole(field, t, any))),
  ],
  ["terms", (field, value) => (isAnalysed(field) ? null : termsClause(field, value))],
  [
    "prefix",
    (field, value) => ofText(value, ["value"], (t, any) => wildcardClause(field, `${escape(t)}*`, any)),
  ],
  [
    "wildcard",
    (field, value) => ofText(value, ["value", "wildcard"], (t, any) => wildcardClause(field, t, any)),
  ],
]);

/** Until 7.0, Kibana wrote a phrase as `"type": "phrase"`. */
function matchClause(field: string, value: unknown): Clause | null {
  return own(value, "type") === "phrase"
    ? ofText(withoutKeys(value as FilterQuery, ["type"]), ["query"], (t) => isPhrase(field, t))
    : ofText(value, ["query"], (t) => hasWords(field, t));
}

/** A term query looks for a word as it is in the index, which would need another kind of comparison here. */
function isAnalysed(field: string): boolean {
  const { kind } = fieldUse(field);
  return kind === "text" || kind === "script";
}

function whole(field: string, value: string, ignoreCase: boolean): Clause {
  return ignoreCase ? wildcardClause(field, escape(value), true) : isPhrase(field, value);
}

function escape(value: string): string {
  return value.replace(/[\\*?]/g, "\\$&");
}

function termsClause(field: string, value: unknown): Clause | null {
  const values = Array.isArray(value) ? value.map(scalar) : [];
  return values.length > 0 && values.every((v) => v !== null) ? isAnyPhrase(field, values) : null;
}

/**
 * Reads a body that is the text itself or an object with it. Options that would change the meaning are not supported.
 */
function ofText(
  body: unknown,
  keys: readonly string[],
  make: (text: string, ignoreCase: boolean) => Clause,
): Clause | null {
  if (!isObject(body)) {
    const value = scalar(body);
    return value === null ? null : make(value, false);
  }
  const harmless = ["case_insensitive", "boost", "rewrite", "_name"];
  if (Object.keys(body).some((key) => !keys.includes(key) && !harmless.includes(key))) return null;
  const value = scalar(keys.map((key) => own(body, key)).find((v) => v !== undefined));
  return value === null ? null : make(value, own(body, "case_insensitive") === true);
}

function scalar(value: unknown): string | null {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : null;
}

const RANGE = new Map<string, RangeOperator>([
  ["gt", ">"],
  ["gte", ">="],
  ["lt", "<"],
  ["lte", "<="],
]);

function rangeClause(field: string, bounds: unknown): Clause | null {
  if (!isObject(bounds)) return null;
  // Times are read in this format anyway.
  const isIso = own(bounds, "format") === "strict_date_optional_time";
  const ends = isIso ? withoutKeys(bounds, ["format"]) : bounds;
  const clauses = Object.entries(ends).map(([key, value]) => {
    const operator = RANGE.get(key);
    const bound = scalar(value);
    return operator === undefined || bound === null || isDateMath(bound)
      ? null
      : inRange(field, operator, bound);
  });
  return clauses.length > 0 && clauses.every((clause) => clause !== null) ? join("and", clauses) : null;
}

function boolClause(body: FilterQuery, depth: number): Clause | null {
  const part = (key: string): (Clause | null)[] => {
    const value = own(body, key);
    const queries: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
    return queries.map((query) => queryClause(query, depth));
  };
  const known = ["must", "filter", "should", "must_not", "minimum_should_match", "boost"];
  if (Object.keys(body).some((key) => !known.includes(key))) return null;
  const must = [...part("must"), ...part("filter")];
  const should = part("should");
  const mustNot = part("must_not");
  if (![...must, ...should, ...mustNot].every((clause) => clause !== null)) return null;
  const least = own(body, "minimum_should_match") ?? (must.length === 0 && should.length > 0 ? 1 : 0);
  if (least !== 0 && least !== 1) return null;
  const clauses = [
    ...(must as Clause[]),
    ...(least === 1 && should.length > 0 ? [join("or", should as Clause[])] : []),
    ...(mustNot as Clause[]).map(not),
  ];
  return clauses.length === 0 ? null : join("and", clauses);
}
