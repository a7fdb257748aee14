import {
  type Case,
  type CaseStore,
  type Evidence,
  ExceptionTests,
  type ExportSources,
} from "../../case/index.ts";
import type { Rule } from "../../rules/index.ts";
import type { RuleFileRead } from "../intake/rule-file-read.ts";
import { CaseAlerts } from "./case-alerts.svelte.ts";
import { CaseExceptions } from "./case-exceptions.svelte.ts";
import { CaseRules } from "./case-rules.svelte.ts";
import { CoveredAlerts } from "./covered-alerts.ts";
import { Dispositions } from "./dispositions.ts";
import { FindingPages } from "./finding-pages.ts";
import { interrupted } from "./interrupted.ts";
import { Ledger } from "./ledger.svelte.ts";
import { SequenceAlerts } from "./sequence-alerts.ts";
import { TermMatchStore } from "./term-match-store.ts";

/** One open case as the page shows it, kept in step with the database. What concerns several of its parts is done here. */
export class CaseState {
  info = $state.raw<Case>() as Case;
  readonly ledger: Ledger;
  readonly rules: CaseRules;
  readonly pages: FindingPages;
  readonly alerts: CaseAlerts;
  readonly sequences: SequenceAlerts;
  readonly termMatches: TermMatchStore;
  readonly exceptions: CaseExceptions;
  readonly dispositions: Dispositions;
  readonly #store: CaseStore;
  #isStored = false;
  #isDeleted = false;

  private constructor(store: CaseStore, info: Case, builtin: ReadonlyMap<string, Rule>) {
    this.#store = store;
    this.info = info;
    this.ledger = new Ledger((evidence) => void store.saveEvidence(evidence));
    this.rules = new CaseRules(store, info.id, builtin);
    this.pages = new FindingPages(store, info.id);
    const covered = new CoveredAlerts(new ExceptionTests([]), (owner, page) => this.pages.read(owner, page));
    this.alerts = new CaseAlerts(this.pages, this.rules, this.ledger, covered);
    this.sequences = new SequenceAlerts(this.pages, this.rules, this.alerts);
    this.termMatches = new TermMatchStore(store, info.id, this.rules);
    this.exceptions = new CaseExceptions(store, info.id, this.alerts, covered);
    this.dispositions = new Dispositions(store, info.id);
  }

  /** A new case. It is stored with the first evidence or rule, so an empty one leaves nothing behind. */
  static create(store: CaseStore, info: Case, builtin: ReadonlyMap<string, Rule>): CaseState {
    return new CaseState(store, info, builtin);
  }

  /** The case as it was left. */
  static async load(store: CaseStore, info: Case, builtin: ReadonlyMap<string, Rule>): Promise<CaseState> {
    const state = new CaseState(store, info, builtin);
    state.#isStored = true;
    const [evidence, pages, dispositions, exceptions] = await Promise.all([
      store.evidence(info.id),
      store.rows(info.id),
      store.dispositions(info.id),
      store.exceptions(info.id),
      state.rules.load(),
    ]);
    state.ledger.load(evidence.map(interrupted));
    state.alerts.load(pages);
    state.ledger.publish();
    state.dispositions.load(dispositions);
    await state.exceptions.load(exceptions);
    return state;
  }

  /** The files as the screen shows them. */
  get evidence(): readonly Evidence[] {
    return this.ledger.shown;
  }

  /** What an export needs of the case, besides what the list knows about Elastic's schedule. */
  get exportSources(): Omit<ExportSources, "missed"> {
    return {
      findings: (owner, page) => this.pages.read(owner, page),
      evidence: (id) => this.ledger.get(id),
      rule: (row) => this.alerts.ruleOf(row),
      disposition: (alertId) => this.dispositions.get(alertId),
      exception: (alertId) => this.exceptions.covered.get(alertId),
    };
  }

  addEvidence(added: Evidence): void {
    this.#storeOnce();
    this.ledger.add(added);
  }

  async rename(name: string): Promise<void> {
    this.info = { ...this.info, name };
    this.#isStored = true;
    await this.#store.saveCase(this.info);
  }

  #storeOnce(): void {
    if (this.#isStored) return;
    this.#isStored = true;
    void this.#store.saveCase(this.info);
  }

  /** Adds the rules of files. Alerts of rules that decide otherwise now are dropped. */
  addRules(files: readonly RuleFileRead[]): void {
    this.#storeOnce();
    this.alerts.forgetRules(new Set(this.rules.add(files)));
  }

  addOwnRule(rule: Rule): void {
    this.#storeOnce();
    this.alerts.forgetRules(new Set(this.rules.addOwn(rule)));
  }

  switchRules(ruleIds: ReadonlySet<string>, on: boolean): void {
    this.#storeOnce();
    this.rules.switch(ruleIds, on);
    this.alerts.showEnabled();
    this.alerts.refresh();
  }

  removeRules(ruleIds: ReadonlySet<string>): void {
    this.rules.remove(ruleIds);
    this.alerts.forgetRules(ruleIds);
  }

  /**
   * A file has been read with other settings than before: the alerts on its pages before a page are of the earlier read,
   * those of disabled rules included, and so are the sequences of disabled rules.
   */
  async removeEarlierRead(evidenceId: string, page: number): Promise<void> {
    await this.alerts.removeBefore(evidenceId, page);
    await this.sequences.removeOfDisabledRules();
    this.alerts.refresh();
  }

  /** Whether the case was deleted. The store drops whatever is still written to it; nothing should be begun in it. */
  get isDeleted(): boolean {
    return this.#isDeleted;
  }

  /** Removes the case and everything in it. */
  async delete(): Promise<void> {
    this.#isDeleted = true;
    this.alerts.stopRefreshing();
    try {
      await this.#store.deleteCase(this.info.id);
    } catch (error) {
      // The case is still there, and goes on.
      this.#isDeleted = false;
      throw error;
    }
  }
}
