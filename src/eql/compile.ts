/** From a checked tree to something that decides events. */
import { type Clause, compileFilter } from "./condition.ts";
import { type Explanation, explainClause } from "./explain.ts";
import type { FlatEvent } from "./flat-event.ts";
import { type LiteralClause, literalsOfAny, literalsOfFilter } from "./literals.ts";
import { SampleCollector } from "./sample.ts";
import { type SequencePlan, SequenceMachine, type Stage } from "./sequence.ts";
import {
  type EventFilter,
  type EventQuery,
  type Maxspan,
  type Query,
  type SampleQuery,
  type SequenceQuery,
  type Term,
  fieldsOf,
} from "./syntax.ts";

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
  /** What a record must hold to have a chance; see `LiteralClause`. For sequences: to be one of their events. */
  readonly literals: readonly LiteralClause[];
}

export interface CompiledEvent extends CompiledBase {
  readonly kind: "event";
  readonly query: EventQuery;
  /** The whole filter as a tree of tests, for what shares work between queries. */
  readonly clause: Clause;
  /** The event category, or null for any. */
  readonly category: string | null;
  /**
   * Decides one flat event; at least two million a second for an ordinary rule. Throws EqlError only for an event
   * whose multi-valued fields make more than a million combinations in one condition.
   */
  readonly matches: (event: FlatEvent) => boolean;
  /** Says how `matches` came about, clause by clause. */
  readonly explain: (event: FlatEvent) => Explanation;
}

export interface CompiledSequence extends CompiledBase {
  readonly kind: "sequence";
  readonly query: SequenceQuery;
  readonly category: null;
  /** A machine to be fed with events in order; several may run side by side. */
  readonly open: <T>() => SequenceMachine<T>;
}

export interface CompiledSample extends CompiledBase {
  readonly kind: "sample";
  readonly query: SampleQuery;
  readonly category: null;
  readonly open: <T>(maxSamplesPerKey?: number) => SampleCollector<T>;
}

export type CompiledEql = CompiledEvent | CompiledSequence | CompiledSample;

/** Compiles a query that has passed the check. */
export function compileQuery(query: Query, options: CompileOptions): CompiledEql {
  const categoryField = options.eventCategoryField ?? "event.category";
  const timestampField = options.timestampField ?? "@timestamp";
  if (query.kind === "event") return compileEvent(query, categoryField);
  const terms =
    query.kind === "sequence" && query.until !== null ? [...query.terms, query.until] : query.terms;
  const base = {
    category: null,
    fields: fieldsOfTerms(query, terms, categoryField),
    literals: literalsOfAny(terms.map((term) => literalsOfFilter(term.filter, categoryField))),
  };
  const stages = query.terms.flatMap((term) =>
    new Array<Stage>(term.runs).fill(stageOf(term, query, categoryField)),
  );
  if (query.kind === "sample") {
    return {
      kind: "sample",
      query,
      ...base,
      open: (perKey = 1) => new SampleCollector(stages, timestampField, perKey),
    };
  }
  const plan: SequencePlan = {
    stages,
    until: query.until === null ? null : stageOf(query.until, query, categoryField),
    maxspan: query.maxspan === null ? null : milliseconds(query.maxspan),
    timestampField,
  };
  return { kind: "sequence", query, ...base, open: () => new SequenceMachine(plan) };
}

function compileEvent(query: EventQuery, categoryField: string): CompiledEvent {
  const clause: Clause = compileFilter(query.filter, categoryField);
  return {
    kind: "event",
    query,
    clause,
    category: query.filter.category,
    fields: [...new Set(fieldsOfFilter(query.filter, categoryField))],
    literals: literalsOfFilter(query.filter, categoryField),
    matches: clause.test,
    explain: (event) => explainClause(clause, event),
  };
}

function stageOf(term: Term, query: SequenceQuery | SampleQuery, categoryField: string): Stage {
  return {
    matches: compileFilter(term.filter, categoryField).test,
    by: [...query.by, ...term.by],
    missing: term.missing,
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
