import { type Explanation, explainClause } from "../../match/index.ts";
import type { FlatEvent } from "../../ecs/index.ts";
import type { Runnable } from "../../rules/index.ts";

/**
 * Explains why a rule for single events matched an event: the conditions that must all be true. Empty for a rule that no
 * longer runs.
 */
export function explanationOf(compiled: Runnable, event: FlatEvent): readonly Explanation[] {
  if (compiled.state !== "runs") return [];
  if (compiled.kind === "event") return clausesOf(compiled.explain(event));
  return compiled.kind === "new-terms" ? termsOf(compiled)[0]!.explain(event) : [];
}

/** The conditions of a query that must all be true. */
export function clausesOf(whole: Explanation): readonly Explanation[] {
  return whole.kind === "and" ? whole.clauses : [whole];
}

/** One term of a sequence or sample, and the conditions for its event. */
export interface ExplainedTerm {
  /** 1-based number of the term in the query. */
  readonly number: number;
  /** The event category that the term requires; null for any. */
  readonly category: string | null;
  readonly explain: (event: FlatEvent) => readonly Explanation[];
  /** The fields that join its event with the others. */
  readonly keys: readonly string[];
}

/** Returns the terms of a sequence, with repetitions (`with runs`) written out: one for each of a finding's events. */
export function termsOf(compiled: Runnable): readonly ExplainedTerm[] {
  if (compiled.state !== "runs" || compiled.kind === "event") return [];
  return compiled.terms.flatMap(({ category, conditions, by, runs }, i) => {
    const term: ExplainedTerm = {
      number: i + 1,
      category,
      explain: (event) => conditions.flatMap(({ clause }) => clausesOf(explainClause(clause, event))),
      keys: by.map((field) => field.name),
    };
    return Array.from({ length: runs }, () => term);
  });
}
