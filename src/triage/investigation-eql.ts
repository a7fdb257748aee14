import { type Expression, type Literal, printEql } from "../eql/index.ts";
import type { FlatEvent, Scalar } from "../ecs/index.ts";
import type { InvestigatePlugin } from "../rules/index.ts";
import { type BoundCondition, bindInvestigation } from "./investigation.ts";

/**
 * Converts the search of an investigation to an EQL query, `any where …`, filled with an event's values. The query
 * lacks the time range, since EQL has no date math.
 *
 * @returns null if the event lacks a required value or has one that EQL cannot express (a null character)
 */
export function investigationEql(plugin: InvestigatePlugin, event: FlatEvent): string | null {
  const groups = bindInvestigation(plugin, event);
  if (groups === null) return null;
  const condition = junction(
    "or",
    groups.map((group) => junction("and", group.map(expression))),
  );
  const query = printEql({ kind: "event", filter: { category: null, condition }, pipes: [] });
  return query.includes("\0") ? null : query;
}

function junction(kind: "and" | "or", terms: readonly Expression[]): Expression {
  return terms.length === 1 ? terms[0]! : { kind, terms };
}

function expression({ field: name, excluded, test }: BoundCondition): Expression {
  const field = { kind: "field", name, optional: false } as const;
  let positive: Expression;
  if (test.kind === "exists") {
    positive = {
      kind: "not",
      operand: { kind: "comparison", operator: "==", left: field, right: { kind: "null" } },
    };
  } else if (test.kind === "range") {
    const bounds: Expression[] = [];
    const add = (operator: ">=" | "<", value: Scalar | undefined) => {
      if (value !== undefined)
        bounds.push({ kind: "comparison", operator, left: field, right: literal(value) });
    };
    add(">=", test.from);
    add("<", test.below);
    positive = junction("and", bounds);
  } else if (test.values.length === 1) {
    positive = { kind: "comparison", operator: "==", left: field, right: literal(test.values[0]!) };
  } else {
    // All values of a list must have the same type.
    const same = new Set(test.values.map((value) => typeof value)).size === 1;
    const list = test.values.map((value) => literal(same ? value : String(value)));
    positive = { kind: "in", insensitive: false, value: field, list };
  }
  return excluded ? { kind: "not", operand: positive } : positive;
}

function literal(value: Scalar): Literal {
  if (typeof value === "boolean") return { kind: "boolean", value };
  const whole = typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
  return whole ? { kind: "integer", value: String(value) } : { kind: "string", value: String(value) };
}
