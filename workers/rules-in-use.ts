import { type ScanRule, ScanRules } from "../src/scan/index.ts";

/** The rules of a worker, compiled once for all the files that are scanned with them. */
export class RulesInUse {
  #rules: ScanRules | null = null;
  #failure: unknown = new Error("No rules were given.");

  /** Never throws: a failure is reported by the call that needs the rules, so that it cannot be missed. */
  use(rules: readonly ScanRule[]): void {
    this.#rules = null;
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
