/** The effect of each clause of an explanation: whether it worked for the match or against it. */
import { type Explanation, addsUp } from "./explain.ts";

/**
 * - `for`: the clause has the result that the match needs. A clause under `not` has it if it is false.
 * - `against`: the clause has the result that prevents the match, and no other clause compensated for that.
 * - `none`: the clause made no difference. The usual case is a false alternative beside a true one.
 *
 * Together, the clauses with `for` are sufficient for a match. If an event matched, no clause has `against`.
 */
export type ClauseEffect = "for" | "against" | "none";

/** Returns the effect of every clause, nested ones included. The event matches if all `conditions` are true. */
export function clauseEffects(conditions: readonly Explanation[]): ReadonlyMap<Explanation, ClauseEffect> {
  const effects = new Map<Explanation, ClauseEffect>();
  for (const condition of conditions) addEffects(condition, true, "against", effects);
  return effects;
}

/** @param wanted whether the match needs the clause to be true; every `not` around the clause reverses it */
function addEffects(
  clause: Explanation,
  wanted: boolean,
  outer: ClauseEffect,
  effects: Map<Explanation, ClauseEffect>,
): void {
  const own = clause.held === wanted ? "for" : "against";
  // The enclosing clause has the wanted result without this one, or makes no difference itself.
  const effect = outer === "none" || (outer === "for" && own === "against") ? "none" : own;
  effects.set(clause, effect);
  // A constant null decides the clause whatever its parts are.
  const inside = addsUp(clause) ? effect : "none";
  for (const part of clause.clauses)
    addEffects(part, clause.kind === "not" ? !wanted : wanted, inside, effects);
}
