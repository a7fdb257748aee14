/**
 * Rules and how they are read. The shipped rules in builtin/ are not exported here: they need Vite's `?raw` imports,
 * and this folder must load in any TypeScript runner.
 */
export { isCompanion } from "./companion.ts";
export { type KnownTrace, readKnownTraces } from "./known-trace.ts";
export { LONGEST_EXCERPT } from "./problems.ts";
export { readRules } from "./read-rules.ts";
export { isPractice } from "./practice.ts";
export { type NamedTechnique, tacticsOf, techniqueIds, techniquesOf } from "./techniques.ts";
export { alertReason } from "./reason.ts";
export { type AlertDocument, type RuleRun, runRule, type ThresholdResult } from "./run-rule.ts";
export {
  type CountedEvents,
  firstIndex,
  newTermId,
  newTerms,
  NewTermsRuns,
  thresholdGroups,
  ThresholdRuns,
} from "./groups/index.ts";
export { windowIn, windowMillis } from "./window-millis.ts";
export { investigateFrom, osqueryFrom } from "./transform.ts";
export type * from "./rule.ts";
export type * from "./problem.ts";
export type { RulesFile } from "./rules-file.ts";
export {
  alertFacts,
  type AlertFacts,
  type Condition,
  exactEntries,
  LANGUAGES,
  type Languages,
  missingFields,
  type NearMissClause,
  nearMissClauses,
  type NearMissSet,
  type RuleWarning,
  type RuleWarnings,
  RuleSet,
  runnable,
  type Runnable,
  type RunsEvent,
  type RunsGroups,
  type RunsNewTerms,
  type RunsOverAll,
  type RunsSample,
  type RunsSequence,
  type RunsThreshold,
  type Unsupported,
  type UnsupportedReasons,
  usesField,
} from "./run/index.ts";
