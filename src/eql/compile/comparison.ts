/** The comparison operators, and comparisons with the field on the right. */
import { ORDER_TESTS } from "../../match/index.ts";
import type { Comparison, ComparisonOperator, Expression, Field } from "../syntax.ts";

/** Which results of `compareValues` satisfy each operator: `ORDER_TESTS`, with equality. */
export const COMPARISON_TESTS: Readonly<Record<ComparisonOperator, (order: number) => boolean>> = {
  ...ORDER_TESTS,
  "==": (order) => order === 0,
};

const MIRRORED = { "==": "==", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

interface Sides {
  readonly field: Field;
  readonly other: Expression;
  /** The operator as if the field were on the left. */
  readonly operator: ComparisonOperator;
  readonly mirrored: boolean;
}

/** Returns a comparison as field against other side; null if neither side is a bare field. */
export function fieldAndOther({ operator, left, right }: Comparison): Sides | null {
  if (left.kind === "field") return { field: left, other: right, operator, mirrored: false };
  if (right.kind !== "field") return null;
  return { field: right, other: left, operator: MIRRORED[operator], mirrored: true };
}
