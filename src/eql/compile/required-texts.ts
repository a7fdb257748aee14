/**
 * The texts a record must contain to match: they let a scan skip most bytes undecoded. They may be too lenient but
 * never too strict: a clause may be missing, but every event that matches satisfies every clause.
 */
import {
  type RequiredTextClause,
  longestText,
  luceneWildcard,
  parseNumber,
  patternOfCall,
} from "../../match/index.ts";
import { fieldAndOther } from "./comparison.ts";
import { booleanComparison } from "../check/types.ts";
import { constantOf } from "./fold.ts";
import type { FieldTypes } from "../../ecs/index.ts";
import { isOneOf } from "./script.ts";
import type { EventFilter, Expression, Field, Match } from "../syntax.ts";

/** What every event that passes a filter satisfies. */
export function requiredTextsOfFilter(
  filter: EventFilter,
  categoryField: string,
  types: FieldTypes,
): readonly RequiredTextClause[] {
  const condition = requiredTextsOf(filter.condition, types);
  if (filter.category === null || !isSafe(filter.category)) return condition;
  return [clause(categoryField, [filter.category], false), ...condition];
}

/** What every event that passes at least one of several filters satisfies. */
export function requiredTextsOfAny(
  alternatives: readonly (readonly RequiredTextClause[])[],
): readonly RequiredTextClause[] {
  const [first, ...rest] = alternatives;
  return rest.reduce(either, first ?? []);
}

/** What every event that passes a condition satisfies. */
export function requiredTextsOf(node: Expression, types: FieldTypes): readonly RequiredTextClause[] {
  switch (node.kind) {
    case "and":
      return node.terms.flatMap((term) => requiredTextsOf(term, types));
    case "or":
      return ofOr(node.terms, types);
    case "match":
      return ofMatch(node, types);
    case "comparison": {
      if (node.operator !== "==") return [];
      const boolean = booleanComparison(node);
      if (boolean !== null) return boolean.positive ? requiredTextsOf(boolean.condition, types) : [];
      const sides = fieldAndOther(node);
      return sides === null ? [] : ofConstants(sides.field, [sides.other], false, types);
    }
    case "in":
      return node.value.kind === "field" ? ofConstants(node.value, node.list, node.insensitive, types) : [];
    case "call": {
      const [value, part] = node.args;
      if (!["startsWith", "endsWith", "stringContains"].includes(node.name)) return [];
      const text = part === undefined ? undefined : constantOf(part);
      if (value?.kind !== "field" || typeof text !== "string") return [];
      return ofTexts(value.name, [textOfCall(node.name, text)], node.insensitive);
    }
    default:
      return [];
  }
}

function ofOr(terms: readonly Expression[], types: FieldTypes): readonly RequiredTextClause[] {
  const constants = terms.map(constantOf);
  if (constants.some((c) => c === true || c === "true")) return [];
  return requiredTextsOfAny(
    terms.filter((_, i) => constants[i] === undefined).map((term) => requiredTextsOf(term, types)),
  );
}

function ofMatch(node: Match, types: FieldTypes): readonly RequiredTextClause[] {
  if (node.value.kind !== "field" || node.operator.startsWith("regex")) return [];
  if (node.operator === ":" && isOneOf(node.value, node.patterns, types) !== null) return [];
  const texts: string[] = [];
  for (const pattern of node.patterns) {
    if (pattern.kind === "string") texts.push(longestText(pattern.value.split(/[*?]/)));
  }
  return ofTexts(node.value.name, texts, node.operator !== "like");
}

function textOfCall(name: string, text: string): string {
  const pattern = patternOfCall(name, text);
  if (pattern === null) return text;
  const plain = luceneWildcard(pattern, (part) => part).filter((piece) => piece.any === null);
  return longestText(plain.map((piece) => piece.text));
}

function ofConstants(
  field: Field,
  items: readonly Expression[],
  ignoreCase: boolean,
  types: FieldTypes,
): readonly RequiredTextClause[] {
  // A date or an address has many spellings.
  if (isOneOf(field, items, types) !== null) return [];
  const texts: string[] = [];
  for (const item of items) {
    const value = constantOf(item);
    // In a list null matches nothing; alone it asks for a missing field.
    if (value === null && items.length > 1) continue;
    // A number equals every spelling of itself, so there is no one text to look for.
    if (typeof value !== "string" || (!ignoreCase && !isSafe(value))) return [];
    texts.push(value);
  }
  return ofTexts(field.name, texts, ignoreCase);
}

function isSafe(text: string): boolean {
  return parseNumber(text) === null;
}

function ofTexts(
  field: string,
  texts: readonly string[],
  ignoreCase: boolean,
): readonly RequiredTextClause[] {
  return texts.length === 0 || texts.includes("") ? [] : [clause(field, texts, ignoreCase)];
}

function clause(field: string, texts: readonly string[], ignoreCase: boolean): RequiredTextClause {
  return { field, anyOf: [...new Set(texts)].map((text) => ({ text, ignoreCase })) };
}

/** Keeps the fields that both sides constrain: a match satisfies one side's clause or the other's. */
function either(
  a: readonly RequiredTextClause[],
  b: readonly RequiredTextClause[],
): readonly RequiredTextClause[] {
  const fields = [...new Set(a.map((c) => c.field))];
  return fields.flatMap((field) => {
    const left = best(a, field);
    const right = best(b, field);
    return left === null || right === null ? [] : [{ field, anyOf: [...left.anyOf, ...right.anyOf] }];
  });
}

/** The clause on a field whose shortest text is longest: the one that lets the least through. */
function best(clauses: readonly RequiredTextClause[], field: string): RequiredTextClause | null {
  let found: RequiredTextClause | null = null;
  for (const c of clauses) {
    if (c.field === field && (found === null || shortest(c) > shortest(found))) found = c;
  }
  return found;
}

function shortest(c: RequiredTextClause): number {
  return c.anyOf.reduce((least, { text }) => Math.min(least, text.length), Infinity);
}
