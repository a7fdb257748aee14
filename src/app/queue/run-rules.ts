import type { CaseRules } from "../case/case-rules.svelte.ts";
import type { ScanRule } from "../../scan/index.ts";
import type { KeyedRules } from "../workers/ruled-worker.ts";

/** The rules of one scan, which may be removed or replaced while it goes on. */
export class RunRules implements KeyedRules {
  readonly rules: readonly ScanRule[];
  readonly key: string;
  readonly #current: CaseRules;
  /** How each rule decided when the scan began, by rule id. */
  readonly #decisions: ReadonlyMap<string, string>;

  /** @param current the rules of the case: those that are on now are the scan's */
  constructor(current: CaseRules) {
    this.rules = current.running;
    this.key = current.key;
    this.#current = current;
    this.#decisions = new Map(current.running.map(({ rule }) => [rule.rule_id, current.decisionKey(rule)]));
    current.rememberSet();
  }

  has(ruleId: string): boolean {
    return this.#decisions.has(ruleId);
  }

  /** Keeps the results of rules that the case still has and that decide as they did. */
  stillWanted<Result extends { readonly ruleId: string }>(results: readonly Result[]): Result[] {
    return results.filter(({ ruleId }) => {
      const rule = this.#current.get(ruleId)?.rule;
      return rule !== undefined && this.#current.decisionKey(rule) === this.#decisions.get(ruleId);
    });
  }
}
