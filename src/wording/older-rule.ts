import type { Rule } from "../rules/index.ts";

/** A rule has replaced a later version of itself: whoever dropped it may not know. */
export function olderRuleWords({ name, version }: Rule, before: Rule): string {
  return `“${name}” is version ${version} and has taken the place of version ${before.version}, which the case had: drop the later one again if it is the one you want.`;
}
