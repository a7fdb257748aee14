/** Compiles a checked tree into something that decides events. */
import { compileFilter } from "./condition.ts";
import { type Clause, explainClause, type Explanation, type RequiredTextClause } from "../../match/index.ts";
import { type FieldTypes, fieldTypes, type FlatEvent, flatten, isFlat } from "../../ecs/index.ts";
import { withKeyConditions } from "../sequence/key-conditions.ts";
import { keyTextsOf } from "../sequence/keys.ts";
import { requiredTextsOfAny, requiredTextsOfFilter } from "./required-texts.ts";
import { SampleCollector } from "../sequence/sample.ts";
import { SequenceMachine } from "../sequence/sequence.ts";
import type { SequencePlan, SequenceStage } from "../sequence/plan.ts";
import {
  type EventFilter,
  type EventQuery,
  type Field,
  type Maxspan,
  type Query,
  type SampleQuery,
  type SequenceQuery,
  type Term,
  fieldsOf,
} from "../syntax.ts";

export interface CompileOptions {
  /** The field a query's event category is compared with. Default: event.category. */
  readonly eventCategoryField?: string;
  /** The field events are ordered by. Default: @timestamp. */
  readonly timestampField?: string;
  /** The field that orders events of the same moment. */
  readonly tiebreakerField?: string;
}

interface CompiledBase {
  /** Every field the query names, the event category's included, in order of appearance. */
  readonly fields: readonly string[];
  /** What a record must contain to match; see `RequiredTextClause`. For sequences: to match one of their terms. */
  readonly requiredTexts: readonly RequiredTextClause[];
}

export interface CompiledEvent extends CompiledBase {
  readonly kind: "event";
  readonly query: EventQuery;
  /** The whole filter as a tree of tests, for code that shares work between queries. */
  readonly clause: Clause;
  /** The event category, or null for any. */
  readonly category: string | null;
  /**
   * Decides one event: nested, dotted, mixed or already flat. An ordinary rule decides at least two million flat events
   * a second. Throws EqlError only for an event whose multi-valued fields make more than a million combinations in one
   * condition.
   */
  readonly matches: (event: object) => boolean;
  /** Explains the result of `matches`, clause by clause. */
  readonly explain: (event: object) => Explanation;
}

/** One term of a sequence or sample: which events match it, and the keys that join them. */
export interface CompiledTerm {
  readonly clause: Clause;
  /** The event category, or null for any. */
  readonly category: string | null;
  readonly requiredTexts: readonly RequiredTextClause[];
  /** Throws EqlError as an event query's `matches` does. */
  readonly matches: (event: FlatEvent) => boolean;
  /** The key fields: those of the whole query, then the term's own. */
  readonly by: readonly Field[];
  /**
   * The keys of an event that matches, as texts that are equal for equal keys; none if a plain key is missing. Throws
   * EqlError beyond 10,000 combinations of values.
   */
  readonly keys: (event: FlatEvent) => readonly string[];
}

export interface CompiledSequence extends CompiledBase {
  readonly kind: "sequence";
  readonly query: SequenceQuery;
  readonly category: null;
  /** In the order of the query, `until` last; a term with runs once. */
  readonly terms: readonly CompiledTerm[];
  /** Opens a machine that takes term matches in order; several may run side by side. */
  readonly open: <T>() => SequenceMachine<T>;
}

export interface CompiledSample extends CompiledBase {
  readonly kind: "sample";
  readonly query: SampleQuery;
  readonly category: null;
  readonly terms: readonly CompiledTerm[];
  readonly open: <T>(maxSamplesPerKey?: number) => SampleCollector<T>;
}

export type CompiledEql = CompiledEvent | CompiledSequence | CompiledSample;

/** Compiles a query that has passed the check. */
export function compileQuery(query: Query, options: CompileOptions): CompiledEql {
  const categoryField = options.eventCategoryField ?? "event.category";
  const timestampField = options.timestampField ?? "@timestamp";
  const types = fieldTypes(timestampField);
  if (query.kind === "event") return compileEvent(query, categoryField, types);
  const until = query.kind === "sequence" && query.until !== null ? [query.until] : [];
  const terms = [...withKeyConditions(query), ...until];
  const base = {
    category: null,
    fields: fieldsOfTerms(query, [...query.terms, ...until], categoryField),
    requiredTexts: requiredTextsOfAny(
      terms.map((term) => requiredTextsOfFilter(term.filter, categoryField, types)),
    ),
  };
  const compiled = terms.map((term) => compileTerm(term, query, categoryField, types));
  if (query.kind === "sample") {
    return {
      kind: "sample",
      query,
      ...base,
      terms: compiled,
      open: (perKey = 1) => new SampleCollector(compiled.length, perKey),
    };
  }
  const plan: SequencePlan = {
    stages: query.terms.flatMap(({ missing, runs }, term) =>
      new Array<SequenceStage>(runs).fill({ term, missing }),
    ),
    until: query.until === null ? null : query.terms.length,
    maxspan: query.maxspan === null ? null : milliseconds(query.maxspan),
  };
  return { kind: "sequence", query, ...base, terms: compiled, open: () => new SequenceMachine(plan) };
}

function compileEvent(query: EventQuery, categoryField: string, types: FieldTypes): CompiledEvent {
  const clause: Clause = compileFilter(query.filter, categoryField, types);
  return {
    kind: "event",
    query,
    clause,
    category: query.filter.category,
    fields: [...new Set(fieldsOfFilter(query.filter, categoryField))],
    requiredTexts: requiredTextsOfFilter(query.filter, categoryField, types),
    matches: (event) => clause.test(flat(event)),
    explain: (event) => explainClause(clause, flat(event)),
  };
}

function flat(event: object): FlatEvent {
  return isFlat(event) ? event : flatten(event);
}

function compileTerm(
  term: Term,
  query: SequenceQuery | SampleQuery,
  categoryField: string,
  types: FieldTypes,
): CompiledTerm {
  const clause = compileFilter(term.filter, categoryField, types);
  const by = [...query.by, ...term.by];
  return {
    clause,
    category: term.filter.category,
    requiredTexts: requiredTextsOfFilter(term.filter, categoryField, types),
    matches: clause.test,
    by,
    keys: (event) => keyTextsOf(event, by, types),
  };
}

function fieldsOfFilter({ category, condition }: EventFilter, categoryField: string): string[] {
  return [...(category === null ? [] : [categoryField]), ...fieldsOf(condition).map((field) => field.name)];
}

function fieldsOfTerms(
  query: SequenceQuery | SampleQuery,
  terms: readonly Term[],
  categoryField: string,
): readonly string[] {
  const names = terms.flatMap((term) => [
    ...fieldsOfFilter(term.filter, categoryField),
    ...term.by.map((field) => field.name),
  ]);
  return [...new Set([...query.by.map((field) => field.name), ...names])];
}

const UNIT_MILLISECONDS: Readonly<Record<Maxspan["unit"], number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

function milliseconds({ amount, unit }: Maxspan): number {
  return amount * UNIT_MILLISECONDS[unit];
}
