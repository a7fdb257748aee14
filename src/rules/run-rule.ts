/** Runs a rule over a complete list of documents, execution by execution, as Kibana does: for tests and previews. */
import { compareKeys, type Field, type JoinKey, keysOf, keyText } from "../eql/index.ts";
import {
  type FieldValue,
  fieldTypes,
  type FlatEvent,
  flatten,
  isFlat,
  type MutableFlatEvent,
} from "../ecs/index.ts";
import { canonicalAddress, firstOf, sortEvents } from "../match/index.ts";
import { applyDateMath, epochMillis, parseInstant, toIsoUtc } from "../time/index.ts";
import {
  type CompareKeys,
  type CountedEvents,
  NewTermsRuns,
  positionFrom,
  type RunWindow,
  ThresholdRuns,
} from "./groups/index.ts";
import { alertFacts } from "./run/alert-facts.ts";
import { runnable, type RunsEvent, type RunsNewTerms, type RunsThreshold } from "./run/index.ts";
import { windowMillis } from "./window-millis.ts";
import { alertReason } from "./reason.ts";
import type { Rule } from "./rule.ts";
import { ruleFrom } from "./rule-from.ts";
import { isObject, own } from "./untyped-values.ts";

/** One execution of a rule: the times that it searches, both ends inclusive, as ISO text or milliseconds since 1970. */
export interface RuleRun {
  readonly from: string | number;
  readonly to: string | number;
  /** Where the history of a new terms rule begins. Default: the rule's `history_window_start`, seen from `to`. */
  readonly history_from?: string | number;
}

/** The fields of an alert. Only `kibana.alert.threshold_result` is an object, as in Kibana. */
export type AlertDocument = Readonly<Record<string, FieldValue | ThresholdResult>>;

export interface ThresholdResult {
  readonly terms: readonly { readonly field: string; readonly value: FieldValue }[];
  readonly cardinality?: readonly { readonly field: string; readonly value: number }[];
  readonly count: number;
  /** The time of the first event, ISO. */
  readonly from: string;
}

/**
 * Runs a rule of type eql (for single events), query, threshold or new_terms in each of some executions.
 *
 * @param rule with the keys of Kibana's API or of a TOML file's `[rule]`
 * @param documents the events, nested, dotted or mixed
 * @param runs in their order: what one raised, a later one does not raise again
 * @returns the new alerts of each run
 * @throws Error if the rule cannot run, or a run has no times
 */
export function runRule(
  rule: object,
  documents: readonly object[],
  runs: readonly RuleRun[],
): readonly (readonly AlertDocument[])[] {
  const read = readRule(rule);
  const compiled = runnable(read, []);
  if (compiled.state !== "runs") throw new Error(`The rule cannot run: ${JSON.stringify(compiled)}`);
  if (compiled.kind === "sequence" || compiled.kind === "sample")
    throw new Error("Sequences and samples run through runEql.");
  const events = documents.map((item) => (isFlat(item) ? item : flatten(item)));
  const test = compiled.kind === "event" ? compiled.matches : compiled.terms[0]!.matches;
  const matching = new Documents(
    read,
    events.filter((event) => test(event)),
  );
  const windows = runs.map((run) => matching.windowOf(run));
  if (compiled.kind === "threshold") return runThreshold(read, compiled, matching, windows);
  if (compiled.kind === "new-terms") return runNewTerms(read, compiled, matching, windows);
  return runQuery(read, compiled, matching, windows);
}

/** Ids and names are not needed here, so a rule without them is one as well. */
function readRule(raw: object): Rule {
  const inner = own(raw, "rule");
  const keys = { rule_id: "rule", name: "rule", ...(isObject(inner) ? inner : raw) };
  const problems: unknown[] = [];
  const rule = ruleFrom(keys, "ndjson", (fault) => problems.push(fault));
  if (rule === undefined) throw new Error(`This is no rule: ${JSON.stringify(problems)}`);
  return rule;
}

type Window = RunWindow & { readonly history: string | number | undefined };

/** Events that a rule's query matches, ascending by the time that its runs search by. */
class Documents {
  readonly #found: readonly { readonly event: FlatEvent; readonly time: number }[];

  constructor(rule: Rule, events: readonly FlatEvent[]) {
    this.#found = events
      .map((event) => ({ event, time: windowMillis(event, rule) }))
      // An event without a time is in no window.
      .filter(({ time }) => !Number.isNaN(time))
      .sort((a, b) => a.time - b.time);
  }

  get length(): number {
    return this.#found.length;
  }

  event(position: number): FlatEvent {
    return this.#found[position]!.event;
  }

  time(position: number): number {
    return this.#found[position]!.time;
  }

  windowOf({ from: begin, to: end, history_from: history }: RuleRun): Window {
    const [from, to] = [millis(begin), millis(end)];
    const events = this.grouped([]);
    const first = positionFrom(events, from);
    return { from, to, first, last: positionFrom(events, to + 1, first), history };
  }

  /** The events as groups of these fields, with the values of another field for each. */
  grouped(fields: readonly string[], distinct?: string): CountedEvents & Groups {
    const groups = this.#groupsOf(fields);
    const others = distinct === undefined ? null : this.#groupsOf([distinct]);
    return {
      length: this.length,
      time: (position) => this.time(position),
      keys: groups.textsOf,
      values: others?.textsOf ?? (() => []),
      compare: groups.compare,
      valuesOf: groups.valuesOf,
    };
  }

  #groupsOf(fields: readonly string[]): Groups & { readonly textsOf: CountedEvents["keys"] } {
    const by = fields.map((name): Field => ({ kind: "field", name, optional: false }));
    const types = fieldTypes("@timestamp");
    const known = new Map<string, JoinKey>();
    const texts = this.#found.map(({ event }) =>
      keysOf(event, by).map((key) => {
        const text = keyText(key, by, types);
        if (!known.has(text)) known.set(text, key);
        return text;
      }),
    );
    return {
      textsOf: (position) => texts[position]!,
      compare: (a, b) => compareKeys(known.get(a)!, known.get(b)!),
      valuesOf: (key) =>
        known.get(key)!.map((value, i) => {
          const isAddress = types(fields[i]!) === "ip";
          return (isAddress ? canonicalAddress(String(value)) : null) ?? value!;
        }),
    };
  }
}

interface Groups {
  readonly compare: CompareKeys;
  /** The values of a key, in the order of the fields, with the types that the documents give them. */
  readonly valuesOf: (key: string) => FieldValue[];
}

function runThreshold(
  rule: Rule,
  compiled: RunsThreshold,
  documents: Documents,
  windows: readonly Window[],
): AlertDocument[][] {
  const { groupedBy, distinct: needed } = compiled;
  const events = documents.grouped(groupedBy, needed?.field);
  const runs = new ThresholdRuns(compiled, events, events.compare, rule.max_signals);
  return windows.map((window) =>
    runs.run(window).alerts.map(({ key, events: positions, distinct }) => {
      const values = events.valuesOf(key);
      const source: MutableFlatEvent = flatten({});
      groupedBy.forEach((field, i) => (source[field] = values[i]!));
      source["@timestamp"] = toIsoUtc(documents.time(positions.at(-1)!));
      return {
        ...alertOf(rule, source, rule),
        "kibana.alert.threshold_result": {
          terms: groupedBy.map((field, i) => ({ field, value: values[i]! })),
          ...(needed !== null && { cardinality: [{ field: needed.field, value: distinct! }] }),
          count: positions.length,
          from: toIsoUtc(documents.time(positions[0]!)),
        },
      };
    }),
  );
}

function runNewTerms(
  rule: Rule,
  { groupedBy, history }: RunsNewTerms,
  documents: Documents,
  windows: readonly Window[],
): AlertDocument[][] {
  const events = documents.grouped(groupedBy);
  const runs = new NewTermsRuns(events, events.compare, groupedBy.length === 1, rule.max_signals);
  return windows.map((window) => {
    const since = window.history === undefined ? applyDateMath(history, window.to) : millis(window.history);
    return runs.run(window, since).alerts.map(({ key, event }) => ({
      ...eventAlert(rule, documents.event(event)),
      "kibana.alert.new_terms": events.valuesOf(key) as FieldValue,
    }));
  });
}

/** EQL takes the newest of a window, whether they are alerts already or not. Other queries take the oldest that are not. */
function runQuery(
  rule: Rule,
  { language }: RunsEvent,
  documents: Documents,
  windows: readonly Window[],
): AlertDocument[][] {
  const raised = new Set<number>();
  return windows.map(({ first, last }) => {
    const found = Array.from({ length: last - first }, (_, i) => first + i);
    const isNew = (position: number): boolean => !raised.has(position);
    const chosen =
      language.id === "eql"
        ? inEqlOrder(found, documents).slice(-rule.max_signals).filter(isNew)
        : found.filter(isNew).slice(0, rule.max_signals);
    for (const position of chosen) raised.add(position);
    return chosen.map((position) => eventAlert(rule, documents.event(position)));
  });
}

function inEqlOrder(positions: readonly number[], documents: Documents): number[] {
  const listed = positions.map((item) => ({ item, event: documents.event(item) }));
  return sortEvents(listed, "@timestamp").map(({ item }) => item);
}

/** The alert of one event, with the rule's overrides. */
function eventAlert(rule: Rule, event: FlatEvent): AlertDocument {
  return alertOf(rule, event, alertFacts(rule, event));
}

function alertOf(
  rule: Rule,
  event: FlatEvent,
  facts: Pick<Rule, "name" | "severity" | "risk_score">,
): AlertDocument {
  const time = firstOf(event["@timestamp"]);
  return {
    ...(event as Record<string, FieldValue>),
    ...(time !== undefined && { "kibana.alert.original_time": time }),
    "kibana.alert.reason": alertReason(event, facts),
    "kibana.alert.severity": facts.severity,
    "kibana.alert.risk_score": facts.risk_score,
    "kibana.alert.rule.name": facts.name,
    "kibana.alert.rule.rule_id": rule.rule_id,
    "kibana.alert.rule.type": rule.type,
  };
}

function millis(time: string | number): number {
  const found = epochMillis(typeof time === "number" ? time : (parseInstant(time)?.ms ?? NaN));
  if (Number.isNaN(found)) throw new Error(`A run needs times: ${time}`);
  return found;
}
