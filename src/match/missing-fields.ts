import { emptyEvent } from "../ecs/index.ts";
import type { Clause } from "./clause.ts";

/** Some fields without which a clause cannot have the result that was asked for; null if it can. */
type Prevents = readonly string[] | null;

const NO_FIELDS = emptyEvent();

/**
 * Returns the fields that keep a clause from ever being true, if every event lacks those fields.
 *
 * @param lacks whether no event has the field; false also if that is not known
 * @returns null if the clause may be true for some event; an empty list if it is false for every event, whatever its
 *   fields
 */
export function fieldsThatPrevent(clause: Clause, lacks: (field: string) => boolean): Prevents {
  return prevents(clause, true, lacks);
}

function prevents(clause: Clause, result: boolean, lacks: (field: string) => boolean): Prevents {
  const { kind, constant, clauses } = clause;
  // A null constant is neither: the clause matches nothing, not even under `not`.
  if (constant !== undefined) return constant === result ? null : [];
  if (kind === "test") return testPrevents(clause, result, lacks);
  if (kind === "not") return prevents(clauses[0]!, !result, lacks);
  // The others do not decide: see `junction`.
  const open = clauses.filter((part) => part.constant === undefined);
  const parts = open.map((part) => prevents(part, result, lacks));
  // `and` is true, and `or` is false, only if all parts are; one that cannot be is enough.
  const needsAll = (kind === "and") === result;
  const failing = parts.filter((part) => part !== null);
  const isPrevented = needsAll ? failing.length > 0 : failing.length === parts.length;
  return isPrevented ? [...new Set(failing.flat())] : null;
}

/** A test depends on its fields alone: if all of them are missing, its result is that for an event without fields. */
function testPrevents(
  { fields, fieldsIn, testedInstead, test }: Clause,
  result: boolean,
  lacks: (field: string) => boolean,
): Prevents {
  if (fieldsIn !== undefined || testedInstead !== undefined || !fields.every(lacks)) return null;
  return test(NO_FIELDS) === result ? null : fields;
}
