import type { ClauseEffect } from "../match/index.ts";

/** A shape for each bearing, so that it needs no colour. */
export const SIGNS: Readonly<Record<ClauseEffect, string>> = { for: "✓", against: "✗", none: "○" };

/** Whether a clause held, and what that did to the match where it is not what one expects. */
export function verdictWords(held: boolean, effect: ClauseEffect): string {
  const verdict = held ? "true" : "false";
  if (effect === "none") return `${verdict}, not needed`;
  // Under a `not`, holding is what keeps an event away.
  const asExpected = held === (effect === "for");
  if (asExpected) return verdict;
  return held ? `${verdict}, but must be false` : `${verdict}, as required`;
}
