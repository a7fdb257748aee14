/**
 * What Elasticsearch refuses without looking at a mapping, beyond the grammar: whole queries here, expressions in
 * check-expression.ts.
 */
import { errorAt } from "../error.ts";
import { checkCondition } from "./check-expression.ts";
import { type Query, type SampleQuery, type SequenceQuery, type Term, rangeOf } from "../syntax.ts";

/** Elasticsearch's limits on the events of one query, repetitions counted. */
const MAX_SEQUENCE_EVENTS = 256;
const MAX_SAMPLE_EVENTS = 5;

/** Throws EqlError at the first thing in a parsed query that Elasticsearch would refuse. */
export function checkQuery(query: Query, text: string): void {
  if (query.kind === "event") {
    checkCondition(query.filter.condition, text);
    return;
  }
  for (const term of termsOf(query)) checkCondition(term.filter.condition, text);
  checkKeyCounts(query, text);
  if (query.kind === "sequence") checkSequence(query, text);
  else checkSample(query, text);
}

function termsOf(query: SequenceQuery | SampleQuery): readonly Term[] {
  return query.kind === "sequence" && query.until !== null ? [...query.terms, query.until] : query.terms;
}

function fail(node: object, text: string, message: string): never {
  throw errorAt(text, rangeOf(node), message);
}

function checkKeyCounts(query: SequenceQuery | SampleQuery, text: string): void {
  const terms = termsOf(query);
  const expected = terms[0]?.by.length ?? 0;
  for (const term of terms) {
    if (term.by.length !== expected) {
      fail(
        term,
        text,
        `Every event needs the same number of keys after by: expected ${expected}, found ${term.by.length}.`,
      );
    }
  }
}

function checkSequence(query: SequenceQuery, text: string): void {
  const events = query.terms.reduce((sum, term) => sum + term.runs, 0);
  if (events < 2)
    fail(
      query,
      text,
      "A sequence needs at least two events: add another [ ... ] or repeat it using with runs=2.",
    );
  if (events > MAX_SEQUENCE_EVENTS) {
    fail(
      query,
      text,
      `A sequence has at most ${MAX_SEQUENCE_EVENTS} events, including repetitions; this one has ${events}.`,
    );
  }
  const missing = query.terms.find((term) => term.missing);
  if (missing === undefined) return;
  if (query.maxspan === null)
    fail(missing, text, "A missing event needs maxspan in the sequence: add with maxspan=5m, for example.");
  if (query.terms.every((term) => term.missing))
    fail(query, text, "A sequence needs at least one event that is not missing.");
}

function checkSample(query: SampleQuery, text: string): void {
  if (query.terms.length < 2) fail(query, text, "A sample needs at least two events: add another [ ... ].");
  if (query.terms.length > MAX_SAMPLE_EVENTS) {
    fail(
      query,
      text,
      `A sample has at most ${MAX_SAMPLE_EVENTS} events; this one has ${query.terms.length}.`,
    );
  }
  if (query.by.length + query.terms[0]!.by.length === 0) {
    fail(query, text, "A sample needs at least one key: sample by host.id [ ... ] [ ... ].");
  }
}
