/** Why an event matched or not: the clauses of the query, whether each held, and the values it saw. */
import type { Clause } from "./clause.ts";
import type { FlatEvent, Scalar } from "../ecs/index.ts";

export interface SeenValues {
  readonly field: string;
  /** Empty where the event lacks the field. */
  readonly values: readonly Scalar[];
}

export interface Explanation {
  readonly kind: "and" | "or" | "not" | "test";
  /** The clause in the canonical spelling of its language. */
  readonly text: string;
  readonly held: boolean;
  /** For a test: each field it looks at, with what the event has there. */
  readonly values: readonly SeenValues[];
  /** The parts of and, or, not. Each says whether it held by itself: a `not` held if its part did not. */
  readonly clauses: readonly Explanation[];
}

/** Explains one clause; `held` is always what the clause's test says of the same event. */
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

/** Whether the clause follows from its parts; where a query holds a constant null it may not. True for a test. */
export function addsUp({ kind, held, clauses }: Explanation): boolean {
  if (kind === "test") return true;
  if (kind === "not") return clauses.every((part) => part.held !== held);
  return held === (kind === "and" ? clauses.every((part) => part.held) : clauses.some((part) => part.held));
}
