/** Compiles rules, and evaluates hundreds of them at once. */
export { alertFacts, type AlertFacts } from "./alert-facts.ts";
export { exactEntries } from "./exceptions.ts";
export { LANGUAGES } from "./languages.ts";
export { type ClauseRole, type NearMissClause, nearMissClauses } from "./near-miss-clauses.ts";
export type { NearMissSet } from "./near-miss-set.ts";
export { missingFields } from "./missing-fields.ts";
export { type CompiledQuery, type Languages, languagesOf, type QueryLanguage } from "./query-language.ts";
export type { Unsupported, UnsupportedReasons } from "./unsupported.ts";
export { RuleSet } from "./rule-set.ts";
export { runnable } from "./runnable.ts";
export type {
  Condition,
  Runnable,
  RunsEvent,
  RunsGroups,
  RunsNewTerms,
  RunsOverAll,
  RunsSample,
  RunsSequence,
  RunsTerm,
  RunsThreshold,
} from "./runnable-rule.ts";
export { usesField } from "./uses-field.ts";
export type { RuleWarning, RuleWarnings } from "./rule-warning.ts";
