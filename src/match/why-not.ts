/** Which clause kept an event from matching, and a sentence that says so. */
import { type Explanation, type SeenValues, addsUp } from "./explain.ts";
import type { Scalar } from "../ecs/index.ts";

/**
 * The single clauses each of which alone kept an event from matching: were its verdict the other way round and all
 * else as it was, the whole would hold. Empty when no single clause of the whole would do, because several of its
 * conditions do not hold; empty too for an event that matched.
 *
 * Each is as deep in the tree as one clause can be:
 *
 * - `and`: if one part fails, what is to blame in it.
 * - `or`: any part would do, and all are equally far. So the `or` itself comes first; after it, of the alternatives
 *   that hold in part, those that a single clause in them kept from holding.
 * - Under `not` a clause fails the match by being true (`held` is true): the one part of an `or` that holds, or an `and`
 *   itself, because each of its parts would do.
 *
 * Where a query holds a constant null a clause does not follow from its parts; it is then taken whole.
 */
export function failingClauses(explanation: Explanation): Explanation[] {
  return explanation.held ? [] : within(explanation);
}

/** The clauses inside that turn this one round; empty when no single one does. A test turns round by itself. */
function within(clause: Explanation): Explanation[] {
  if (clause.kind === "test" || !addsUp(clause)) return [clause];
  if (clause.kind === "not") return clause.clauses.flatMap(deepest);
  // An `and` that fails and an `or` that holds do so because of parts that each decide; the others need all parts.
  const decisive = clause.kind === "or";
  const deciding = clause.clauses.filter(({ held }) => held === decisive);
  if (clause.held === decisive) return deciding.length === 1 ? deepest(deciding[0]!) : [];
  return clause.kind === "and" ? [clause] : [clause, ...clause.clauses.filter(holdsInPart).flatMap(within)];
}

function deepest(clause: Explanation): Explanation[] {
  const inside = within(clause);
  return inside.length === 0 ? [clause] : inside;
}

function holdsInPart(clause: Explanation): boolean {
  return clause.kind === "and" && clause.clauses.some(({ held }) => held);
}

/** Longest text of a clause, and of a value, in a sentence; characters. */
const LONGEST_CLAUSE = 160;
const LONGEST_VALUE = 80;
/** Values of a field, and conditions, that a sentence names. */
const MOST_NAMED = 3;

/** One sentence for a person: why this event did not match. Values come from the event, shortened and on one line. */
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
  // Of several clauses the deepest say most; an inner `or` is followed by its own near ones.
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

/** Cut between characters; what cannot be seen, or turns the text round, becomes its code point. */
function shortened(text: string, longest: number): string {
  const cut = text.length > longest ? `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, "")}…` : text;
  return cut.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}
