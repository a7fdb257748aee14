/** The state of the view of the rules, and the rules that are kept for new cases. */
export { MyRules, type MyRulesFailure } from "./my-rules.svelte.ts";
export { typedRuleConditions } from "./rule-conditions.ts";
export {
  RULE_COLUMNS,
  RULE_FIELD_NAMES,
  RULE_FIELDS,
  RULE_TABS,
  type RuleColumn,
  type RuleField,
  type RuleTab,
} from "./rule-fields.ts";
export {
  FIRST_RULE_STATE,
  readRuleState,
  type RuleSort,
  type RuleState,
  writeRuleState,
} from "./rule-state.ts";
export { RuleView } from "./rule-view.svelte.ts";
