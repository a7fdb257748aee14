import type { ClauseEffect } from "../match/index.ts";

/** A shape for each clause effect, so that it is clear without colour. */
export const SIGNS: Readonly<Record<ClauseEffect, string>> = { for: "✓", against: "✗", none: "○" };

/** Whether a clause was true, and its effect on the match if that is not the obvious one. */
export function verdictWords(held: boolean, effect: ClauseEffect): string {
  const verdict = held ? "true" : "false";
  if (effect === "none") return `${verdict}, not needed`;
  // Under a `not`, a true clause keeps the event from matching.
  const asExpected = held === (effect === "for");
  if (asExpected) return verdict;
  return held ? `${verdict}, but must be false` : `${verdict}, as required`;
}
