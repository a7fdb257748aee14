/** What it takes to run a rule, or why it cannot be run. */
import {
  type Clause,
  type CompiledEql,
  type CompiledSample,
  type CompiledSequence,
  type CompiledTerm,
  type Explanation,
  type FlatEvent,
  type LiteralClause,
  compileEql,
  explainClause,
  fieldTypes,
  lostBackslashes,
  negation,
  unreckonedDates,
} from "../../eql/index.ts";
import { type CompiledKql, compileKql } from "../../kql/index.ts";
import type { ExceptionItem, Rule } from "../rule.ts";
import { type CannotRun, cannotByKind, cannotParse } from "./cannot.ts";
import { join } from "./conditions.ts";
import { exceptionsOf } from "./exceptions.ts";
import { filterClauses } from "./filters.ts";

/** Something that does not stop a rule but must be said beside it. */
export interface Remark {
  readonly code:
    | "exceptions-missing"
    | "exception-value-list"
    | "exception-unreadable"
    | "exception-expired"
    | "exception-nested"
    | "characters"
    | "filters"
    | "backslashes"
    | "date-math"
    | "pipes"
    | "suppression";
  readonly message: string;
}

/** One of the conditions that must all hold; clauses of one language, timestamp field and text decide alike. */
export interface Condition {
  readonly language: "eql" | "kuery";
  /** The field EQL compares as a date whatever its name; null in KQL. */
  readonly timestampField: string | null;
  readonly clause: Clause;
}

interface Runs {
  readonly state: "runs";
  readonly language: "eql" | "kuery";
  /** The value of event.category every matching event has, null for any. */
  readonly category: string | null;
  /** Every field the query names. */
  readonly fields: readonly string[];
  readonly literals: readonly LiteralClause[];
  readonly remarks: readonly Remark[];
  /** Whether the rule may look at an event at all: no exception covers it and every filter lets it through. */
  readonly admits: (event: FlatEvent) => boolean;
}

export interface RunsEvent extends Runs {
  readonly kind: "event";
  /** The query, the filters and the exceptions: an event that meets all of them is an alert. */
  readonly conditions: readonly Condition[];
  /** Throws EqlError as EQL's `matches` does: an event with millions of combinations of values. */
  readonly matches: (event: FlatEvent) => boolean;
  readonly explain: (event: FlatEvent) => Explanation;
}

/**
 * One term of a sequence or sample with the rule's filters and exceptions: decided like an event rule, so that many
 * terms of many rules are decided at once (see `RuleSet`).
 */
export interface RunsTerm extends Pick<RunsEvent, "category" | "conditions" | "literals" | "matches"> {
  /** See `CompiledTerm`. */
  readonly keys: CompiledTerm["keys"];
  /** Equal for terms of whatever rules that give every event the same keys. */
  readonly keysId: string;
}

interface RunsInOrder extends Runs {
  /** In the order of a sighting's keys. */
  readonly terms: readonly RunsTerm[];
  /** The fields events are to be put into order by: see `inOrder`. */
  readonly timestampField: string;
  readonly tiebreakerField?: string;
}

export interface RunsSequence extends RunsInOrder, Pick<CompiledSequence, "query" | "open"> {
  readonly kind: "sequence";
}

export interface RunsSample extends RunsInOrder, Pick<CompiledSample, "query" | "open"> {
  readonly kind: "sample";
}

export type Runnable = RunsEvent | RunsSequence | RunsSample | CannotRun;

/**
 * Compiles a rule with its filters and exceptions.
 *
 * @param exceptions all items at hand; the rule's own are chosen by list and namespace
 * @param now when the rule is thought to run, milliseconds since 1970: exceptions that have expired by then do not
 *   count
 * @returns never throws for what a rule file may hold
 */
export function runnable(rule: Rule, exceptions: readonly ExceptionItem[], now = Date.now()): Runnable {
  const reason = cannotByKind(rule);
  if (reason !== null) return reason;
  const filters = filterClauses(rule.filters);
  // Without a query the filters are all there is: leaving one out would raise every event.
  if (rule.query.trim() === "" && (filters.notApplied > 0 || filters.clauses.length === 0)) {
    const why = "The rule has no query, and its filters are in a form that Loupe does not read.";
    return { state: "cannot", code: "no-query", why };
  }
  let compiled: CompiledEql | CompiledKql;
  try {
    compiled = rule.type === "eql" ? compileEql(rule.query, optionsOf(rule)) : compileKql(rule.query);
  } catch (error) {
    return cannotParse(error);
  }
  const excluded = exceptionsOf(rule, exceptions, now);
  const gates = [...filters.clauses, ...(excluded.clause === null ? [] : [noneOf(excluded.clause)])];
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
    literals: compiled.literals,
    remarks: [...excluded.remarks, ...remarksOf(rule, filters.notApplied, compiled)],
    admits: gate ?? (() => true),
  };
  const withGates = (clause: Clause): Condition[] => [
    { language, timestampField: language === "eql" ? timestampField : null, clause },
    ...gates.map((one): Condition => ({ language: "kuery", timestampField: null, clause: one })),
  ];
  if (compiled.kind === "event") {
    const conditions = withGates(compiled.clause);
    return { ...runs, kind: "event", conditions, ...decider(conditions.map(({ clause }) => clause)) };
  }
  const inOrder = {
    terms: compiled.terms.map(({ clause, category, literals, by, keys }): RunsTerm => ({
      category: overridden ? null : category,
      conditions: withGates(clause),
      literals,
      matches: join("and", [clause, ...gates]).test,
      keys,
      keysId: JSON.stringify([timestampField, by]),
    })),
    timestampField,
    ...(tiebreaker_field === undefined ? {} : { tiebreakerField: tiebreaker_field }),
  };
  return compiled.kind === "sequence"
    ? { ...runs, ...inOrder, kind: "sequence", query: compiled.query, open: compiled.open }
    : { ...runs, ...inOrder, kind: "sample", query: compiled.query, open: compiled.open };
}

function optionsOf(rule: Rule): Parameters<typeof compileEql>[1] {
  const { event_category_override, timestamp_field, tiebreaker_field } = rule;
  return {
    ...(event_category_override === undefined ? {} : { eventCategoryField: event_category_override }),
    ...(timestamp_field === undefined ? {} : { timestampField: timestamp_field }),
    ...(tiebreaker_field === undefined ? {} : { tiebreakerField: tiebreaker_field }),
  };
}

function noneOf(exceptions: Clause): Clause {
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
