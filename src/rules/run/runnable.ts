/** What it takes to run a rule, or why it cannot be run. */
import type { Condition, Runnable, RunsEvent, RunsSample, RunsSequence, RunsTerm } from "./runnable-rule.ts";
import type { Remark } from "./remark.ts";
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
 * Compiles a rule with its filters and exceptions.
 *
 * @param exceptions all items at hand; the rule's own are chosen by list and namespace
 * @param now when the rule is thought to run, milliseconds since 1970: exceptions that have expired by then do not
 *   count
 * @returns never throws for what a rule file may hold
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
  // Without a query the filters are all there is: leaving one out would raise every event.
  if (rule.query.trim() === "" && (filters.notApplied > 0 || filters.clauses.length === 0)) {
    const why = "The rule has no query, and its filters are in a form that Loupe does not read.";
    return { state: "unsupported", code: "no-query", why };
  }
  const query = compiled(rule, language);
  if ("state" in query) return query;
  const excluded = exceptionsOf(rule, exceptions, now);
  const gates = gatesOf(filters.clauses, excluded.clause);
  const runs = {
    state: "runs" as const,
    language,
    category: query.category,
    fields: query.fields,
    requiredTexts: query.requiredTexts,
    remarks: [...excluded.remarks, ...remarksOf(rule, filters.notApplied), ...query.remarks],
    guard: gates.length === 0 ? () => true : join("and", gates).test,
  };
  const conditionsOf = (clause: Clause): Condition[] => [
    conditionOf(clause, language, query.timestampField),
    ...gates.map((gate) => conditionOf(gate, KQL, null)),
  ];
  return query.kind === "event"
    ? { ...runs, ...eventParts(conditionsOf(query.clause)) }
    : { ...runs, ...correlationParts(rule, query, conditionsOf) };
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

/** What an event must meet besides the query: every filter, and no exception. */
function gatesOf(filters: readonly Clause[], excepted: Clause | null): readonly Clause[] {
  return excepted === null ? filters : [...filters, unlessExcepted(excepted)];
}

function unlessExcepted(exceptions: Clause): Clause {
  return negation(exceptions, () => `no exception holds: not (${exceptions.text()})`);
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

type OwnParts<T> = Omit<
  T,
  "state" | "language" | "category" | "fields" | "requiredTexts" | "remarks" | "guard"
>;

function correlationParts(
  { timestamp_field: timestampField = "@timestamp", tiebreaker_field: tiebreakerField }: Rule,
  query: CompiledCorrelation,
  conditionsOf: (clause: Clause) => readonly Condition[],
): OwnParts<RunsSequence> | OwnParts<RunsSample> {
  const order = { timestampField, ...(tiebreakerField === undefined ? {} : { tiebreakerField }) };
  const terms = query.terms.map((term): RunsTerm => {
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
    };
  });
  return query.kind === "sequence"
    ? { kind: "sequence", terms, ...order, query: query.query, open: query.open }
    : { kind: "sample", terms, ...order, query: query.query, open: query.open };
}

function decider(clauses: readonly Clause[]): Pick<RunsEvent, "matches" | "explain"> {
  // One flat `and` reads better: the query's own terms stand beside the filters and exceptions.
  const [query, ...gates] = clauses;
  const flat = gates.length > 0 && query!.kind === "and" && query!.constant === undefined;
  const whole = join("and", flat ? [...query!.clauses, ...gates] : clauses);
  return { matches: whole.test, explain: (event) => explainClause(whole, event) };
}

function remarksOf(rule: Rule, filtersNotApplied: number): Remark[] {
  const remarks: Remark[] = [];
  if (filtersNotApplied > 0) {
    const many = filtersNotApplied === 1 ? "One filter" : `${filtersNotApplied} filters`;
    const message = `${many} of the rule cannot be read and is not applied: it may raise more than in Elastic.`;
    remarks.push({
      code: "filters",
      message: filtersNotApplied === 1 ? message : message.replace(" is not", " are not"),
    });
  }
  if (rule.query.includes("\uFFFD")) {
    const message =
      "The query holds a character that was lost when its file was written or read (�), and so finds something else than it should: save the file as UTF-8 and drop it again.";
    remarks.push({ code: "characters", message });
  }
  if (rule.alert_suppression !== undefined) {
    const by = rule.alert_suppression.group_by.join(", ");
    remarks.push({
      code: "suppression",
      message: `Elastic would show one alert for many${by === "" ? "" : ` that agree in ${by}`}; here every one is shown.`,
    });
  }
  return remarks;
}
