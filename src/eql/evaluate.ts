/** Evaluates a single expression for one event. */
import { type FlatEvent, type Scalar, flatten, isFlat } from "../ecs/index.ts";
import { forEachCombination } from "./compile/combinations.ts";
import { compileScript, junction, negation } from "./compile/script.ts";
import type { Expression } from "./syntax.ts";
import { booleanComparison } from "./check/types.ts";
import { type Value, toPublic } from "../match/index.ts";

/**
 * Evaluates an expression with three-valued logic; null is EQL's null. As in a condition, `and`, `or` and `not` join
 * parts that are each evaluated over all combinations of field values: a part is true if any combination makes it true,
 * otherwise it is the value for the first combination.
 */
export function evaluate(expression: Expression, event: object): Scalar | null {
  return toPublic(valueOf(expression, isFlat(event) ? event : flatten(event)));
}

function valueOf(node: Expression, event: FlatEvent): Value {
  const part = (inner: Expression) => (): Value => valueOf(inner, event);
  switch (node.kind) {
    case "and":
    case "or":
      return junction(node.kind === "or", node.terms.map(part))([]);
    case "not":
      return negation(part(node.operand))([]);
    case "comparison": {
      const boolean = booleanComparison(node);
      if (boolean === null) break;
      const condition = part(boolean.condition);
      return boolean.positive ? condition() : negation(condition)([]);
    }
  }
  let first: Value | undefined;
  const matched = forEachCombination(compileScript(node), event, (value) => {
    if (first === undefined) first = value;
    return value === true;
  });
  return matched || (first ?? null);
}
