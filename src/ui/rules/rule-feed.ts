import { missingFields, type Runnable } from "../../rules/index.ts";
import { categoriesOf, isNeverSeen, type Seen } from "./rule-status.ts";

/**
 * Whether the evidence has what a rule needs. `yes`: events of the categories that it requires, and every field that it
 * cannot do without. `no`: one of these is in no event, and every event was looked at. `not known`: no file was scanned
 * with the rule, or not all were, or what is missing may be in events that were not looked at.
 */
export type RuleFeed = "yes" | "no" | "not known";

export function feedOf(compiled: Runnable, seen: Seen): RuleFeed {
  if (compiled.state === "unsupported" || seen.files === 0) return "not known";
  const { wanted } = categoriesOf(compiled);
  if (wanted.some((category) => seen.missingCategories.has(category)))
    return seen.isComplete ? "no" : "not known";
  if (missingFields(compiled, (field) => isNeverSeen(field, seen)).length > 0)
    return seen.exact ? "no" : "not known";
  return "yes";
}
