/** Reads what is dropped as rules: single files, exports, archives. Works in a worker and in Node. */
export { HEAD_BYTES } from "./limits.ts";
export { looksLikeRules } from "./looks-like-rules.ts";
export type { RuleFileKind } from "./looks-like-rules.ts";
export { holdsRules, readRuleFile } from "./read-rule-file.ts";
export { readTogether } from "./read-together.ts";
export type { RuleFile } from "./read-together.ts";
export type { RuleFileResult } from "./collection.ts";
