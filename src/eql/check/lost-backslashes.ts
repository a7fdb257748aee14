/** Finds calls in which a backslash is clearly part of a path but is read as an escape (see `patternOfCall`). */
import { constantOf } from "../compile/fold.ts";
import { patternOfCall } from "../../match/index.ts";
import { printEql } from "../print.ts";
import { type Expression, type Query, childrenOf } from "../syntax.ts";

/** Returns the calls as texts, each once: they match less than they appear to. */
export function lostBackslashes(query: Query): readonly string[] {
  const filters =
    query.kind === "event" ? [query.filter] : [...query.terms, until(query)].flatMap((t) => t?.filter ?? []);
  return [...new Set(filters.flatMap(({ condition }) => inside(condition)))];
}

function until(query: Exclude<Query, { kind: "event" }>) {
  return query.kind === "sequence" ? query.until : null;
}

function inside(node: Expression): string[] {
  const found = childrenOf(node).flatMap(inside);
  if (node.kind === "call" && isLossy(node.name, node.args)) found.push(printEql(node));
  return found;
}

function isLossy(name: string, [field, part]: readonly Expression[]): boolean {
  const text = field?.kind === "field" && part !== undefined ? constantOf(part) : null;
  if (typeof text !== "string" || patternOfCall(name, text) === null) return false;
  // After plain or correctly escaped characters: a backslash that escapes nothing. At the end of the text a backslash
  // is literal unless a star follows.
  const stray = name === "endsWith" ? /^(?:[^\\]|\\[*?\\])*\\[^*?\\]/s : /^(?:[^\\]|\\[*?\\])*\\(?![*?\\])/s;
  return stray.test(text);
}
