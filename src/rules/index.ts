// The shipped rules stand in builtin/ and are not exported here: they need vite's `?raw` imports, and this
// folder must load in any TypeScript runner.
export { readRules } from "./read-rules.ts";
export { alertReason } from "./reason.ts";
export { investigateFrom, osqueryFrom } from "./transform.ts";
export { epochMillis, toIsoUtc } from "./time.ts";
export type * from "./rule.ts";
export { RuleSet, alertFacts, runnable } from "./run/index.ts";
export type {
  AlertFacts,
  CannotRun,
  Condition,
  Remark,
  Runnable,
  RunsEvent,
  RunsSample,
  RunsSequence,
} from "./run/index.ts";
