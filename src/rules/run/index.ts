/** What makes a rule runnable, and how hundreds of them are run at once. */
export { alertFacts } from "./alert-facts.ts";
export type { AlertFacts } from "./alert-facts.ts";
export type { CannotRun } from "./cannot.ts";
export { RuleSet } from "./rule-set.ts";
export { runnable } from "./runnable.ts";
export type {
  Condition,
  Remark,
  Runnable,
  RunsEvent,
  RunsSample,
  RunsSequence,
  RunsTerm,
} from "./runnable.ts";
