import { tacticsOf } from "../../rules/index.ts";
import { compareText } from "../../columns/index.ts";
import { TACTICS } from "../common/tactics.ts";
import { isEnabled, type ListedRule } from "./listed-rule.ts";

/** What the rules of a tactic amount to in this evidence. */
export interface RuleCoverage {
  /** The tactic; empty for rules without one. */
  readonly tactic: string;
  readonly rules: number;
  readonly enabled: number;
  /** Enabled rules by whether the evidence has what they need: see `RuleFeed`. */
  readonly fed: number;
  readonly unfed: number;
  readonly unknown: number;
  readonly alerts: number;
}

/**
 * Counts the rules of each tactic, in the order of an attack, then tactics of other names, then rules without one. A rule
 * with two tactics counts for both.
 */
export function ruleCoverage(rules: readonly ListedRule[]): RuleCoverage[] {
  const byTactic = new Map<string, ListedRule[]>();
  for (const listed of rules) {
    const tactics = tacticsOf(listed.caseRule.rule);
    for (const tactic of tactics.length === 0 ? [""] : tactics) {
      const ofTactic = byTactic.get(tactic);
      if (ofTactic === undefined) byTactic.set(tactic, [listed]);
      else ofTactic.push(listed);
    }
  }
  const rank = (tactic: string): number => {
    const at = TACTICS.indexOf(tactic);
    return tactic === "" ? TACTICS.length + 1 : at < 0 ? TACTICS.length : at;
  };
  return [...byTactic]
    .sort(([a], [b]) => rank(a) - rank(b) || compareText(a, b))
    .map(([tactic, ofTactic]) => ({ tactic, ...totals(ofTactic) }));
}

/** The same for all of these rules, each counted once. */
export function totals(rules: readonly ListedRule[]): Omit<RuleCoverage, "tactic"> {
  const enabled = rules.filter(isEnabled);
  const by = (feed: ListedRule["feed"]): number => enabled.filter((listed) => listed.feed === feed).length;
  return {
    rules: rules.length,
    enabled: enabled.length,
    fed: by("yes"),
    unfed: by("no"),
    unknown: by("not known"),
    alerts: rules.reduce((sum, { alerts }) => sum + alerts, 0),
  };
}
