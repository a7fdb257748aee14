import type { Rule } from "../rules/index.ts";

/** Says that a rule has replaced a later version of itself, which the user may not have intended. */
export function olderRuleWords({ name, version }: Rule, before: Rule): string {
  return `“${name}” is version ${version} and has replaced version ${before.version} in this case. If you want the later version, drop its file again.`;
}
