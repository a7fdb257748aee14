import type { Clause } from "../../match/index.ts";
import type { FlatEvent } from "../../ecs/index.ts";
import type { Runnable } from "./runnable-rule.ts";

/**
 * Returns the fields that a rule looks at in an event: those of its query with the keys that join events, and those of
 * its filters and exceptions.
 */
export function fieldsUsed(compiled: Runnable, event: FlatEvent): ReadonlySet<string> {
  if (compiled.state !== "runs") return new Set();
  const fields = new Set(compiled.fields);
  const add = (clause: Clause): void => {
    for (const field of clause.fieldsIn?.(event) ?? clause.fields) fields.add(field);
    clause.clauses.forEach(add);
  };
  const conditions =
    compiled.kind === "event" ? compiled.conditions : compiled.terms.flatMap((term) => term.conditions);
  for (const { clause } of conditions) add(clause);
  return fields;
}
