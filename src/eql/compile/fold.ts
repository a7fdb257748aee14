/** What is known about an expression without an event. */
import { ORDER_TESTS, type Value } from "../../match/index.ts";
import { compileScript } from "./script.ts";
import { add, divide, modulo, multiply, negate, subtract } from "./arithmetic.ts";
import { type Expression, fieldsOf, isLiteral } from "../syntax.ts";

/** True if an expression contains no field. */
export function isConstant(expression: Expression): boolean {
  return isLiteral(expression) || fieldsOf(expression).length === 0;
}

/**
 * Returns the value an expression has for every event, undefined if it depends on the event. A comparison or
 * calculation with null is null whatever the other side is, but `==` asks whether the other side is null.
 * Throws EqlError where a constant part cannot be calculated.
 */
export function constantOf(expression: Expression): Value | undefined {
  if (isConstant(expression)) return compileScript(expression).evaluate([]);
  switch (expression.kind) {
    case "comparison":
      if (!(expression.operator in ORDER_TESTS)) return undefined;
      return isNull(expression.left) || isNull(expression.right) ? null : undefined;
    case "arithmetic":
      return isNull(expression.left) || isNull(expression.right) ? null : undefined;
    case "negative":
      return isNull(expression.operand) ? null : undefined;
    case "match":
      return expression.patterns.every((p) => p.kind === "null") ? null : undefined;
    case "in":
      return isNull(expression.value) ? null : undefined;
    case "call":
      return expression.name === "cidrMatch" && expression.args.slice(1).every(isNull) ? null : undefined;
    default:
      return undefined;
  }
}

function isNull(expression: Expression): boolean {
  return constantOf(expression) === null;
}

/** A whole number written with digits, signs and operators; null for anything else. Throws EqlError on overflow. */
export function constantInteger(expression: Expression): bigint | null {
  const value = calculate(expression);
  return typeof value === "bigint" ? value : null;
}

function calculate(expression: Expression): bigint | number | null {
  switch (expression.kind) {
    case "integer":
      return BigInt(expression.value);
    case "negative": {
      const operand = calculate(expression.operand);
      return operand === null ? null : negate(operand);
    }
    case "arithmetic": {
      const left = calculate(expression.left);
      const right = calculate(expression.right);
      if (left === null || right === null) return null;
      return { "+": add, "-": subtract, "*": multiply, "/": divide, "%": modulo }[expression.operator](
        left,
        right,
      );
    }
    default:
      return null;
  }
}
