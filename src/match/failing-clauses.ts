/** Finds the clauses that kept an event from matching. Their sentence is in wording. */
import { type Explanation, addsUp } from "./explain.ts";

/**
 * Returns the failing clauses: each of them alone kept the event from matching. If such a clause had the opposite
 * result and everything else stayed the same, the event would match. The list is empty if the event matched, and also
 * if several conditions failed at once, so that no single clause could change the result.
 *
 * Each failing clause is as deep in the tree as possible:
 *
 * - `and`: if exactly one part is false, the failing clauses inside that part.
 * - `or`: any part could make it true, and none is nearer than the others. So the `or` itself comes first. After it
 *   come the failing clauses of those alternatives that are partly true and that a single clause kept from being true.
 * - Under `not`, a clause prevents the match by being true (`held` is true): the only true part of an `or`, or an `and`
 *   itself, because any of its parts could make it false.
 *
 * If a query contains a constant null, the result of a clause need not follow from its parts. Such a clause is then
 * returned as a whole.
 */
export function failingClauses(explanation: Explanation): Explanation[] {
  return explanation.held ? [] : within(explanation);
}

/** Returns the single clauses that could reverse this one; empty if there are none. A test reverses itself. */
function within(clause: Explanation): Explanation[] {
  if (clause.kind === "test" || !addsUp(clause)) return [clause];
  if (clause.kind === "not") return clause.clauses.flatMap(deepest);
  // In a false `and` and in a true `or` each deciding part is sufficient, so only a sole one can reverse the clause. A
  // true `and` and a false `or` depend on all parts.
  const decisive = clause.kind === "or";
  const deciding = clause.clauses.filter(({ held }) => held === decisive);
  if (clause.held === decisive) return deciding.length === 1 ? deepest(deciding[0]!) : [];
  return clause.kind === "and" ? [clause] : [clause, ...clause.clauses.filter(isPartlyTrue).flatMap(within)];
}

function deepest(clause: Explanation): Explanation[] {
  const inside = within(clause);
  return inside.length === 0 ? [clause] : inside;
}

function isPartlyTrue(clause: Explanation): boolean {
  return clause.kind === "and" && clause.clauses.some(({ held }) => held);
}
