import { type CaseStore, type NearMissRecord, type RuleNearMisses, wasRead } from "../../case/index.ts";
import type { NearMisses } from "../../scan/index.ts";
import type { CaseRules } from "./case-rules.svelte.ts";
import type { Ledger } from "./ledger.svelte.ts";
import { type NearMissGroup, nearMissGroups, nearMissKey } from "./near-misses.ts";

export interface NearMissesOfCase {
  /** See `nearMissGroups`. */
  readonly groups: readonly NearMissGroup[];
  /**
   * The ids of files that were read, but whose near misses are not known: an earlier version scanned them, or the browser
   * lost what was stored. A file that was scanned without a rule that is on now is not among them: see `CaseRules.notRun`.
   */
  readonly unknown: readonly string[];
}

/** The stored near misses of a case: of each file those of its last complete pass. */
export class CaseNearMisses {
  readonly #store: CaseStore;
  readonly #caseId: string;
  readonly #ledger: Ledger;
  readonly #rules: CaseRules;
  /** The generation that was given last: two passes may end in the same millisecond. */
  #latest = 0;

  constructor(store: CaseStore, caseId: string, ledger: Ledger, rules: CaseRules) {
    this.#store = store;
    this.#caseId = caseId;
    this.#ledger = ledger;
    this.#rules = rules;
  }

  /**
   * Replaces the near misses of a file.
   *
   * @param found only of rules that the case still has and that decide as they did in the pass
   */
  async save(evidenceId: string, found: readonly NearMisses[]): Promise<void> {
    if (this.#ledger.get(evidenceId) === undefined) return;
    this.#latest = Math.max(this.#latest + 1, Date.now());
    const generation = this.#latest;
    const rules = this.#byRule(found);
    const events = found.reduce((sum, { count }) => sum + count, 0);
    await this.#store.saveNearMisses({ caseId: this.#caseId, evidenceId, generation, rules });
    this.#ledger.save(evidenceId, { nearMissed: { generation, events } });
  }

  #byRule(found: readonly NearMisses[]): RuleNearMisses[] {
    const byRule = new Map<string, NearMisses[]>();
    for (const one of found) {
      const clauses = byRule.get(one.ruleId);
      if (clauses === undefined) byRule.set(one.ruleId, [one]);
      else clauses.push(one);
    }
    return [...byRule].map(([ruleId, clauses]) => ({
      ruleId,
      decisionKey: this.#rules.decisionKey(this.#rules.get(ruleId)!.rule),
      clauses,
    }));
  }

  /** Reads the near misses of the rules that are on now and decide as they did when the files were scanned. */
  async read(): Promise<NearMissesOfCase> {
    const records = new Map<string, NearMissRecord>();
    for await (const record of this.#store.nearMisses(this.#caseId)) records.set(record.evidenceId, record);
    const known: NearMissRecord[] = [];
    const unknown: string[] = [];
    for (const file of this.#ledger.files) {
      const record = records.get(file.id);
      if (record !== undefined && record.generation === file.nearMissed?.generation) known.push(record);
      else if (wasRead(file)) unknown.push(file.id);
    }
    return { groups: nearMissGroups(known, (stored) => this.#currentRule(stored)), unknown };
  }

  /** The group with a key, see `nearMissKey`; undefined if there is none now. */
  async find(key: string): Promise<NearMissGroup | undefined> {
    const { groups } = await this.read();
    return groups.find((group) => nearMissKey(group) === key);
  }

  #currentRule({ ruleId, decisionKey }: RuleNearMisses) {
    const current = this.#rules.get(ruleId);
    if (current?.on !== true || this.#rules.decisionKey(current.rule) !== decisionKey) return null;
    return current.rule;
  }
}
