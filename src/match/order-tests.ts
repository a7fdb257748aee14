/** Which results of `compareValues` satisfy each comparison operator; NaN satisfies none. */
export const ORDER_TESTS: Readonly<Record<"<" | "<=" | ">" | ">=", (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};
