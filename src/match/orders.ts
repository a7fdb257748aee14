/** What each comparison operator makes of an order. */

/** What each operator makes of `compareValues`; NaN satisfies none. */
export const ORDERS: Readonly<Record<"<" | "<=" | ">" | ">=", (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};
