// The shipped rules stand in builtin/ and are not exported here: they need vite's `?raw` imports, and this
// folder must load in any TypeScript runner.
export { readRules } from "./read-rules.ts";
export { alertReason } from "./reason.ts";
export { investigateFrom, osqueryFrom } from "./transform.ts";
export type * from "./rule.ts";
export {
  alertFacts,
  type AlertFacts,
  type Condition,
  exactEntries,
  LANGUAGES,
  type Languages,
  type Remark,
  RuleSet,
  runnable,
  type Runnable,
  type RunsEvent,
  type RunsSample,
  type RunsSequence,
  type Unsupported,
} from "./run/index.ts";
