import { type Rule, readRules } from "../../../src/rules/index.ts";
import { type RunsEvent, runnable } from "../../../src/rules/run/index.ts";

/** A rule as a file would give it. */
export function ruleOf(changes: object): Rule {
  const raw = {
    rule_id: "r",
    name: "Rule",
    type: "query",
    query: "a: b",
    severity: "low",
    risk_score: 21,
    ...changes,
  };
  const { rules, problems } = readRules(JSON.stringify(raw), "rule.ndjson");
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return rules[0]!;
}

export function eventRule(
  changes: object,
  ...more: [exceptions?: Parameters<typeof runnable>[1], now?: number]
): RunsEvent {
  const run = runnable(ruleOf(changes), more[0] ?? [], more[1] ?? 0);
  if (run.state !== "runs" || run.kind !== "event") throw new Error(`no event rule: ${JSON.stringify(run)}`);
  return run;
}
