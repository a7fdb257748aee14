/** Why an event matched or not: the clauses of the query, whether each was true, and the values it looked at. */
import type { Clause } from "./clause.ts";
import type { FlatEvent, Scalar } from "../ecs/index.ts";

export interface SeenValues {
  readonly field: string;
  /** Empty if the event does not have the field. */
  readonly values: readonly Scalar[];
}

export interface Explanation {
  readonly kind: "and" | "or" | "not" | "test";
  /** The clause in the canonical spelling of its query language. */
  readonly text: string;
  readonly held: boolean;
  /** For a test: each field it looks at, with the event's values. */
  readonly values: readonly SeenValues[];
  /** The parts of and, or, not. `held` is each part's own result: a `not` held if its part did not. */
  readonly clauses: readonly Explanation[];
}

/** Explains one clause; `held` is always the result of the clause's test for the same event. */
export function explainClause(clause: Clause, event: FlatEvent): Explanation {
  return {
    kind: clause.kind,
    text: clause.text(),
    held: clause.test(event),
    values: (clause.fieldsIn?.(event) ?? clause.fields).map((field) => ({
      field,
      values: valuesOf(event, field),
    })),
    clauses: clause.clauses.map((part) => explainClause(part, event)),
  };
}

function valuesOf(event: FlatEvent, field: string): readonly Scalar[] {
  const value = event[field];
  if (value === undefined) return [];
  return typeof value === "object" ? value : [value];
}

/** Whether a clause's result follows from its parts: not always so if the query contains a null. True for a test. */
export function addsUp({ kind, held, clauses }: Explanation): boolean {
  if (kind === "test") return true;
  if (kind === "not") return clauses.every((part) => part.held !== held);
  return held === (kind === "and" ? clauses.every((part) => part.held) : clauses.some((part) => part.held));
}
