import type { Scalar } from "../ecs/index.ts";
import { type Explanation, failingClauses, type SeenValues } from "../match/index.ts";

/** The longest text of a clause and of a value in a sentence, in UTF-16 units. */
const LONGEST_CLAUSE = 160;
const LONGEST_VALUE = 80;
/** How many values of a field, fields and conditions a sentence names. */
const MOST_NAMED = 3;

/** Returns a sentence for the screen that says why this event did not match. Values are shortened and on one line. */
export function whyNot(explanation: Explanation): string {
  if (explanation.held) return "Every condition is true: the event matches.";
  const [first, ...others] = failingClauses(explanation);
  if (first === undefined) return `${failing(explanation)}.`;
  if (first.kind === "or" && !first.held) return `${noAlternative(first, others)}.`;
  if (first.kind === "and" && !first.held) return `One part kept it from matching: ${failing(first)}.`;
  const exclusion = first.held ? ", an exclusion that is true" : "";
  return `One clause kept it from matching${exclusion}: ${clauseAndValues(first)}.`;
}

function noAlternative(or: Explanation, near: readonly Explanation[]): string {
  const none = `None of ${or.clauses.length} alternatives is true: ${shortened(or.text, LONGEST_CLAUSE)}`;
  // The deepest clause is the most helpful. An inner `or` is followed by its own nearest clauses.
  const nearest = near.find(({ kind }) => kind === "test");
  if (nearest === undefined) return none;
  return `${none}; the nearest ${nearest.held ? "is excluded by" : "fails at"} ${clauseAndValues(nearest)}`;
}

function failing(and: Explanation): string {
  const fail = and.clauses.filter(({ held }) => !held);
  const more = fail.length > MOST_NAMED ? `; and ${fail.length - MOST_NAMED} more` : "";
  const named = fail.slice(0, MOST_NAMED).map(({ text }) => shortened(text, LONGEST_CLAUSE));
  return `${fail.length} of ${and.clauses.length} conditions ${fail.length === 1 ? "is" : "are"} false: ${named.join("; ")}${more}`;
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

/** A few values for a sentence: shortened, on one line, texts in quotation marks. */
export function valueList(values: readonly Scalar[]): string {
  const named = values.slice(0, MOST_NAMED).map((value) => {
    return typeof value === "string" ? `"${shortened(value, LONGEST_VALUE)}"` : String(value);
  });
  const more = values.length - named.length;
  return named.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** A clause, or another text of a rule or an event, for a sentence: shortened, and on one line. */
export function clauseText(text: string): string {
  return shortened(text, LONGEST_CLAUSE);
}

/** Cuts between characters. Invisible characters, and those that reverse the text, are shown as code points. */
function shortened(text: string, longest: number): string {
  const cut = text.length > longest ? `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, "")}…` : text;
  return cut.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}
