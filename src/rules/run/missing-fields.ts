import { type Clause, fieldsThatPrevent } from "../../match/index.ts";
import type { Runnable, RunsTerm } from "./runnable-rule.ts";

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
  // Every match has events of these terms, but none that must be missing, nor one of `until`.
  const required = compiled.terms.filter(({ role }) => role === "event");
  return [...new Set(required.flatMap((term) => missingIn(term, lacks)))];
}

function missingIn({ conditions, by }: RunsTerm, lacks: (field: string) => boolean): readonly string[] {
  // An event without a key joins nothing, unless the key is optional.
  const keys = by.filter(({ name, optional }) => !optional && lacks(name)).map(({ name }) => name);
  return [...keys, ...preventing(conditions[0]!.clause, lacks)];
}

function preventing(clause: Clause, lacks: (field: string) => boolean): readonly string[] {
  return fieldsThatPrevent(clause, lacks) ?? [];
}
