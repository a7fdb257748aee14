import type { FlatEvent } from "../../ecs/index.ts";
import type { Clause } from "../../match/index.ts";

/** An event that lacks one of these in the index has no value in it; of any other field nothing is known. */
const KNOWN: ReadonlySet<string> = new Set([
  "host.name",
  "host.os.type",
  "event.code",
  "event.category",
  "winlog.channel",
  "process.name",
  "process.pid",
  "registry.data.strings",
]);

/** Whether a clause could be true for the whole event, given the part of it that the index has: see `rowEvent`. */
export function couldMatch(clause: Clause, event: FlatEvent): boolean {
  return decided(clause, event) !== false;
}

/** @returns undefined if that depends on fields that are not known */
function decided(clause: Clause, event: FlatEvent): boolean | undefined {
  const { kind, clauses, fields, test, constant } = clause;
  if (constant !== undefined) return constant === true;
  switch (kind) {
    case "test":
      return fields.every((field) => KNOWN.has(field) || event[field] !== undefined)
        ? test(event)
        : undefined;
    case "not": {
      const inner = decided(clauses[0]!, event);
      return inner === undefined ? undefined : !inner;
    }
    case "and":
    case "or": {
      const results = clauses.map((each) => decided(each, event));
      const decisive = kind === "or";
      if (results.includes(decisive)) return decisive;
      return results.includes(undefined) ? undefined : !decisive;
    }
  }
}
