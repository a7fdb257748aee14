import {
  AlertColumns,
  type AuditRecord,
  type Case,
  type CaseQuery,
  type CaseReport,
  type CaseStore,
  type Evidence,
  ExceptionTests,
  type ExportSources,
  type KeptRules,
  type Named,
  pageOwnerOfRule,
  type RuleFileReport,
} from "../../case/index.ts";
import type { Rule } from "../../rules/index.ts";
import type { ReadSettings } from "../../scan/index.ts";
import type { RuleFileRead } from "../intake/rule-file-read.ts";
import { named } from "./audit-record.ts";
import { AuditTrail } from "./audit-trail.svelte.ts";
import { CaseAlerts } from "./case-alerts.svelte.ts";
import { CaseEvents } from "./case-events.ts";
import { CaseExceptions } from "./case-exceptions.svelte.ts";
import { CaseGuides, type UnwrittenGuide } from "./case-guides.ts";
import { CaseNearMisses } from "./case-near-misses.ts";
import { CaseRules } from "./case-rules.svelte.ts";
import { CoveredAlerts } from "./covered-alerts.ts";
import { Dispositions, type UnwrittenDisposition } from "./dispositions.svelte.ts";
import { sequencesOfFile } from "./evidence-removal.ts";
import { FindingPages } from "./finding-pages.ts";
import { interrupted } from "./interrupted.ts";
import { Ledger } from "./ledger.svelte.ts";
import { SequenceAlerts } from "./sequence-alerts.ts";
import { TermMatchStore } from "./term-match-store.ts";

/**
 * Whether this tab may change the case. `own`: it may. `elsewhere`: another tab was working in it when it was opened here.
 * `taken-over`: another tab has taken it over since.
 */
export type CaseAccess = "own" | "elsewhere" | "taken-over";

/** What was decided and is not in the database yet. */
export interface Unwritten {
  readonly caseId: string;
  readonly dispositions: readonly UnwrittenDisposition[];
  readonly guides: readonly UnwrittenGuide[];
}

/** How far the loading of a case is. */
export interface LoadProgress {
  /** The name of the case. */
  readonly name: string;
  /** Alerts that have been loaded. */
  readonly alerts: number;
  /** About how many there are. */
  readonly of: number;
}

/** How much goes with a file that is removed. */
export interface GoesWithFile {
  readonly alerts: number;
  /** Alerts of sequence and sample rules with an event of the file. */
  readonly sequences: number;
  /** How many of both have a verdict or a note. */
  readonly judged: number;
}

/** One open case as the page shows it, kept in step with the database. What concerns several of its parts is done here. */
export class CaseState {
  info = $state.raw<Case>() as Case;
  readonly ledger: Ledger;
  readonly rules: CaseRules;
  readonly pages: FindingPages;
  readonly alerts: CaseAlerts;
  readonly sequences: SequenceAlerts;
  readonly termMatches: TermMatchStore;
  readonly events: CaseEvents;
  readonly nearMisses: CaseNearMisses;
  readonly exceptions: CaseExceptions;
  readonly dispositions: Dispositions;
  readonly guides: CaseGuides;
  readonly trail: AuditTrail;
  readonly #store: CaseStore;
  readonly #builtin: ReadonlyMap<string, Rule>;
  access = $state<CaseAccess>("own");
  #isStored = false;
  #mustLook = false;
  #following: Promise<void> | null = null;
  #isDeleted = false;

  private constructor(store: CaseStore, info: Case, builtin: ReadonlyMap<string, Rule>) {
    this.#store = store;
    this.#builtin = builtin;
    this.info = info;
    this.ledger = new Ledger((files) => void store.saveEvidenceRows(files));
    this.rules = new CaseRules(store, info.id, builtin);
    this.pages = new FindingPages(store, info.id);
    const columns = new AlertColumns();
    const covered = new CoveredAlerts(columns, new ExceptionTests([]), (owner, page) =>
      this.pages.read(owner, page),
    );
    this.alerts = new CaseAlerts(columns, this.pages, this.rules, this.ledger, covered);
    this.sequences = new SequenceAlerts(this.pages, this.rules, this.alerts);
    this.termMatches = new TermMatchStore(store, info.id, this.rules);
    this.events = new CaseEvents(store, info.id, this.ledger);
    this.nearMisses = new CaseNearMisses(store, info.id, this.ledger, this.rules);
    this.trail = new AuditTrail(store, info.id, {
      list: () => this.info.waiting ?? [],
      keep: (waiting) => this.#keepWaiting(waiting),
    });
    this.exceptions = new CaseExceptions(store, info.id, this.alerts, covered, this.trail, (ruleId) =>
      this.#nameOf(ruleId),
    );
    this.dispositions = new Dispositions(store, info.id, () => this.isWritable, this.trail, columns);
    this.guides = new CaseGuides(store, info.id, () => this.isWritable, this.trail);
  }

  /**
   * A new case. It is stored with the first evidence or rule, so an empty one leaves nothing behind.
   *
   * @param kept the rules that it begins with, besides the shipped ones
   */
  static create(
    store: CaseStore,
    info: Case,
    builtin: ReadonlyMap<string, Rule>,
    kept: readonly KeptRules[] = [],
  ): CaseState {
    const state = new CaseState(store, info, builtin);
    state.rules.begin(kept, info.createdAt);
    return state;
  }

  /** The case as it was left, or as another tab has stored it so far. */
  static async load(
    store: CaseStore,
    info: Case,
    builtin: ReadonlyMap<string, Rule>,
    access: CaseAccess = "own",
    report: (progress: LoadProgress) => void = () => undefined,
  ): Promise<CaseState> {
    const state = new CaseState(store, info, builtin);
    state.access = access;
    state.#isStored = true;
    const [evidence, guides, exceptions] = await Promise.all([
      store.evidence(info.id),
      store.guides(info.id),
      store.exceptions(info.id),
      state.rules.load(),
    ]);
    // Where another tab works in the case, its scan goes on.
    state.ledger.load(access === "own" ? evidence.map(interrupted) : evidence);
    state.termMatches.load(evidence.map(({ id }) => id));
    const expected = evidence.reduce((sum, { alerts }) => sum + alerts, 0);
    await state.alerts.loadAll(store.rows(info.id), expected, (alerts) =>
      report({ name: info.name, alerts: Math.min(alerts, expected), of: expected }),
    );
    state.alerts.countEnabled();
    state.ledger.publish();
    await state.dispositions.load(store.dispositions(info.id));
    state.guides.load(guides);
    await state.exceptions.load(exceptions);
    return state;
  }

  /** Takes in what another tab, which works in the case, has stored by now. What has not changed is not drawn again. */
  follow(): Promise<void> {
    // One more look after the one under way: what has been stored since may be of any part.
    this.#mustLook = true;
    return (this.#following ??= this.#followAll().finally(() => (this.#following = null)));
  }

  async #followAll(): Promise<void> {
    while (this.#mustLook && this.access !== "own" && !this.#isDeleted) {
      this.#mustLook = false;
      const { id } = this.info;
      const [info, evidence, guides, exceptions] = await Promise.all([
        this.#store.caseOf(id),
        this.#store.evidence(id),
        this.#store.guides(id),
        this.#store.exceptions(id),
        this.rules.load(),
      ]);
      // This tab may have taken the case over in the meantime: then it is shown anew.
      if (info === undefined || this.isWritable) return;
      if (info.name !== this.info.name || !isSameReport(info.report, this.info.report)) this.info = info;
      this.ledger.follow(evidence);
      this.guides.follow(guides);
      const hasNewAlerts = await this.alerts.follow(this.#store.rows(id));
      await this.dispositions.follow(this.#store.dispositions(id));
      this.alerts.countEnabled();
      await this.exceptions.follow(exceptions, hasNewAlerts);
      await this.trail.follow();
    }
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
      columns: this.alerts.columns,
      exception: (row) => this.exceptions.covered.of(row),
    };
  }

  /** Resolves when everything of the case is in the database, or in memory where the browser refused it. */
  written(): Promise<void> {
    this.ledger.flush();
    return this.#store.written();
  }

  /** What a page that is closed now might lose. */
  get unwritten(): Unwritten {
    const { dispositions, guides } = this;
    return { caseId: this.info.id, dispositions: dispositions.unwritten, guides: guides.unwritten };
  }

  /** Takes in what a page that was closed had not written, unless something later is known. */
  recover({ dispositions, guides }: Unwritten): void {
    this.dispositions.recover(dispositions);
    this.guides.recover(guides);
  }

  /** Whether the database lacks alerts or term matches of a file, which are only in memory. */
  isIncomplete(evidenceId: string): boolean {
    return this.#store.isIncomplete(this.info.id, evidenceId);
  }

  /** Tries again to store what the browser refused. */
  retry(): Promise<void> {
    return this.#store.retry();
  }

  /** The analyst knows that something of the case was lost. */
  async dismissUnstored(): Promise<void> {
    const { unstored, ...info } = this.info;
    if (!this.isWritable || unstored === undefined) return;
    this.info = info;
    await this.#store.saveCase(info);
  }

  addEvidence(added: Evidence): void {
    this.#storeOnce();
    this.ledger.add(added);
  }

  /** Records that files were added, all that came together. */
  recordAdded(paths: readonly string[]): void {
    this.trail.add({ kind: "files-added", files: named(paths) });
  }

  /** Sets how a file is to be read, from its next scan on. */
  setReading(evidenceId: string, reading: ReadSettings): void {
    const file = this.ledger.get(evidenceId);
    if (file === undefined) return;
    this.ledger.save(evidenceId, { reading });
    this.trail.add({ kind: "file-settings", file: file.path, before: file.reading ?? {}, after: reading });
  }

  async rename(name: string): Promise<void> {
    if (!this.isWritable || name === this.info.name) return;
    const before = this.info.name;
    this.info = { ...this.info, name };
    const wasStored = this.#isStored;
    const saved = this.#store.saveCase(this.info);
    this.#isNowStored();
    await saved;
    if (wasStored) this.trail.add({ kind: "case-renamed", before, after: name });
  }

  /** Keeps the queries that were run in the case, the latest first. A case without evidence stays unstored. */
  keepQueries(queries: readonly CaseQuery[]): void {
    if (!this.isWritable || queries === this.info.queries) return;
    this.info = { ...this.info, queries };
    if (this.#isStored) void this.#store.saveCase(this.info);
  }

  /** Keeps what was chosen and written for the report. A case without evidence stays unstored. */
  keepReport(report: CaseReport): void {
    if (!this.isWritable) return;
    this.info = { ...this.info, report };
    if (this.#isStored) void this.#store.saveCase(this.info);
  }

  #keepWaiting(waiting: readonly AuditRecord[]): void {
    if (!this.isWritable) return;
    const { waiting: before, ...info } = this.info;
    if (before === undefined && waiting.length === 0) return;
    this.info = waiting.length > 0 ? { ...info, waiting } : info;
    if (this.#isStored) void this.#store.saveCase(this.info);
  }

  /** Notes that something was exported. */
  recordExport(what: string, extent: string): void {
    this.trail.note({ kind: "exported", what, extent });
  }

  #storeOnce(): void {
    if (this.#isStored) return;
    void this.#store.saveCase(this.info);
    this.#isNowStored();
  }

  /** The record of the case is being stored: what it began with follows. */
  #isNowStored(): void {
    this.#isStored = true;
    this.rules.storeBegun();
  }

  #nameOf(ruleId: string): string {
    return (this.rules.get(ruleId)?.rule ?? this.#builtin.get(ruleId))?.name ?? ruleId;
  }

  #namesOf(ruleIds: Iterable<string>): Named {
    return named(Array.from(ruleIds, (ruleId) => this.#nameOf(ruleId)));
  }

  /** Adds the rules of files. Alerts of rules that decide otherwise now are dropped. */
  addRules(files: readonly RuleFileRead[]): void {
    if (!this.isWritable) return;
    this.#storeOnce();
    const earlier = this.rules.files.length;
    this.alerts.forgetRules(new Set(this.rules.add(files)));
    const reports = this.rules.files.slice(earlier);
    const sum = (count: (report: RuleFileReport) => number): number =>
      reports.reduce((total, report) => total + count(report), 0);
    this.trail.add({
      kind: "rules-added",
      files: named(files.map(({ path }) => path)),
      added: sum(({ added }) => added),
      replaced: sum(({ replaced }) => replaced),
      exceptions: sum(({ exceptionItems }) => exceptionItems),
    });
  }

  addOwnRule(rule: Rule): void {
    if (!this.isWritable) return;
    this.#storeOnce();
    this.alerts.forgetRules(new Set(this.rules.addOwn(rule)));
    this.trail.add({ kind: "rule-written", rule: rule.name });
  }

  switchRules(ruleIds: ReadonlySet<string>, on: boolean): void {
    if (!this.isWritable) return;
    const changed = [...ruleIds].filter((ruleId) => (this.rules.get(ruleId)?.on ?? false) !== on);
    this.#storeOnce();
    this.rules.switch(ruleIds, on);
    this.alerts.countEnabled();
    this.alerts.refresh();
    if (changed.length > 0)
      this.trail.add({ kind: on ? "rules-enabled" : "rules-disabled", rules: this.#namesOf(changed) });
  }

  removeRules(ruleIds: ReadonlySet<string>): void {
    if (!this.isWritable) return;
    const removed = [...ruleIds].filter((ruleId) => this.rules.get(ruleId) !== undefined);
    const rules = this.#namesOf(removed);
    // A case that began with kept rules has rules before it is stored.
    this.#storeOnce();
    this.rules.remove(ruleIds);
    this.alerts.forgetRules(ruleIds);
    if (removed.length > 0) this.trail.add({ kind: "rules-removed", rules });
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

  /** What would go with a file if it were removed. */
  async goesWith(evidenceId: string): Promise<GoesWithFile> {
    const { sequenceIds } = await sequencesOfFile(this.pages, this.info.id, evidenceId);
    return {
      alerts: this.alerts.ofFile(evidenceId).length,
      sequences: sequenceIds.length,
      judged: this.#judgedOf(evidenceId, sequenceIds).length,
    };
  }

  #judgedOf(evidenceId: string, sequenceIds: readonly string[]): string[] {
    return this.dispositions.judged((id) => this.#goesWithFile(id, evidenceId, sequenceIds));
  }

  /** Whether an alert is of an event in a file, or one of these sequences. */
  #goesWithFile(alertId: string, evidenceId: string, sequenceIds: readonly string[]): boolean {
    return alertId.startsWith(`${evidenceId}.`) || sequenceIds.includes(alertId);
  }

  /** Removes a file that no pass is reading, with everything that was found in it. */
  async removeEvidence(evidenceId: string): Promise<void> {
    await this.pages.written();
    const removal = await sequencesOfFile(this.pages, this.info.id, evidenceId);
    const { sequenceIds, pages, moved } = removal;
    const judged = this.#judgedOf(evidenceId, sequenceIds);
    const file = this.ledger.get(evidenceId);
    const alerts = this.alerts.ofFile(evidenceId).length;
    // While the alerts are in the list still: that is where they are found.
    const dispositions = this.dispositions.forget(judged).filter(({ owner }) => owner !== evidenceId);
    // First from the screen: no one should open an alert that is being deleted.
    this.alerts.removeFile(evidenceId, sequenceIds, moved);
    this.ledger.remove(evidenceId);
    this.guides.forget(this.guides.begun((id) => this.#goesWithFile(id, evidenceId, sequenceIds)));
    for (const { findings } of pages) this.pages.forget(findings.evidenceId, findings.page);
    await this.#store.removeEvidence(this.info.id, evidenceId, { ...removal, dispositions });
    if (file !== undefined) {
      const { path, sha256 } = file;
      this.trail.add({ kind: "file-removed", file: path, sha256, alerts, judged: judged.length });
    }
    this.pages.forgetAll(evidenceId);
    // Sequences of a rule that is off come back only if it is run again.
    const off = this.rules.list.filter(
      ({ rule, on }) => !on && pages.some(({ findings }) => findings.evidenceId === pageOwnerOfRule(rule)),
    );
    this.rules.setPending(new Set(off.map(({ rule }) => rule.rule_id)), true);
    await this.#store.retry();
  }

  /** Whether the case was deleted. The store drops whatever is still written to it; nothing should be begun in it. */
  get isDeleted(): boolean {
    return this.#isDeleted;
  }

  /** Another tab has deleted the case. */
  markDeleted(): void {
    this.#isDeleted = true;
    this.alerts.stopRefreshing();
  }

  /** Whether this tab may change the case. */
  get isWritable(): boolean {
    return this.access === "own" && !this.#isDeleted;
  }

  /** Removes the case and everything in it. */
  async delete(): Promise<void> {
    this.markDeleted();
    try {
      await this.#store.deleteCase(this.info.id);
    } catch (error) {
      // The case is still there, and goes on.
      this.#isDeleted = false;
      throw error;
    }
  }
}

/** Another tab changes the report with each key that is typed: only then is it shown again. */
function isSameReport(a: CaseReport | undefined, b: CaseReport | undefined): boolean {
  return a?.changedAt === b?.changedAt && a?.answers?.key === b?.answers?.key;
}
