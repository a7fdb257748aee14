/** Finds the clauses that kept an event from matching, and words a sentence about them. */
import { type Explanation, type SeenValues, addsUp } from "./explain.ts";
import type { Scalar } from "../ecs/index.ts";

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

/** The longest text of a clause and of a value in a sentence, in UTF-16 units. */
const LONGEST_CLAUSE = 160;
const LONGEST_VALUE = 80;
/** How many values of a field, fields and conditions a sentence names. */
const MOST_NAMED = 3;

/** Returns a sentence for the screen that says why this event did not match. Values are shortened and on one line. */
export function whyNot(explanation: Explanation): string {
  if (explanation.held) return "Every condition holds: the event matches.";
  const [first, ...others] = failingClauses(explanation);
  if (first === undefined) return `${failing(explanation)}.`;
  if (first.kind === "or" && !first.held) return `${noAlternative(first, others)}.`;
  if (first.kind === "and" && !first.held) return `One part kept it from matching: ${failing(first)}.`;
  const exclusion = first.held ? ", an exclusion that holds" : "";
  return `One clause kept it from matching${exclusion}: ${clauseAndValues(first)}.`;
}

function noAlternative(or: Explanation, near: readonly Explanation[]): string {
  const none = `None of ${or.clauses.length} alternatives holds: ${shortened(or.text, LONGEST_CLAUSE)}`;
  // The deepest clause is the most helpful. An inner `or` is followed by its own nearest clauses.
  const nearest = near.find(({ kind }) => kind === "test");
  if (nearest === undefined) return none;
  return `${none}; the nearest ${nearest.held ? "is excluded by" : "lacks"} ${clauseAndValues(nearest)}`;
}

function failing(and: Explanation): string {
  const fail = and.clauses.filter(({ held }) => !held);
  const more = fail.length > MOST_NAMED ? `; and ${fail.length - MOST_NAMED} more` : "";
  const named = fail.slice(0, MOST_NAMED).map(({ text }) => shortened(text, LONGEST_CLAUSE));
  return `${fail.length} of ${and.clauses.length} conditions do not hold: ${named.join("; ")}${more}`;
}

function clauseAndValues({ text, values }: Explanation): string {
  return [shortened(text, LONGEST_CLAUSE), ...saw(values)].join("; ");
}

function saw(seen: readonly SeenValues[]): string[] {
  const [only] = seen;
  if (only === undefined) return [];
  if (seen.length === 1 && only.values.length > 0) return [`the event has ${valueList(only.values)}`];
  const named = seen.slice(0, MOST_NAMED).map(({ field, values }) => {
    const name = shortened(field, LONGEST_VALUE);
    return values.length === 0 ? `${name} is not in this event` : `${name} is ${valueList(values)}`;
  });
  return seen.length > MOST_NAMED ? [...named, `and ${seen.length - MOST_NAMED} more fields`] : named;
}

function valueList(values: readonly Scalar[]): string {
  const named = values.slice(0, MOST_NAMED).map((value) => {
    return typeof value === "string" ? `"${shortened(value, LONGEST_VALUE)}"` : String(value);
  });
  const more = values.length - named.length;
  return named.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** Cuts between characters. Invisible characters, and those that reverse the text, are shown as code points. */
function shortened(text: string, longest: number): string {
  const cut = text.length > longest ? `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, "")}…` : text;
  return cut.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}
