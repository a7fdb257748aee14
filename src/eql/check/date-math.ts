/** Finds comparisons of dates with date math, such as now-1d: evidence has no now to calculate from. */
import { fieldAndOther } from "../compile/comparison.ts";
import { constantOf } from "../compile/fold.ts";
import type { FieldTypes } from "../../ecs/index.ts";
import { printEql } from "../print.ts";
import { type Expression, type Query, childrenOf } from "../syntax.ts";

/**
 * Looser than `isDateMath` in src/time, which makes a rule unsupported and so requires a year before `||`. Here a match
 * only causes a warning, so `||` counts wherever it is: Elasticsearch reads any text with it as date math.
 */
const DATE_MATH = /^now(?:$|[-+/])|\|\|/;

/** Returns the comparisons as texts, each once: Elasticsearch evaluates the date math, here they compare texts. */
export function dateMathComparisons(query: Query, types: FieldTypes): readonly string[] {
  const terms = query.kind === "event" ? [query] : [...query.terms, ...untilOf(query)];
  return [...new Set(terms.flatMap(({ filter }) => inside(filter.condition, types)))];
}

function untilOf(query: Exclude<Query, { kind: "event" }>) {
  return query.kind === "sequence" && query.until !== null ? [query.until] : [];
}

function inside(node: Expression, types: FieldTypes): string[] {
  const found = childrenOf(node).flatMap((child) => inside(child, types));
  if (comparesWithDateMath(node, types)) found.push(printEql(node));
  return found;
}

function comparesWithDateMath(node: Expression, types: FieldTypes): boolean {
  if (node.kind === "in")
    return node.value.kind === "field" && types(node.value.name) === "date" && node.list.some(isDateMath);
  const sides = node.kind === "comparison" ? fieldAndOther(node) : null;
  return sides !== null && types(sides.field.name) === "date" && isDateMath(sides.other);
}

function isDateMath(node: Expression): boolean {
  const constant = constantOf(node);
  return typeof constant === "string" && DATE_MATH.test(constant);
}
