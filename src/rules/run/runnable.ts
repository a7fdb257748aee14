/** Compiles a rule, or returns why it cannot be run. */
import type {
  Condition,
  OwnParts,
  Runnable,
  RunsEvent,
  RunsSample,
  RunsSequence,
  RunsTerm,
} from "./runnable-rule.ts";
import { groupParts } from "./group-parts.ts";
import type { RuleWarning } from "./rule-warning.ts";
import { type Clause, explainClause, negation } from "../../match/index.ts";
import { KQL } from "../../kql/index.ts";
import type { ExceptionItem, Rule } from "../rule.ts";
import { unsupportedByKind, unparsable, type Unsupported } from "./unsupported.ts";
import { join } from "./conditions.ts";
import { exceptionsOf } from "./exceptions.ts";
import { filterClauses } from "./filters.ts";
import { LANGUAGES } from "./languages.ts";
import {
  type CompiledCorrelation,
  type CompiledQuery,
  languageOf,
  type QueryLanguage,
  type QueryOptions,
} from "./query-language.ts";

/**
 * Compiles a rule with its filters and exceptions. No content of a rule file causes an exception.
 *
 * @param exceptions all items at hand; the rule's own are selected by list and namespace
 * @param now the assumed time of the run, in milliseconds since 1970: exceptions that have expired by then are ignored
 */
export function runnable(
  rule: Rule,
  exceptions: readonly ExceptionItem[],
  now = Date.now(),
  languages = LANGUAGES,
): Runnable {
  const language = languageOf(rule, languages);
  if (language === undefined) return unsupportedByKind(rule, languages);
  const filters = filterClauses(rule.filters);
  // Without a query there are only the filters: leaving one out could raise every event.
  if (rule.query.trim() === "" && (filters.notApplied > 0 || filters.clauses.length === 0)) {
    return { state: "unsupported", code: "no-query", data: {} };
  }
  const query = compiled(rule, language);
  if ("state" in query) return query;
  const excluded = exceptionsOf(rule, exceptions, now);
  const guards = guardsOf(filters.clauses, excluded.clause);
  const runs = {
    state: "runs" as const,
    language,
    category: query.category,
    fields: query.fields,
    requiredTexts: query.requiredTexts,
    warnings: [...excluded.warnings, ...warningsOf(rule, filters.notApplied), ...query.warnings],
    guard: guards.length === 0 ? () => true : join("and", guards).test,
  };
  const conditionsOf = (clause: Clause): Condition[] => [
    conditionOf(clause, language, query.timestampField),
    ...guards.map((guard) => conditionOf(guard, KQL, null)),
  ];
  if (query.kind !== "event") return { ...runs, ...correlationParts(rule, query, conditionsOf) };
  const conditions = conditionsOf(query.clause);
  if (rule.type !== "threshold" && rule.type !== "new_terms") return { ...runs, ...eventParts(conditions) };
  const groups = groupParts(rule, query, conditions);
  if ("state" in groups) return groups;
  // The fields of the groups are needed like those of the query.
  const named = groups.terms.flatMap(({ by }) => by.map(({ name }) => name));
  return { ...runs, fields: [...new Set([...runs.fields, ...named])], ...groups };
}

function compiled(rule: Rule, language: QueryLanguage): CompiledQuery | Unsupported {
  try {
    return language.compile(rule.query, optionsOf(rule));
  } catch (error) {
    return unparsable(error, language);
  }
}

function optionsOf(rule: Rule): QueryOptions {
  const { event_category_override, timestamp_field, tiebreaker_field } = rule;
  return {
    ...(event_category_override === undefined ? {} : { eventCategoryField: event_category_override }),
    ...(timestamp_field === undefined ? {} : { timestampField: timestamp_field }),
    ...(tiebreaker_field === undefined ? {} : { tiebreakerField: tiebreaker_field }),
  };
}

/** The conditions besides the query: every filter, and no exception. */
function guardsOf(filters: readonly Clause[], excepted: Clause | null): readonly Clause[] {
  return excepted === null ? filters : [...filters, unlessExcepted(excepted)];
}

function unlessExcepted(exceptions: Clause): Clause {
  return negation(exceptions, () => `no exception applies: not (${exceptions.text()})`);
}

function conditionOf(
  clause: Clause,
  { id, multiFields }: Pick<QueryLanguage, "id" | "multiFields">,
  timestampField: string | null,
): Condition {
  return { language: id, timestampField, multiFields, clause };
}

function eventParts(
  conditions: readonly Condition[],
): Pick<RunsEvent, "kind" | "conditions" | "matches" | "explain"> {
  return { kind: "event", conditions, ...decider(conditions.map(({ clause }) => clause)) };
}

function correlationParts(
  { timestamp_field: timestampField = "@timestamp", tiebreaker_field: tiebreakerField }: Rule,
  query: CompiledCorrelation,
  conditionsOf: (clause: Clause) => readonly Condition[],
): OwnParts<RunsSequence> | OwnParts<RunsSample> {
  const order = { timestampField, ...(tiebreakerField === undefined ? {} : { tiebreakerField }) };
  const terms = query.terms.map((term, i): RunsTerm => {
    // `until` is the last term, and not one of the query's own.
    const { missing, runs } = query.query.terms[i] ?? { missing: false, runs: 0 };
    const conditions = conditionsOf(term.clause);
    return {
      category: term.category,
      conditions,
      requiredTexts: term.requiredTexts,
      matches: join(
        "and",
        conditions.map(({ clause }) => clause),
      ).test,
      keys: term.keys,
      keysId: JSON.stringify([timestampField, term.by]),
      by: term.by,
      role: runs === 0 ? "until" : missing ? "missing" : "event",
      runs,
    };
  });
  return query.kind === "sequence"
    ? { kind: "sequence", terms, ...order, query: query.query, open: query.open }
    : { kind: "sample", terms, ...order, query: query.query, open: query.open };
}

function decider(clauses: readonly Clause[]): Pick<RunsEvent, "matches" | "explain"> {
  // One flat `and` reads better, with the query's own clauses beside the filters and exceptions.
  const [query, ...guards] = clauses;
  const flat = guards.length > 0 && query!.kind === "and" && query!.constant === undefined;
  const whole = join("and", flat ? [...query!.clauses, ...guards] : clauses);
  return { matches: whole.test, explain: (event) => explainClause(whole, event) };
}

function warningsOf({ query, alert_suppression }: Rule, filtersNotApplied: number): RuleWarning[] {
  const warnings: RuleWarning[] = [];
  if (filtersNotApplied > 0) warnings.push({ code: "filters", data: { count: filtersNotApplied } });
  if (query.includes("\uFFFD")) warnings.push({ code: "characters", data: {} });
  if (alert_suppression !== undefined)
    warnings.push({ code: "suppression", data: { groupBy: alert_suppression.group_by } });
  return warnings;
}
