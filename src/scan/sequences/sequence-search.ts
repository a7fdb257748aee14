import type { SequenceResult } from "../../eql/index.ts";
import type { RunsSample, RunsSequence } from "../../rules/index.ts";
import type { TermMatchOrder } from "./term-match-order.ts";

/** A result of a sequence or sample rule: positions in the order of its term matches. */
export interface FoundSequence {
  /** One for each event of the query; null for an event that had to be missing. */
  readonly positions: readonly (number | null)[];
  /** The same result has the same id, in whichever part of the term matches it is found. */
  readonly id: string;
  /** See `SequenceResult`. */
  readonly rank: number;
}

/**
 * Runs a rule over some of its term matches.
 *
 * @param positions ascending
 * @param found called with every result as soon as it is known, and returns false to end the search. Samples come in the
 *   order of their keys; sequences have to be sorted with `byEnd`
 */
export function search(
  rule: RunsSequence | RunsSample,
  order: TermMatchOrder,
  positions: Iterable<number>,
  found: (result: FoundSequence) => boolean,
): void {
  const terms = rule.terms.length;
  if (rule.kind === "sample") {
    const collector = rule.open<number>();
    for (const position of positions) collector.push(order.termMatch(position, terms), position);
    // Any of a key's events may represent it, so the key alone identifies the sample.
    for (const [rank, { key, items }] of collector.finish().entries())
      if (!found({ positions: items, id: key, rank })) return;
    return;
  }
  const machine = rule.open<number>();
  const report = (results: readonly SequenceResult<number>[]): boolean =>
    results.every(({ items, rank }) => found({ positions: items, id: items.join(), rank }));
  for (const position of positions) {
    machine.push(order.termMatch(position, terms), position);
    if (machine.ready > 0 && !report(machine.take())) return;
  }
  report(machine.finish());
}

/** Elasticsearch's order of sequences: by the last event, then the first. */
export function byEnd(a: FoundSequence, b: FoundSequence): number {
  const isEvent = (position: number | null): position is number => position !== null;
  return (
    a.positions.findLast(isEvent)! - b.positions.findLast(isEvent)! ||
    a.positions.find(isEvent)! - b.positions.find(isEvent)! ||
    a.rank - b.rank
  );
}
