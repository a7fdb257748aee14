/** The types that are known without a mapping: those of constants and of function results. */
import { isConstant } from "../compile/fold.ts";
import { signatureOf } from "../functions/signatures.ts";
import type { Comparison, Expression } from "../syntax.ts";

export type Type = "unknown" | "null" | "string" | "integer" | "decimal" | "number" | "boolean";

/** How a message names a type. */
export const NOUNS: Readonly<Record<Type, string>> = {
  unknown: "a field",
  null: "null",
  string: "a string",
  integer: "a whole number",
  decimal: "a decimal number",
  number: "a number",
  boolean: "true or false",
};

/** A condition that is compared with true or false; `positive` if it must be true. */
interface BooleanComparison {
  readonly condition: Expression;
  readonly positive: boolean;
}

/** Recognises an equality with true or false whose other side is itself a condition and not a bare field. */
export function booleanComparison({ operator, left, right }: Comparison): BooleanComparison | null {
  const [literal, condition] = left.kind === "boolean" ? [left, right] : [right, left];
  return operator === "==" &&
    literal.kind === "boolean" &&
    typeOf(condition) === "boolean" &&
    !isConstant(condition)
    ? { condition, positive: literal.value }
    : null;
}

/** Returns the type of an expression, as far as it is known without a mapping. */
export function typeOf(node: Expression): Type {
  switch (node.kind) {
    case "field":
      return "unknown";
    case "call":
      return signatureOf(node.name)?.returns ?? "unknown";
    case "negative":
      return arithmeticType("integer", typeOf(node.operand));
    case "arithmetic":
      return arithmeticType(typeOf(node.left), typeOf(node.right));
    case "comparison":
    case "in":
    case "match":
    case "not":
    case "and":
    case "or":
      return "boolean";
    default:
      return node.kind;
  }
}

function arithmeticType(left: Type, right: Type): Type {
  if (left === "null" || right === "null") return "null";
  if (left === "decimal" || right === "decimal") return "decimal";
  return left === "integer" && right === "integer" ? "integer" : "number";
}

/** Whole and decimal numbers compare with each other. */
export function family(type: Type): string {
  return type === "integer" || type === "decimal" ? "number" : type;
}

/** Whether an expression of a type may appear where another is wanted; an unknown type may appear anywhere. */
export function fits(type: Type, wanted: "string" | "number" | "integer" | "boolean"): boolean {
  if (type === "unknown" || type === "null" || type === wanted) return true;
  if (wanted === "number") return family(type) === "number";
  return wanted === "integer" && type === "number";
}
