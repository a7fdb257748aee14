/** What it takes to run a rule, or why it cannot be run. */
import type { Condition, Runnable, RunsEvent, RunsTerm } from "./runnable-rule.ts";
import type { Remark } from "./remark.ts";
import { type CompiledEql, compileEql, lostBackslashes, unreckonedDates } from "../../eql/index.ts";
import { type Clause, explainClause, negation } from "../../match/index.ts";
import { fieldTypes } from "../../ecs/index.ts";
import { type CompiledKql, compileKql } from "../../kql/index.ts";
import type { ExceptionItem, Rule } from "../rule.ts";
import { unsupportedByKind, unparsable } from "./unsupported.ts";
import { join } from "./conditions.ts";
import { exceptionsOf } from "./exceptions.ts";
import { filterClauses } from "./filters.ts";

/**
 * Compiles a rule with its filters and exceptions.
 *
 * @param exceptions all items at hand; the rule's own are chosen by list and namespace
 * @param now when the rule is thought to run, milliseconds since 1970: exceptions that have expired by then do not
 *   count
 * @returns never throws for what a rule file may hold
 */
export function runnable(rule: Rule, exceptions: readonly ExceptionItem[], now = Date.now()): Runnable {
  const reason = unsupportedByKind(rule);
  if (reason !== null) return reason;
  const filters = filterClauses(rule.filters);
  // Without a query the filters are all there is: leaving one out would raise every event.
  if (rule.query.trim() === "" && (filters.notApplied > 0 || filters.clauses.length === 0)) {
    const why = "The rule has no query, and its filters are in a form that Loupe does not read.";
    return { state: "unsupported", code: "no-query", why };
  }
  let compiled: CompiledEql | CompiledKql;
  try {
    compiled = rule.type === "eql" ? compileEql(rule.query, optionsOf(rule)) : compileKql(rule.query);
  } catch (error) {
    return unparsable(error);
  }
  const excluded = exceptionsOf(rule, exceptions, now);
  const gates = [...filters.clauses, ...(excluded.clause === null ? [] : [unlessExcepted(excluded.clause)])];
  const gate = gates.length === 0 ? null : join("and", gates).test;
  const { event_category_override: override, timestamp_field, tiebreaker_field } = rule;
  const timestampField = timestamp_field ?? "@timestamp";
  const language = rule.type === "eql" ? "eql" : "kuery";
  const overridden = language === "eql" && override !== undefined && override !== "event.category";
  const runs = {
    state: "runs" as const,
    language: language as "eql" | "kuery",
    category: overridden ? null : compiled.category,
    fields: compiled.fields,
    requiredTexts: compiled.requiredTexts,
    remarks: [...excluded.remarks, ...remarksOf(rule, filters.notApplied, compiled)],
    guard: gate ?? (() => true),
  };
  const withGates = (clause: Clause): Condition[] => [
    { language, timestampField: language === "eql" ? timestampField : null, clause },
    ...gates.map((one): Condition => ({ language: "kuery", timestampField: null, clause: one })),
  ];
  if (compiled.kind === "event") {
    const conditions = withGates(compiled.clause);
    return { ...runs, kind: "event", conditions, ...decider(conditions.map(({ clause }) => clause)) };
  }
  const correlation = {
    terms: compiled.terms.map(({ clause, category, requiredTexts, by, keys }): RunsTerm => ({
      category: overridden ? null : category,
      conditions: withGates(clause),
      requiredTexts,
      matches: join("and", [clause, ...gates]).test,
      keys,
      keysId: JSON.stringify([timestampField, by]),
    })),
    timestampField,
    ...(tiebreaker_field === undefined ? {} : { tiebreakerField: tiebreaker_field }),
  };
  return compiled.kind === "sequence"
    ? { ...runs, ...correlation, kind: "sequence", query: compiled.query, open: compiled.open }
    : { ...runs, ...correlation, kind: "sample", query: compiled.query, open: compiled.open };
}

function optionsOf(rule: Rule): Parameters<typeof compileEql>[1] {
  const { event_category_override, timestamp_field, tiebreaker_field } = rule;
  return {
    ...(event_category_override === undefined ? {} : { eventCategoryField: event_category_override }),
    ...(timestamp_field === undefined ? {} : { timestampField: timestamp_field }),
    ...(tiebreaker_field === undefined ? {} : { tiebreakerField: tiebreaker_field }),
  };
}

function unlessExcepted(exceptions: Clause): Clause {
  return negation(exceptions, () => `no exception holds: not (${exceptions.text()})`);
}

function decider(clauses: readonly Clause[]): Pick<RunsEvent, "matches" | "explain"> {
  // One flat `and` reads better: the query's own terms stand beside the filters and exceptions.
  const [query, ...gates] = clauses;
  const flat = gates.length > 0 && query!.kind === "and" && query!.constant === undefined;
  const whole = join("and", flat ? [...query!.clauses, ...gates] : clauses);
  return { matches: whole.test, explain: (event) => explainClause(whole, event) };
}

function remarksOf(rule: Rule, filtersNotApplied: number, compiled: CompiledEql | CompiledKql): Remark[] {
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
  if (compiled.kind !== "sample" && "pipes" in compiled.query && compiled.query.pipes.length > 0) {
    const pipes = compiled.query.pipes.map(({ name, count }) => `| ${name} ${count}`).join(" ");
    remarks.push({ code: "pipes", message: `The query ends in ${pipes}; here all matches are shown.` });
  }
  const { query } = compiled;
  if (query.kind === "event" || query.kind === "sequence" || query.kind === "sample") {
    for (const call of lostBackslashes(query)) {
      const message = `Elasticsearch takes the backslash in ${call} for an escape and does not look for one: double it.`;
      remarks.push({ code: "backslashes", message });
    }
    const types = fieldTypes(rule.timestamp_field ?? "@timestamp");
    for (const comparison of unreckonedDates(query, types)) {
      const message = `${comparison} reckons from the moment of the search, which evidence does not have: here it compares texts. Write a date.`;
      remarks.push({ code: "date-math", message });
    }
  }
  return remarks;
}
