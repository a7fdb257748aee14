import { eqlPieces, type Expression, parseEql, printEql } from "../../eql/index.ts";
import { type Kql, parseKql, printKql } from "../../kql/index.ts";
import type { HuntCondition } from "../../scan/index.ts";
import { toIsoUtc } from "../../time/index.ts";
import type { Condition, TimeRange } from "../filter/index.ts";

/** Values are cut at so many characters where they are counted: a longer one begins with what is left. */
const LONGEST = 1000;

/**
 * A query with further conditions at the end of its own, before its pipes.
 *
 * @returns null where conditions have no such place: in a sequence or sample, or in a text that is no query
 */
export function withConditions(
  language: string,
  text: string,
  conditions: readonly HuntCondition[],
): string | null {
  if (conditions.length === 0) return text;
  try {
    return language === "kuery" ? inKql(text, conditions) : inEql(text, conditions);
  } catch {
    return null;
  }
}

/** @throws EqlError if the text is no query */
function inEql(text: string, conditions: readonly HuntCondition[]): string | null {
  const query = parseEql(text);
  if (query.kind !== "event") return null;
  const pieces = eqlPieces(text);
  const where = pieces.find(({ kind, text: word }) => kind === "keyword" && word === "where");
  if (where === undefined) return null;
  const pipe = pieces.find(
    ({ kind, text: word, from }) => kind === "operator" && word === "|" && from > where.to,
  );
  const own = text.slice(where.to, pipe?.from).trim();
  const pipes = pipe === undefined ? "" : `\n${text.slice(pipe.from).trim()}`;
  const added = byField(conditions).map((some) => eqlTerm(eqlOf(some)));
  // A comment may end the line.
  const { condition } = query.filter;
  const isAny = condition.kind === "boolean" && condition.value;
  const first = isAny ? [] : [condition.kind === "or" ? `(${own}\n)` : own];
  return `${text.slice(0, where.to)} ${[...first, ...added].join("\n  and ")}${pipes}`;
}

/** @throws KqlError if the text is no query */
function inKql(text: string, conditions: readonly HuntCondition[]): string {
  const own = text.trim();
  const added = byField(conditions).map((some) => {
    const term = kqlOf(some);
    return term.kind === "or" ? `(${printKql(term)})` : printKql(term);
  });
  const { kind } = own === "" ? { kind: "all" } : parseKql(own);
  const first = kind === "all" ? [] : [kind === "or" ? `(${own})` : own];
  return [...first, ...added].join("\nand ");
}

/** One of several conditions that are joined with `and`. */
function eqlTerm(term: Expression): string {
  return term.kind === "or" ? `(${printEql(term)})` : printEql(term);
}

/** The included values of a field together, each excluded one alone. */
function byField(conditions: readonly HuntCondition[]): readonly (readonly HuntCondition[])[] {
  const groups = new Map<string, HuntCondition[]>();
  for (const condition of conditions) {
    const { field, value, isNot } = condition;
    const key = JSON.stringify(isNot ? [field, value] : [field]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [condition]);
    else group.push(condition);
  }
  return [...groups.values()];
}

const eqlField = (name: string): Expression => ({ kind: "field", name, optional: false });
const eqlText = (value: string) => ({ kind: "string", value }) as const;

/** @param conditions on one field, all included or all excluded */
function eqlOf(conditions: readonly HuntCondition[]): Expression {
  const [{ field, isNot }] = conditions as [HuntCondition];
  const terms = conditions.map(({ value }): Expression => {
    if (value === "")
      return { kind: "comparison", operator: "==", left: eqlField(field), right: { kind: "null" } };
    if (value.length >= LONGEST)
      return {
        kind: "call",
        name: "startsWith",
        insensitive: false,
        args: [eqlField(field), eqlText(value)],
      };
    return { kind: "comparison", operator: "==", left: eqlField(field), right: eqlText(value) };
  });
  const any: Expression = terms.length === 1 ? terms[0]! : { kind: "or", terms };
  return isNot ? { kind: "not", operand: any } : any;
}

function kqlOf(conditions: readonly HuntCondition[]): Kql {
  const [{ field: name, isNot }] = conditions as [HuntCondition];
  const field = { kind: "name", name } as const;
  const terms = conditions.map(({ value }): Kql => {
    if (value === "")
      return { kind: "not", operand: { kind: "is", field, value: { kind: "wildcard", parts: ["", ""] } } };
    if (value.length >= LONGEST)
      return { kind: "is", field, value: { kind: "wildcard", parts: [value, ""] } };
    return { kind: "is", field, value: { kind: "literal", text: value, quoted: true } };
  });
  const any: Kql = terms.length === 1 ? terms[0]! : { kind: "or", terms };
  if (!isNot) return any;
  // Not without the field: with it.
  return any.kind === "not" ? any.operand : { kind: "not", operand: any };
}

/** What the event index shows in the place of some fields. */
const INSTEAD = new Map<string, (value: string) => string>([
  ["user.name", (value) => (value.startsWith("S-1-") ? "user.id" : "user.name")],
  ["process.name", (value) => (/[\\/]/.test(value) ? "process.executable" : "process.name")],
]);

/**
 * The filter of all events as a query in EQL that asks the same of the files themselves. Case does not count, as in a filter.
 *
 * @returns `leftOut` counts the conditions that a query cannot have, such as a text in any field
 */
export function queryOfFilter(
  conditions: readonly Condition[],
  { from, to }: TimeRange,
): { readonly text: string; readonly leftOut: number } {
  const applied = conditions.filter(({ isOff }) => !isOff);
  const ofFields = applied.filter(
    ({ field }) => field !== "" && field !== "object" && field !== "categories",
  );
  const groups = new Map<string, Condition[]>();
  for (const each of ofFields) {
    const key = JSON.stringify([each.field, each.isNot]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const terms = [...groups.values()].map((group): Expression => {
    const any = group.map(filterTerm);
    const joined: Expression = any.length === 1 ? any[0]! : { kind: "or", terms: any };
    return group[0]!.isNot ? { kind: "not", operand: joined } : joined;
  });
  const time = (operator: ">=" | "<", at: number): Expression => ({
    ...{ kind: "comparison", operator, left: eqlField("@timestamp") },
    right: eqlText(toIsoUtc(at)),
  });
  if (from !== undefined) terms.push(time(">=", from));
  // A range has its last millisecond, with all that is in it.
  if (to !== undefined) terms.push(time("<", to + 1));
  const text = terms.length === 0 ? "true" : terms.map(eqlTerm).join("\n  and ");
  return { text: `any where ${text}`, leftOut: applied.length - ofFields.length };
}

function filterTerm({ field: name, value, isPattern }: Condition): Expression {
  const field = eqlField(INSTEAD.get(name)?.(value) ?? name);
  if (value === "") return { kind: "comparison", operator: "==", left: field, right: { kind: "null" } };
  return isPattern
    ? { kind: "match", operator: ":", value: field, patterns: [eqlText(value)] }
    : { kind: "in", insensitive: true, value: field, list: [eqlText(value)] };
}
