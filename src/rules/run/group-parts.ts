/** What rules have that group the events of a KQL query: threshold and new terms rules. */
import { type Field, keyTextsOf } from "../../eql/index.ts";
import { fieldTypes } from "../../ecs/index.ts";
import { parseDateMath, reachOf } from "../../time/index.ts";
import { excerpt } from "../problems.ts";
import type { Rule } from "../rule.ts";
import { join } from "./conditions.ts";
import type { CompiledEventQuery } from "./query-language.ts";
import type { Condition, OwnParts, RunsNewTerms, RunsTerm, RunsThreshold } from "./runnable-rule.ts";
import type { Unsupported } from "./unsupported.ts";

/** Events are ordered by this field. The windows of the runs also know the rule's `timestamp_override`. */
const TIMESTAMP = "@timestamp";

/**
 * Compiles what a threshold or new terms rule adds to its query.
 *
 * @param conditions the query, the filters and the exceptions
 * @returns why the rule cannot run if it does not say what to group by
 */
export function groupParts(
  rule: Rule,
  query: CompiledEventQuery,
  conditions: readonly Condition[],
): OwnParts<RunsThreshold> | OwnParts<RunsNewTerms> | Unsupported {
  const termBy = (fields: readonly string[]): RunsTerm => termOf(query, conditions, fields);
  return rule.type === "threshold" ? thresholdParts(rule, termBy) : newTermsParts(rule, termBy);
}

type TermBy = (fields: readonly string[]) => RunsTerm;

function thresholdParts(
  { threshold, from, to }: Rule,
  termBy: TermBy,
): OwnParts<RunsThreshold> | Unsupported {
  if (threshold === undefined) return { state: "unsupported", code: "threshold", data: {} };
  const [begin, end] = [parseDateMath(from), parseDateMath(to)];
  const window = begin === null || end === null ? NaN : reachOf(end).max - reachOf(begin).min;
  if (!(window > 0))
    return { state: "unsupported", code: "window", data: { from: excerpt(from), to: excerpt(to) } };
  const [cardinality] = threshold.cardinality;
  return {
    kind: "threshold",
    terms: [termBy(threshold.field), ...(cardinality === undefined ? [] : [termBy([cardinality.field])])],
    timestampField: TIMESTAMP,
    groupedBy: threshold.field,
    least: threshold.value,
    distinct: cardinality === undefined ? null : { field: cardinality.field, least: cardinality.value },
    window,
  };
}

/** Kibana refuses a history that does not begin before the window of the run. */
function newTermsParts(rule: Rule, termBy: TermBy): OwnParts<RunsNewTerms> | Unsupported {
  const { new_terms_fields: fields, history_window_start: start = "", from } = rule;
  if (fields === undefined) return { state: "unsupported", code: "new-terms", data: {} };
  const history = parseDateMath(start);
  const window = parseDateMath(from);
  if (history === null || (window !== null && reachOf(history).max >= reachOf(window).min))
    return { state: "unsupported", code: "history", data: { start: excerpt(start), from: excerpt(from) } };
  return {
    kind: "new-terms",
    terms: [termBy(fields)],
    timestampField: TIMESTAMP,
    groupedBy: fields,
    history,
  };
}

function termOf(
  { category, requiredTexts }: CompiledEventQuery,
  conditions: readonly Condition[],
  fields: readonly string[],
): RunsTerm {
  const by = fields.map((name): Field => ({ kind: "field", name, optional: false }));
  const types = fieldTypes(TIMESTAMP);
  return {
    category,
    conditions,
    requiredTexts,
    matches: join(
      "and",
      conditions.map(({ clause }) => clause),
    ).test,
    keys: (event) => keyTextsOf(event, by, types),
    keysId: JSON.stringify([TIMESTAMP, by]),
    by,
    role: "event",
    runs: 1,
  };
}
