import type { RequiredValue, Clause } from "./clause.ts";
import { parseNumber } from "./values.ts";
import { asciiLower } from "./ascii.ts";

/** Anchors of which every event that satisfies the clause has at least one; null where nothing is known. */
export function requiredValuesOf(clause: Clause): readonly RequiredValue[] | null {
  if (clause.constant !== undefined) return null;
  switch (clause.kind) {
    case "test":
      return clause.requiredValues?.() ?? null;
    case "not":
      return null;
    case "or": {
      // A constant beside others can only be one that adds nothing: else the whole would be constant.
      const parts = clause.clauses.filter((part) => part.constant === undefined).map(requiredValuesOf);
      return parts.every((part) => part !== null) ? parts.flat() : null;
    }
    case "and":
      return clause.clauses.map(requiredValuesOf).reduce(rarer, null);
  }
}

/** Of two lists of anchors the one that fewer events are likely to meet. */
export function rarer(
  a: readonly RequiredValue[] | null,
  b: readonly RequiredValue[] | null,
): readonly RequiredValue[] | null {
  if (a === null || b === null) return a ?? b;
  const [x, y] = [isCommon(a), isCommon(b)];
  return x === y ? (b.length < a.length ? b : a) : x ? b : a;
}

/** Values of these fields stand in half of all events. */
function isCommon(requiredValues: readonly RequiredValue[]): boolean {
  return requiredValues.some(({ field }) => /^(?:event\.(?!code$)|host\.|agent\.|data_stream\.)/.test(field));
}

/** Whether equality by value is equality as text: `02` equals the number 2, whose text is another. */
export function isOneSpelling(text: string): boolean {
  return parseNumber(text) === null || /^(?:0|[1-9]\d{0,14})$/.test(text);
}

/** One anchor for each of several whole values. */
export function requiredValuesFor(field: string, texts: readonly string[]): readonly RequiredValue[] {
  return [...new Set(texts.map(asciiLower))].map((value) => ({ field, value }));
}
