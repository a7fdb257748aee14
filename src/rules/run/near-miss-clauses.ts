/** What an event must have to be a near miss of a rule: it fails exactly one of the rule's clauses. */
import { emptyEvent } from "../../ecs/index.ts";
import type { Clause } from "../../match/index.ts";
import type { Condition, RunsEvent } from "./runnable-rule.ts";

/**
 * - `kind`: says what sort of event the rule is about. An event of another sort is no near miss.
 * - `exclusion`: a `not` clause, which an event fails by what it has. One that asks for a field (`a != null`) is none.
 * - `requirement`: any other. An `or` is one clause.
 */
export type ClauseRole = "kind" | "requirement" | "exclusion";

/** One of the clauses that a rule joins with `and`: those of its query, its filters and its exceptions. */
export interface NearMissClause {
  readonly condition: Condition;
  readonly role: ClauseRole;
  /** Whether an event that fails this clause alone is a near miss. */
  readonly counts: boolean;
}

/** Below this number of clauses, apart from those on the kind of event, only exclusions count. */
const FEWEST_CLAUSES = 3;

/** Fields that say what sort of event it is. Most rules of a pack ask for the same few values of them. */
const KIND_FIELD =
  /^(?:event\.(?:action|category|code|dataset|kind|module|provider|type)|agent\.type|winlog\.channel|data_stream\.\w+|host\.os\.\w+)$/;

/**
 * Splits a rule at every `and` and says of each clause what it means to fail it. Equal clauses are one. A clause that is
 * true for every event is left out, and a rule that matches no event, for instance because of a constant null, has no
 * clauses at all.
 *
 * An event that fails a requirement must still meet another one that says something about it: not one that holds for
 * any value of its fields, as `a != null` and `a : "?*"` do. Otherwise every event of a kind would be a near miss of the
 * many rules that name one program, apart from some known good ones.
 */
export function nearMissClauses({
  conditions,
  category,
}: Pick<RunsEvent, "conditions" | "category">): readonly NearMissClause[] {
  const found = new Map<string, Condition>();
  const add = (condition: Condition): boolean => {
    const { clause } = condition;
    if (clause.constant !== undefined) return clause.constant === true;
    if (clause.kind === "and") return clause.clauses.every((part) => add({ ...condition, clause: part }));
    const key = keyOf(condition);
    if (!found.has(key)) found.set(key, condition);
    return true;
  };
  if (!conditions.every(add)) return [];
  const clauses = [...found.values()].map((condition, i) => {
    // A rule may compare its category with a field of its own choice, and EQL puts that first.
    const isCategory = i === 0 && category !== null && condition.language === "eql";
    return { condition, role: isCategory ? ("kind" as const) : roleOf(condition.clause) };
  });
  const own = clauses.filter(({ role }) => role !== "kind");
  const specific = own.filter(
    ({ condition, role }) => role === "requirement" && isSpecific(condition.clause),
  );
  return clauses.map((one) => {
    const leavesOthers = own.length >= FEWEST_CLAUSES && specific.some((other) => other !== one);
    const { condition, role } = one;
    return { condition, role, counts: role === "exclusion" || (role === "requirement" && leavesOthers) };
  });
}

/** Conditions with the same key decide alike. */
export function keyOf({ language, timestampField, clause }: Condition): string {
  return `${language} ${timestampField} ${clause.text()}`;
}

function roleOf(clause: Clause): ClauseRole {
  if (isOfKind(clause)) return "kind";
  return clause.kind === "not" && clause.test(NO_FIELDS) ? "exclusion" : "requirement";
}

const NO_FIELDS = emptyEvent();

/** Values that no rule looks for: one before all others, and one after. */
const PROBES = ["\u0001\u0001", "\u{10ffff}\u{10ffff}"];

/** Whether a clause is false for some value of the fields that it looks at. */
function isSpecific(clause: Clause): boolean {
  const fields = fieldsOf(clause);
  return !PROBES.every((probe) => {
    const event = emptyEvent();
    for (const field of fields) event[field] = probe;
    return clause.test(event);
  });
}

function fieldsOf({ fields, clauses }: Clause): readonly string[] {
  return [...fields, ...clauses.flatMap(fieldsOf)];
}

function isOfKind({ kind, fields, fieldsIn, clauses }: Clause): boolean {
  if (kind !== "test") return clauses.every(isOfKind);
  return fieldsIn === undefined && fields.length > 0 && fields.every((field) => KIND_FIELD.test(field));
}
