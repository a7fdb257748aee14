import type { Rule } from "./rule.ts";

/** The tag of a companion check: a rule of Loupe's own, which looks for what the shipped rule of Elastic leaves out. */
const COMPANION = "Companion";

/** Whether a shipped rule is a companion check. A case has none of them until the analyst enables it. */
export function isCompanion({ tags }: Pick<Rule, "tags">): boolean {
  return tags.includes(COMPANION);
}
