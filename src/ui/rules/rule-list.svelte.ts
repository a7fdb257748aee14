import type { CaseRule } from "../../case/index.ts";
import type { Rule, Severity } from "../../rules/index.ts";
import { filterWords, type Session, tacticsOf } from "../../app/index.ts";
import { compareText } from "../../columns/index.ts";
import { isFixable, kindOf, type RuleStatus, type Seen, seenIn, statusOf } from "./rule-status.ts";

export const RULE_FILTERS = [
  ["", "All rules"],
  ["on", "Enabled"],
  ["off", "Disabled"],
  ["alerts", "With alerts"],
  ["runs", "Without warnings"],
  ["warning", "With warnings"],
  ["unsupported", "Unsupported"],
] as const;
export type RuleFilter = (typeof RULE_FILTERS)[number][0];

export const RULE_ORDERS = [
  ["name", "By name"],
  ["alerts", "Most alerts first"],
  ["state", "Unsupported first"],
] as const;
export type RuleOrder = (typeof RULE_ORDERS)[number][0];

export interface ListedRule {
  readonly caseRule: CaseRule;
  readonly status: RuleStatus;
  readonly kind: string;
  readonly alerts: number;
  /** The code of the reason why the rule is unsupported; empty if it runs. */
  readonly unsupportedCode: string;
}

/** The rules of a case as a list: with their status, filtered, ordered by name. */
export class RuleList {
  readonly #session: Session;
  text = $state("");
  filter = $state<RuleFilter>("");
  order = $state<RuleOrder>("name");
  /** Only rules of this severity, of this tactic, from this file: each empty for all. */
  severity = $state<Severity | "">("");
  tactic = $state("");
  source = $state("");

  constructor(session: Session) {
    this.#session = session;
  }

  readonly all: readonly ListedRule[] = $derived.by(() => {
    const { case: opened, view } = this.#session;
    const { rules } = opened;
    // Rules that were run over the same files share the result.
    const seen = new Map<string, Seen>();
    const keys = [...new Set(opened.evidence.map(({ rulesKey }) => rulesKey))];
    const seenBy = (rule: Rule): Seen => {
      const run = new Set(keys.filter((key) => rules.wasRun(rule, key)));
      const id = [...run].join();
      const known = seen.get(id) ?? seenIn(opened.evidence, (key) => run.has(key));
      seen.set(id, known);
      return known;
    };
    const alerts = new Map(view.ruleCounts);
    return rules.list
      .map((caseRule) => {
        const compiled = rules.runnable(caseRule.rule);
        return {
          caseRule,
          status: statusOf(caseRule, compiled, seenBy(caseRule.rule)),
          kind: kindOf(caseRule.rule, compiled),
          alerts: alerts.get(caseRule.rule.rule_id) ?? 0,
          unsupportedCode: compiled.state === "unsupported" ? compiled.code : "",
        };
      })
      .sort((a, b) => compareText(a.caseRule.rule.name.toLowerCase(), b.caseRule.rule.name.toLowerCase()));
  });

  /** Takes all filters back. */
  clear(): void {
    this.text = "";
    this.filter = "";
    this.severity = "";
    this.tactic = "";
    this.source = "";
  }

  /** The tactics of all rules, by name. */
  readonly tactics: readonly string[] = $derived.by(() =>
    [...new Set(this.all.flatMap(({ caseRule }) => tacticsOf(caseRule.rule)))].sort(compareText),
  );

  /** Where the rules are from, by name: a rule file or an archive of them, this copy of Loupe, the analyst. */
  readonly sources: readonly string[] = $derived.by(() =>
    [...new Set(this.all.map(({ caseRule }) => packOf(caseRule)))].sort(compareText),
  );

  readonly shown: readonly ListedRule[] = $derived.by(() => {
    const words = filterWords(this.text);
    const shown = this.all.filter(
      (listed) => this.#passes(listed) && words.every((word) => holds(listed, word)),
    );
    if (this.order === "alerts") return shown.sort((a, b) => b.alerts - a.alerts);
    return this.order === "state" ? shown.sort((a, b) => urgency(b) - urgency(a)) : shown;
  });

  #passes({ caseRule, status, alerts }: ListedRule): boolean {
    if (this.severity !== "" && caseRule.rule.severity !== this.severity) return false;
    if (this.tactic !== "" && !tacticsOf(caseRule.rule).includes(this.tactic)) return false;
    if (this.source !== "" && packOf(caseRule) !== this.source) return false;
    switch (this.filter) {
      case "":
        return true;
      case "on":
        return caseRule.on;
      case "off":
        return !caseRule.on;
      case "alerts":
        return alerts > 0;
      default:
        return status.state === this.filter;
    }
  }
}

/** The pack that a rule came in. */
function packOf({ origin }: CaseRule): string {
  if (origin.kind === "builtin") return "built in";
  if (origin.kind === "own") return "written here";
  // An archive or a folder is one pack, whatever file in it the rule is from.
  const end = origin.name.indexOf("/");
  return end < 0
    ? /\.ndjson$/i.test(origin.name)
      ? origin.name
      : "single files"
    : origin.name.slice(0, end);
}

/** A query with an error can be fixed; an unsupported kind of rule cannot. */
function urgency({ status, unsupportedCode }: ListedRule): number {
  if (status.state === "unsupported") return isFixable(unsupportedCode) ? 3 : 2;
  return status.state === "warning" ? 1 : 0;
}

function holds({ caseRule: { rule }, kind }: ListedRule, word: string): boolean {
  const techniques = rule.threat.flatMap(({ tactic, technique }) => [
    tactic.name,
    ...technique.flatMap(({ id, name, subtechnique }) => [id, name, ...subtechnique.map((sub) => sub.id)]),
  ]);
  return [rule.name, rule.rule_id, rule.severity, kind, ...rule.tags, ...techniques, rule.query]
    .join("\n")
    .toLowerCase()
    .includes(word);
}
