import type { Field } from "../../eql/index.ts";
import { type Clause, fieldsThatPrevent } from "../../match/index.ts";
import type { Runnable, RunsSample, RunsSequence } from "./runnable-rule.ts";

/**
 * Returns the fields that a rule cannot do without and that no event has: because of them it cannot match. Filters and
 * exceptions are not looked at.
 *
 * @param lacks whether no event has the field; false also if that is not known
 * @returns an empty list if the rule may match
 */
export function missingFields(compiled: Runnable, lacks: (field: string) => boolean): readonly string[] {
  if (compiled.state !== "runs") return [];
  if (compiled.kind === "event") return preventing(compiled.conditions[0]!.clause, lacks);
  return [...new Set(requiredTerms(compiled).flatMap((term) => missingIn(term, lacks)))];
}

interface RequiredTerm {
  readonly clause: Clause;
  readonly by: readonly Field[];
}

/** The terms of which every match has an event: not those of missing events, nor `until`. */
function requiredTerms({ query, terms }: RunsSequence | RunsSample): RequiredTerm[] {
  return query.terms.flatMap(({ missing, by }, i) =>
    missing ? [] : [{ clause: terms[i]!.conditions[0]!.clause, by: [...query.by, ...by] }],
  );
}

function missingIn({ clause, by }: RequiredTerm, lacks: (field: string) => boolean): readonly string[] {
  // An event without a key joins nothing, unless the key is optional.
  const keys = by.filter(({ name, optional }) => !optional && lacks(name)).map(({ name }) => name);
  return [...keys, ...preventing(clause, lacks)];
}

function preventing(clause: Clause, lacks: (field: string) => boolean): readonly string[] {
  return fieldsThatPrevent(clause, lacks) ?? [];
}
