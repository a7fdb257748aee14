import type { Clause } from "../../match/index.ts";
import type { FlatEvent } from "../../ecs/index.ts";
import type { Runnable } from "./runnable-rule.ts";

/**
 * Whether a rule looks at a field of an event: in its query, by the keys that join events, in its filters or in its
 * exceptions.
 *
 * @param event called only for a rule with wildcards in field names
 */
export function usesField(compiled: Runnable, field: string, event: () => FlatEvent): boolean {
  if (compiled.state !== "runs") return false;
  const { fields, wildcards } = lookedAt(compiled);
  if (fields.has(field) || wildcards.length === 0) return fields.has(field);
  const flat = event();
  return wildcards.some((fieldsIn) => fieldsIn(flat).includes(field));
}

interface LookedAt {
  readonly fields: ReadonlySet<string>;
  readonly wildcards: readonly NonNullable<Clause["fieldsIn"]>[];
}

/** An export asks for each of up to a million alerts. */
const known = new WeakMap<Runnable, LookedAt>();

function lookedAt(compiled: Extract<Runnable, { state: "runs" }>): LookedAt {
  const before = known.get(compiled);
  if (before !== undefined) return before;
  const fields = new Set(compiled.fields);
  const wildcards: NonNullable<Clause["fieldsIn"]>[] = [];
  const add = ({ fields: own, fieldsIn, clauses }: Clause): void => {
    for (const field of own) fields.add(field);
    if (fieldsIn !== undefined) wildcards.push(fieldsIn);
    clauses.forEach(add);
  };
  const conditions =
    compiled.kind === "event" ? compiled.conditions : compiled.terms.flatMap((term) => term.conditions);
  for (const { clause } of conditions) add(clause);
  const found = { fields, wildcards };
  known.set(compiled, found);
  return found;
}
