import type { CaseRule } from "../../case/index.ts";
import { packOf } from "../../case/index.ts";
import type { RuleField } from "../../app/index.ts";
import { type Rule, tacticsOf, techniqueIds } from "../../rules/index.ts";
import type { RuleFeed } from "./rule-feed.ts";
import type { RuleState, RuleStatus } from "./rule-status.ts";

/** A rule of the case with what the table says of it. */
export interface ListedRule {
  readonly caseRule: CaseRule;
  readonly status: RuleStatus;
  /** The kind of rule in a word or two: `EQL sequence`. */
  readonly kind: string;
  readonly alerts: number;
  /** The code of the reason why the rule is unsupported; empty if it runs. */
  readonly unsupportedCode: string;
  readonly feed: RuleFeed;
  /** The fields that its query reads; none if it is unsupported. */
  readonly fields: readonly string[];
  /** The categories of which it needs an event, as the filter names them: see `needsText`. */
  readonly needs: string;
}

/** Categories of which a rule needs an event, as one value of the filter. */
export function needsText(categories: readonly string[]): string {
  return [...categories].sort().join(" or ");
}

export const idOf = ({ caseRule }: ListedRule): string => caseRule.rule.rule_id;

/** Whether the rule runs with the next scan. */
export function isEnabled({ caseRule, status }: ListedRule): boolean {
  return caseRule.on && status.state !== "unsupported";
}

/** How the filter and the facets name the states. */
export const STATE_VALUES: Readonly<Record<RuleState, string>> = {
  runs: "no warnings",
  warning: "warnings",
  unsupported: "unsupported",
};

/** What a field says of a rule: several values, or an empty one for none. */
export function valuesOf(listed: ListedRule, field: RuleField): readonly string[] {
  const { caseRule } = listed;
  const { rule } = caseRule;
  switch (field) {
    case "enabled":
      return [isEnabled(listed) ? "yes" : "no"];
    case "state":
      return [STATE_VALUES[listed.status.state]];
    case "severity":
      return [rule.severity];
    case "tactic":
      return orNone(tacticsOf(rule));
    case "language":
      return [listed.kind];
    case "alerts":
      return [listed.alerts > 0 ? "yes" : "no"];
    case "evidence":
      return [listed.feed];
    case "pack":
      return [packOf(caseRule)];
    case "technique":
      return orNone(techniqueIds(rule));
    case "tag":
      return orNone(rule.tags);
    case "name":
      return [rule.name];
    case "id":
      return [rule.rule_id];
    case "field":
      return orNone(listed.fields);
    case "needs":
      return [listed.needs];
  }
}

function orNone(values: readonly string[]): readonly string[] {
  return values.length === 0 ? [""] : values;
}

/** The date on which the rule was last changed, `2026-03-14`; empty where nothing says it, as in an export of Kibana. */
export function updatedOf({ caseRule: { rule, origin, changedAt } }: ListedRule): string {
  if (origin.kind === "own") return new Date(changedAt).toISOString().slice(0, 10);
  return (rule.metadata?.updated_date ?? "").replaceAll("/", "-");
}

const texts = new WeakMap<Rule, string>();
/** A query can have megabytes, and a filter is typed letter by letter. */
const MAX_TEXT = 20_000;

/** The text that a filter without a field searches, in lower case. */
export function textOf({ caseRule: { rule }, kind }: ListedRule): string {
  const known = texts.get(rule);
  if (known !== undefined) return known;
  const techniques = rule.threat.flatMap(({ tactic, technique }) => [
    tactic.name,
    ...technique.flatMap(({ id, name, subtechnique }) => [
      id,
      name,
      ...subtechnique.flatMap((sub) => [sub.id, sub.name]),
    ]),
  ]);
  const parts = [rule.name, rule.rule_id, rule.severity, kind, ...rule.tags, ...techniques, rule.description];
  const text = [...parts.map((part) => part.slice(0, MAX_TEXT)), rule.query].join("\n").toLowerCase();
  texts.set(rule, text);
  return text;
}
