import { type RuleSort, SEVERITIES } from "../../app/index.ts";
import { tacticsOf } from "../../rules/index.ts";
import { packOf } from "../../case/index.ts";
import { compareText } from "../../columns/index.ts";
import { isEnabled, type ListedRule, updatedOf } from "./listed-rule.ts";
import { isFixable } from "./rule-status.ts";

/** Sorts rules by a column, and equal ones by name. What has no value comes last, in either direction. */
export function sortRules(rules: readonly ListedRule[], { column, descending }: RuleSort): ListedRule[] {
  const key = KEYS[column];
  const sign = descending ? -1 : 1;
  return rules
    .map((listed) => ({ listed, key: key(listed), name: nameOf(listed) }))
    .sort((a, b) => {
      if (a.key === "" || b.key === "") {
        const last = Number(a.key === "") - Number(b.key === "");
        return last === 0 ? compareText(a.name, b.name) : last;
      }
      return sign * compare(a.key, b.key) || compareText(a.name, b.name);
    })
    .map(({ listed }) => listed);
}

function nameOf({ caseRule }: ListedRule): string {
  return caseRule.rule.name.toLowerCase();
}

function compare(a: string | number, b: string | number): number {
  return typeof a === "number" && typeof b === "number" ? a - b : compareText(String(a), String(b));
}

const KEYS: Readonly<Record<RuleSort["column"], (listed: ListedRule) => string | number>> = {
  enabled: (listed) => (isEnabled(listed) ? 0 : 1),
  state: urgency,
  name: nameOf,
  severity: ({ caseRule }) => SEVERITIES.indexOf(caseRule.rule.severity),
  language: ({ kind }) => kind.toLowerCase(),
  tactic: ({ caseRule }) => tacticsOf(caseRule.rule).join().toLowerCase(),
  alerts: ({ alerts }) => alerts,
  updated: updatedOf,
  pack: ({ caseRule }) => packOf(caseRule).toLowerCase(),
};

/** What needs the analyst comes first. A query with an error can be fixed; an unsupported kind of rule cannot. */
function urgency({ status, unsupportedCode }: ListedRule): number {
  if (status.state === "unsupported") return isFixable(unsupportedCode) ? 0 : 1;
  return status.state === "warning" ? 2 : 3;
}
