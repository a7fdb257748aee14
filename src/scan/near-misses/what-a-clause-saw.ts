import type { FieldValue, FlatEvent, Scalar } from "../../ecs/index.ts";
import type { Clause } from "../../match/index.ts";
import type { SeenField } from "./near-miss.ts";

/** How many fields and values are kept, and the longest text in UTF-16 units: the record has the rest. */
const MAX_FIELDS = 6;
const MAX_VALUES = 4;
const MAX_TEXT = 160;

/** What a clause looked at in an event: the fields of those parts that decided it. */
export function whatClauseSaw(clause: Clause, event: FlatEvent): readonly SeenField[] {
  const seen = new Map<string, SeenField>();
  for (const { fields, fieldsIn } of decidingTests(clause, event))
    for (const field of fieldsIn?.(event) ?? fields) {
      if (seen.size === MAX_FIELDS) break;
      if (!seen.has(field)) seen.set(field, seenField(field, event[field]));
    }
  return [...seen.values()];
}

function seenField(field: string, value: FieldValue | undefined): SeenField {
  const all: readonly Scalar[] = value === undefined ? [] : typeof value === "object" ? value : [value];
  const values = all.slice(0, MAX_VALUES).map(shortened);
  return { field, values, more: all.length - values.length };
}

/** An `or` is true because of those parts that are, and an `and` is false because of those that are. */
function decidingTests(part: Clause, event: FlatEvent): readonly Clause[] {
  const { kind, clauses, test } = part;
  if (kind === "test") return [part];
  const held = test(event);
  const isDecided = kind === "or" ? held : kind === "and" && !held;
  const deciding = isDecided ? clauses.filter((inner) => inner.test(event) === held) : [];
  // Constants decide otherwise: then every part is shown.
  return (deciding.length > 0 ? deciding : clauses).flatMap((inner) => decidingTests(inner, event));
}

function shortened(value: Scalar): Scalar {
  return typeof value === "string" && value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
}
