/**
 * Values without which a clause cannot hold, for dispatch: among hundreds of rules only those are tried whose anchors
 * an event has. Like literals they are only ever too lenient, but they are whole values, so that one look-up decides.
 */
import type { Anchor, Clause } from "./clause.ts";
import { asciiLower } from "./ascii.ts";
import { fieldAndOther } from "./comparison.ts";
import { constantOf } from "./fold.ts";
import type { FieldTypes } from "./field-type.ts";
import { isOneOf } from "./script.ts";
import type { Expression, Field } from "./syntax.ts";
import { parseNumber } from "./values.ts";

/** Anchors of which every event that satisfies the clause has at least one; null where nothing is known. */
export function anchorsOf(clause: Clause): readonly Anchor[] | null {
  if (clause.constant !== undefined) return null;
  switch (clause.kind) {
    case "test":
      return clause.anchors?.() ?? null;
    case "not":
      return null;
    case "or": {
      // A constant beside others can only be one that adds nothing: else the whole would be constant.
      const parts = clause.clauses.filter((part) => part.constant === undefined).map(anchorsOf);
      return parts.every((part) => part !== null) ? parts.flat() : null;
    }
    case "and":
      return clause.clauses.map(anchorsOf).reduce(rarer, null);
  }
}

/** Of two lists of anchors the one that fewer events are likely to meet. */
export function rarer(a: readonly Anchor[] | null, b: readonly Anchor[] | null): readonly Anchor[] | null {
  if (a === null || b === null) return a ?? b;
  const [x, y] = [isCommon(a), isCommon(b)];
  return x === y ? (b.length < a.length ? b : a) : x ? b : a;
}

/** Values of these fields stand in half of all events. */
function isCommon(anchors: readonly Anchor[]): boolean {
  return anchors.some(({ field }) => /^(?:event\.(?!code$)|host\.|agent\.|data_stream\.)/.test(field));
}

/** The anchors of a test of one field against constants. */
export function anchorsOfLeaf(node: Expression, types: FieldTypes): readonly Anchor[] | null {
  switch (node.kind) {
    case "match": {
      if (node.value.kind !== "field" || node.operator.startsWith("regex")) return null;
      if (node.operator === ":" && isOneOf(node.value, node.patterns, types) !== null) return null;
      const texts = node.patterns.flatMap((p) => (p.kind === "string" ? [p.value] : []));
      return texts.some((text) => /[*?]/.test(text)) ? null : anchorsFor(node.value.name, texts);
    }
    case "in":
      return node.value.kind === "field"
        ? anchorsOfConstants(node.value, node.list, node.insensitive, types)
        : null;
    case "comparison": {
      const sides = node.operator === "==" ? fieldAndOther(node) : null;
      return sides === null ? null : anchorsOfConstants(sides.field, [sides.other], false, types);
    }
    default:
      return null;
  }
}

function anchorsOfConstants(
  field: Field,
  items: readonly Expression[],
  asText: boolean,
  types: FieldTypes,
): readonly Anchor[] | null {
  // A date or an address has many spellings.
  if (isOneOf(field, items, types) !== null) return null;
  const texts: string[] = [];
  for (const item of items) {
    const value = constantOf(item);
    if (value === null && items.length > 1) continue;
    if (typeof value !== "string" || !(asText || isOneSpelling(value))) return null;
    texts.push(value);
  }
  return anchorsFor(field.name, texts);
}

/** Whether equality by value is equality as text: `02` equals the number 2, whose text is another. */
export function isOneSpelling(text: string): boolean {
  return parseNumber(text) === null || /^(?:0|[1-9]\d{0,14})$/.test(text);
}

/** One anchor for each of several whole values. */
export function anchorsFor(field: string, texts: readonly string[]): readonly Anchor[] {
  return [...new Set(texts.map(asciiLower))].map((value) => ({ field, value }));
}
