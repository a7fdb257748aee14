import { type Condition, withCondition } from "../filter/index.ts";
import { readRuleConditions, writeRuleConditions } from "./rule-conditions.ts";
import { RULE_COLUMNS, RULE_TABS, type RuleColumn, type RuleTab } from "./rule-fields.ts";

export interface RuleSort {
  readonly column: RuleColumn;
  readonly descending: boolean;
}

/** What of the view of the rules a link keeps. */
export interface RuleState {
  readonly conditions: readonly Condition[];
  /** What is typed and no chip yet. */
  readonly text: string;
  readonly sort: RuleSort;
  /** The id of the rule whose detail is open; empty for none. */
  readonly ruleId: string;
  readonly tab: RuleTab;
}

export const FIRST_RULE_STATE: RuleState = {
  conditions: [],
  text: "",
  sort: { column: "name", descending: false },
  ruleId: "",
  tab: "query",
};

/** A link may come from anywhere: one with more is as at first, since a part of it would show something else. */
const MAX_LENGTH = 100_000;
const MAX_CONDITIONS = 500;

/** Writes a state as a text for the hash of a URL, as in the query of one. What is as at first is left out. */
export function writeRuleState({ conditions, text, sort, ruleId, tab }: RuleState): string {
  const values = new URLSearchParams();
  if (conditions.length > 0) values.set("q", writeRuleConditions(conditions));
  if (text !== "") values.set("text", text);
  const { column, descending } = FIRST_RULE_STATE.sort;
  if (sort.column !== column || sort.descending !== descending)
    values.set("sort", `${sort.descending ? "-" : ""}${sort.column}`);
  if (ruleId !== "") values.set("rule", ruleId);
  if (tab !== FIRST_RULE_STATE.tab) values.set("tab", tab);
  return values.toString();
}

/** Reads what `writeRuleState` wrote. Whatever it cannot read, of any text at all, is as at first. */
export function readRuleState(text: string): RuleState {
  const values = new URLSearchParams(text.length > MAX_LENGTH ? "" : text);
  const conditions = readRuleConditions(values.get("q") ?? "");
  const sort = values.get("sort") ?? "";
  const descending = sort.startsWith("-");
  const column = RULE_COLUMNS.find((name) => name === (descending ? sort.slice(1) : sort));
  return {
    conditions:
      conditions.length > MAX_CONDITIONS ? [] : conditions.reduce<readonly Condition[]>(withCondition, []),
    text: values.get("text") ?? "",
    sort: column === undefined ? FIRST_RULE_STATE.sort : { column, descending },
    ruleId: values.get("rule") ?? "",
    tab: RULE_TABS.find((tab) => tab === values.get("tab")) ?? FIRST_RULE_STATE.tab,
  };
}
