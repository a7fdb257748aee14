import type { Rule } from "./rule.ts";

/** The tag of Elastic's rule for a first try of its detection engine ("My First Rule"), which matches every event. */
const PRACTICE = "Use Case: Guided Onboarding";

/** Whether a rule is for trying out and not for detection. A case takes it in disabled. */
export function isPractice({ tags }: Pick<Rule, "tags">): boolean {
  return tags.includes(PRACTICE);
}
