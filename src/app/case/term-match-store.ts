import type { CaseStore, TermMatchPage } from "../../case/index.ts";
import type { Rule } from "../../rules/index.ts";
import { type ReadSettings, type TermMatchColumns, withLockedMembers } from "../../scan/index.ts";
import type { CaseRules } from "./case-rules.svelte.ts";

/** What the scans of a case's files noted for the correlation rules, under the rules as they decided then. */
export class TermMatchStore {
  readonly #store: CaseStore;
  readonly #caseId: string;
  readonly #rules: CaseRules;
  /**
   * The rules for which the database has term matches of a file; null if that is not known. Files that are not in it have
   * none, so there is nothing to delete or to look for.
   */
  readonly #stored = new Map<string, ReadonlySet<string> | null>();

  constructor(store: CaseStore, caseId: string, rules: CaseRules) {
    this.#store = store;
    this.#caseId = caseId;
    this.#rules = rules;
  }

  /** Takes in the files of a stored case. */
  load(evidenceIds: readonly string[]): void {
    for (const id of evidenceIds) this.#stored.set(id, null);
  }

  /**
   * Replaces what is kept for a file.
   *
   * @param readSettings how the scan read it
   * @param locked members that the scan could not open: their earlier term matches are kept
   */
  async save(
    evidenceId: string,
    scanned: readonly TermMatchColumns[],
    readSettings: ReadSettings,
    locked: readonly string[] = [],
  ): Promise<void> {
    const pages = new Map<string, TermMatchPage>();
    // The keys are taken before the first await: the rules may change while earlier pages are read.
    for (const termMatches of scanned) {
      const { ruleId } = termMatches;
      const decisionKey = this.#rules.decisionKey(this.#rules.get(ruleId)!.rule);
      pages.set(ruleId, {
        caseId: this.#caseId,
        evidenceId,
        ruleId,
        decisionKey,
        sightings: termMatches,
        reading: readSettings,
      });
    }
    for (const { rule } of locked.length > 0 ? this.#rules.sequences : []) {
      const ruleId = rule.rule_id;
      const decisionKey = this.#rules.decisionKey(rule);
      const earlier = await this.#store.termMatches(this.#caseId, evidenceId, ruleId);
      if (earlier?.decisionKey !== decisionKey) continue;
      const termMatches = withLockedMembers(pages.get(ruleId)?.sightings, earlier.sightings, locked);
      pages.set(ruleId, { ...earlier, sightings: termMatches, reading: readSettings });
    }
    if (pages.size === 0 && !this.#stored.has(evidenceId)) return;
    this.#stored.set(evidenceId, new Set(pages.keys()));
    await this.#store.saveTermMatches(this.#caseId, evidenceId, [...pages.values()]);
  }

  /** Null where the file was not scanned with the rule as it decides now. */
  async of(evidenceId: string, rule: Rule): Promise<Pick<TermMatchPage, "sightings" | "reading"> | null> {
    const stored = this.#stored.get(evidenceId);
    if (stored === undefined || stored?.has(rule.rule_id) === false) return null;
    const page = await this.#store.termMatches(this.#caseId, evidenceId, rule.rule_id);
    return page?.decisionKey === this.#rules.decisionKey(rule) ? page : null;
  }
}
