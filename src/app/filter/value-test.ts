import { compilePatterns } from "../../match/index.ts";
import type { Condition } from "./condition.ts";

/** Tests a value in lower case. */
export type ValueTest = (lowerCaseValue: string) => boolean;

/**
 * What the value of a condition for a field means, whatever the case of its letters. In a pattern, `*` stands for any
 * characters and `?` for one; `*` alone for any value at all.
 */
export function valueTest({ value, isPattern }: Pick<Condition, "value" | "isPattern">): ValueTest {
  const wanted = value.toLowerCase();
  if (!isPattern) return (given) => given === wanted;
  return compilePatterns([atLeastOne(wanted)], false);
}

/** A pattern of stars alone asks for a value, and the empty text is none. */
export function atLeastOne(pattern: string): string {
  return /^\*+$/.test(pattern) ? "?*" : pattern;
}
