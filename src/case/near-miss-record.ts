import type { NearMisses } from "../scan/index.ts";

/** The near misses of one file, as one pass found them. */
export interface NearMissRecord {
  readonly caseId: string;
  readonly evidenceId: string;
  /** The pass: see `Evidence.nearMissed`. */
  readonly generation: number;
  /** Only rules that have any. */
  readonly rules: readonly RuleNearMisses[];
}

export interface RuleNearMisses {
  readonly ruleId: string;
  /** The rule's decision key at that time: see `decisionKey`. Those of a rule that decides otherwise now do not count. */
  readonly decisionKey: string;
  /** In the order of the rule's clauses. */
  readonly clauses: readonly NearMisses[];
}
