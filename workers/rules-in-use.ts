import type { Rule } from "../src/rules/index.ts";
import { type HuntLimit, LeanFindings, type ScanRule, ScanRules } from "../src/scan/index.ts";

/** The rules of a worker, compiled once for all the files that are scanned with them. */
export class RulesInUse {
  #rules: ScanRules | null = null;
  #failure: unknown = new Error("No rules were given.");
  /** Makes the findings of a hunt small; null where the rules are not those of a hunt. */
  lean: LeanFindings | null = null;
  /** The same rules by id. */
  byId: ReadonlyMap<string, Rule> = new Map();

  /**
   * Never throws: a failure is reported by the call that needs the rules, so that it cannot be missed.
   *
   * @param hunt which matches are wanted, where the rule is the query of a hunt
   */
  use(rules: readonly ScanRule[], hunt?: HuntLimit): void {
    this.#rules = null;
    this.byId = new Map(rules.map(({ rule }) => [rule.rule_id, rule]));
    this.lean = hunt === undefined ? null : new LeanFindings(hunt);
    try {
      this.#rules = new ScanRules(rules, Date.now());
    } catch (error) {
      this.#failure = error;
    }
  }

  /** @throws the error that kept the latest rules from being compiled */
  get compiled(): ScanRules {
    if (this.#rules === null) throw this.#failure;
    return this.#rules;
  }
}
