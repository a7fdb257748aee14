import type { RequiredValue, Clause } from "./clause.ts";
import { parseNumber } from "./values.ts";
import { asciiLower } from "./ascii.ts";

/** Returns values of which every event that satisfies the clause has at least one; null if none are known. */
export function requiredValuesOf(clause: Clause): readonly RequiredValue[] | null {
  if (clause.constant !== undefined) return null;
  switch (clause.kind) {
    case "test":
      return clause.requiredValues?.() ?? null;
    case "not":
      return null;
    case "or": {
      // A constant part cannot be true here, because the whole clause would be constant then: it is ignored.
      const parts = clause.clauses.filter((part) => part.constant === undefined).map(requiredValuesOf);
      return parts.every((part) => part !== null) ? parts.flat() : null;
    }
    case "and":
      return clause.clauses.map(requiredValuesOf).reduce(moreSelective, null);
  }
}

/** Returns the list of required values that fewer events are likely to have. */
export function moreSelective(
  a: readonly RequiredValue[] | null,
  b: readonly RequiredValue[] | null,
): readonly RequiredValue[] | null {
  if (a === null || b === null) return a ?? b;
  const [x, y] = [isCommon(a), isCommon(b)];
  return x === y ? (b.length < a.length ? b : a) : x ? b : a;
}

/** Whether a field is listed whose values occur in about half of all events. */
function isCommon(requiredValues: readonly RequiredValue[]): boolean {
  return requiredValues.some(({ field }) => /^(?:event\.(?!code$)|host\.|agent\.|data_stream\.)/.test(field));
}

/** Whether equality by value is also equality as text. Not so for `02`: it equals the number 2, whose text differs. */
export function hasOneSpelling(text: string): boolean {
  return parseNumber(text) === null || /^(?:0|[1-9]\d{0,14})$/.test(text);
}

/** Returns one required value for each of several whole values. */
export function requiredValuesFor(field: string, texts: readonly string[]): readonly RequiredValue[] {
  return [...new Set(texts.map(asciiLower))].map((value) => ({ field, value }));
}
