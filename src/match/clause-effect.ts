/** Which way each clause of an explanation pulled: towards the match, or away from it. */
import { type Explanation, addsUp } from "./explain.ts";

/**
 * - `for`: it is as the match needs it. A clause under `not` is that by not holding.
 * - `against`: it is as the match cannot have it, and nothing beside it made up for that.
 * - `none`: it made no difference. An alternative that fails beside one that holds is the common case.
 *
 * All clauses that are `for` make the match by themselves; an event that matched has none `against`.
 */
export type ClauseEffect = "for" | "against" | "none";

/** The bearing of every clause, those inside others too. `conditions` must all hold for the event to match. */
export function clauseEffects(conditions: readonly Explanation[]): ReadonlyMap<Explanation, ClauseEffect> {
  const effects = new Map<Explanation, ClauseEffect>();
  for (const condition of conditions) weigh(condition, true, "against", effects);
  return effects;
}

/** @param wanted whether the match needs the clause to hold: turned round by every `not` above it */
function weigh(
  clause: Explanation,
  wanted: boolean,
  around: ClauseEffect,
  into: Map<Explanation, ClauseEffect>,
): void {
  const pulls = clause.held === wanted ? "for" : "against";
  // What encloses it fits the match without it, or is itself of no consequence.
  const effect = around === "none" || (around === "for" && pulls === "against") ? "none" : pulls;
  into.set(clause, effect);
  // A constant null decides over the parts' heads.
  const inside = addsUp(clause) ? effect : "none";
  for (const part of clause.clauses) weigh(part, clause.kind === "not" ? !wanted : wanted, inside, into);
}
