import { SvelteMap } from "svelte/reactivity";
import {
  type AlertFinding,
  alertRow,
  type AlertRow,
  type Case,
  type CaseRule,
  type CaseStore,
  type Evidence,
  type Exception,
  ExceptionTests,
  isSequence,
  type Disposition,
  type RowPage,
  type SequenceFinding,
  sequenceRow,
  type TermMatchPage,
} from "../../case/index.ts";
import { type RecordLocation, locationKey } from "../../formats/index.ts";
import type { Rule } from "../../rules/index.ts";
import type { MissedBySchedule } from "../../rules/schedule/index.ts";
import {
  type Finding,
  type TermMatchColumns,
  type ReadSettings,
  type SeenEvent,
  withLocked,
} from "../../scan/index.ts";
import { hashMissing } from "../../wording/index.ts";
import { CaseRules } from "./case-rules.svelte.ts";
import { stopped } from "../queue/file-outcome.ts";
import type { RuleFileRead } from "../intake/rule-file-read.ts";
import { CoveredAlerts } from "./covered-alerts.ts";
import { Ledger } from "./ledger.svelte.ts";

/** Pages of findings that are kept in memory for the detail view and the export. */
const CACHED_PAGES = 50;
/**
 * The screen is told of new alerts at most this often while a scan runs, and less often the more there are: sorting
 * a hundred thousand takes a fifth of a second.
 */
const REFRESH_MS = 500;
const REFRESH_MS_PER_ALERT = 0.02;
/** Alerts of a sequence rule that are written as one page. */
const PAGE = 200;
/** Pages that may be on their way to the database at once: enough to keep it busy, few enough to be no backlog. */
const MAX_WRITES = 4;

/** A sequence that was found, and why Elastic's schedule would have lost it. */
export interface FoundSequence {
  readonly finding: SequenceFinding;
  readonly lost: MissedBySchedule | null;
}

/** Where the alerts of a sequence rule are kept: they belong to no one file. */
export function shelfOf(rule: Rule): string {
  return `rule:${rule.rule_id}`;
}

/** Key of `recordsOf`. */
export function recordKey(evidenceId: string, place: Pick<RecordLocation, "member" | "offset">): string {
  return `${evidenceId} ${locationKey(place)}`;
}

/** One open case as the page shows it, kept in step with the store. */
export class CaseState {
  info = $state.raw<Case>() as Case;
  readonly rules: CaseRules;
  readonly #store: CaseStore;

  readonly ledger = new Ledger();
  /** Alerts of every rule of the case, those that are off included. */
  #all: AlertRow[] = [];
  /** Those of rules that are on. Grows in place, as a scan finds thousands; `version` says when to look again. */
  rows: AlertRow[] = [];
  /**
   * Alerts that are to take the place of those with their ids, which the screen shows until it is refreshed: going through
   * all for every two hundred that come would cost a minute where there are some hundred thousand.
   */
  readonly #instead = new Map<string, AlertRow>();
  version = $state(0);
  readonly judgements = new SvelteMap<string, Disposition>();
  exceptions = $state.raw<readonly Exception[]>([]);
  /** Which exception covers an alert. Not reactive by itself: `version` is. */
  readonly suppressed = new CoveredAlerts(new ExceptionTests([]), (shelf, page) =>
    this.findingsOf(shelf, page),
  );

  readonly #pages = new Map<string, readonly AlertFinding[]>();
  readonly #pageCount = new Map<string, number>();
  readonly #writes = new Set<Promise<void>>();
  #refresh: ReturnType<typeof setTimeout> | undefined;
  #saved = false;
  /** Set once the case is deleted: what a scan still hands over then is dropped. */
  #gone = false;

  private constructor(store: CaseStore, info: Case, builtin: ReadonlyMap<string, Rule>) {
    this.#store = store;
    this.info = info;
    this.rules = new CaseRules(store, info.id, builtin);
  }

  static create(store: CaseStore, info: Case, builtin: ReadonlyMap<string, Rule>): CaseState {
    return new CaseState(store, info, builtin);
  }

  /** The case as it was left. */
  static async load(store: CaseStore, info: Case, builtin: ReadonlyMap<string, Rule>): Promise<CaseState> {
    const state = new CaseState(store, info, builtin);
    state.#saved = true;
    const [evidence, pages, judgements, exceptions] = await Promise.all([
      store.evidence(info.id),
      store.rows(info.id),
      store.judgements(info.id),
      store.exceptions(info.id),
      state.rules.load(),
    ]);
    for (const page of pages) state.#takePage(page);
    // A scan that read a file otherwise than the one before, and was broken off: the later page has the later alert.
    state.#all = [...new Map(state.#all.map((row) => [row.id, row])).values()];
    for (const one of evidence) state.ledger.add(interrupted(one));
    state.#showRows();
    state.ledger.publish();
    for (const disposition of judgements) state.judgements.set(disposition.alertId, disposition);
    state.#setExceptions(exceptions);
    await state.suppressed.opened(state.#all, Date.now());
    state.refresh();
    return state;
  }

  #takePage({ evidenceId, page, rows, writtenAt }: RowPage): void {
    for (const row of rows) {
      const rule = this.rules.get(row.ruleId);
      if (rule !== undefined && rule.changedAt <= writtenAt) this.#all.push(row);
    }
    this.#pageCount.set(evidenceId, Math.max(this.#pageCount.get(evidenceId) ?? 0, page + 1));
  }

  /** Shows the alerts of the rules that are on, and counts them for each file. */
  #showRows(): void {
    const on = new Map(this.rules.list.map((one) => [one.rule.rule_id, one.on]));
    this.rows = this.#all.filter((row) => on.get(row.ruleId) === true);
    const counts = new Map<string, number>();
    for (const { evidenceId } of this.rows) counts.set(evidenceId, (counts.get(evidenceId) ?? 0) + 1);
    for (const { id, alerts } of [...this.ledger.files]) {
      const now = counts.get(id) ?? 0;
      if (now !== alerts) this.updateEvidence(id, { alerts: now }, false);
    }
  }

  /** A rule as the case has it. Alerts are shown only of rules that are there. */
  ruleOf(row: AlertRow): Rule {
    return this.rules.get(row.ruleId)!.rule;
  }

  /** The files as the screen shows them. */
  get evidence(): readonly Evidence[] {
    return this.ledger.shown;
  }

  evidenceOf(id: string): Evidence | undefined {
    return this.ledger.get(id);
  }

  addEvidence(added: Evidence): void {
    if (this.#gone) return;
    this.ledger.add(added);
    void this.#saveCase();
    void this.#store.saveEvidence(added);
  }

  /** Changes what is known of a file; `save` writes it down as well. */
  updateEvidence(id: string, change: Partial<Evidence>, save: boolean): void {
    if (this.#gone) return;
    const evidence = this.ledger.update(id, change);
    if (save && evidence !== undefined) void this.#store.saveEvidence(evidence);
  }

  /** Gives the case another name. */
  async rename(name: string): Promise<void> {
    this.info = { ...this.info, name };
    this.#saved = true;
    await this.#store.saveCase(this.info);
  }

  async #saveCase(): Promise<void> {
    if (this.#saved) return;
    this.#saved = true;
    await this.#store.saveCase(this.info);
  }

  /** Takes in the rules of a file. Alerts of rules that decide otherwise now are dropped. */
  addRules(files: readonly RuleFileRead[]): void {
    if (this.#gone) return;
    void this.#saveCase();
    this.#forgetAlerts(new Set(this.rules.add(files)));
  }

  addOwnRule(rule: Rule): void {
    void this.#saveCase();
    this.#forgetAlerts(new Set(this.rules.addOwn(rule)));
  }

  switchRules(ruleIds: ReadonlySet<string>, on: boolean): void {
    void this.#saveCase();
    this.rules.switch(ruleIds, on);
    this.#showRows();
    this.refresh();
  }

  removeRules(ruleIds: ReadonlySet<string>): void {
    this.rules.remove(ruleIds);
    this.#forgetAlerts(ruleIds);
  }

  #forgetAlerts(ruleIds: ReadonlySet<string>): void {
    if (ruleIds.size === 0) return;
    this.#replaceRows();
    this.#all = this.#all.filter((row) => !ruleIds.has(row.ruleId));
    this.#showRows();
    this.refresh();
  }

  /** The alerts of single events that a file has, those of rules that are off included. */
  alertsOf(evidenceId: string): AlertRow[] {
    this.#replaceRows();
    return this.#all.filter((row) => row.evidenceId === evidenceId && row.shelf === undefined);
  }

  /**
   * Takes findings of one file in. It resolves when the next ones may come.
   *
   * @param instead whether they stand for alerts that the file has at the same places
   */
  async addFindings(evidenceId: string, findings: readonly Finding[], instead = false): Promise<void> {
    if (findings.length === 0 || this.#gone) return;
    const page = this.#nextPage(evidenceId);
    const rows = findings.map((finding, slot) =>
      alertRow(finding, this.rules.get(finding.ruleId)!.rule, { evidenceId, page, slot }),
    );
    const kept = findings.map((finding) => ({ kind: "event", ...finding }) as const);
    await this.#addPage(evidenceId, page, kept, rows, instead);
  }

  /**
   * The records that a sequence rule's alerts hold of some files, by file and offset: a file that is not at hand cannot
   * be read again.
   */
  async recordsOf(
    { rule }: CaseRule,
    away: (evidenceId: string) => boolean,
  ): Promise<Map<string, SeenEvent>> {
    this.#replaceRows();
    const shelf = shelfOf(rule);
    const pages = new Set(this.#all.filter((row) => row.shelf === shelf).map(({ page }) => page));
    const records = new Map<string, SeenEvent>();
    for (const page of pages) {
      for (const finding of (await this.findingsOf(shelf, page)) ?? []) {
        if (!isSequence(finding)) continue;
        for (const event of finding.events) {
          if (event?.seen && away(event.evidenceId))
            records.set(recordKey(event.evidenceId, event.place), event.seen);
        }
      }
    }
    return records;
  }

  /** A sequence rule has been run anew: what of its alerts stands before a page was not found again. */
  async dropEarlierSequences({ rule }: CaseRule, page: number): Promise<void> {
    if (this.#gone) return;
    this.#replaceRows();
    const shelf = shelfOf(rule);
    const before = this.#all.length;
    this.#all = this.#all.filter((row) => row.shelf !== shelf || row.page >= page);
    for (let old = 0; old < page; old++) this.#pages.delete(`${shelf}.${old}`);
    await this.#store.deletePagesBefore(this.info.id, shelf, page);
    if (this.#all.length < before) this.#showRows();
  }

  /** Takes alerts of a sequence rule in, in the place of those that are there with the same events. */
  async addSequences(one: CaseRule, found: readonly FoundSequence[]): Promise<void> {
    const { rule } = one;
    const shelf = shelfOf(rule);
    for (let from = 0; from < found.length && !this.#gone; from += PAGE) {
      if (!this.rules.isCurrent(one)) return;
      const page = this.#nextPage(shelf);
      const slice = found.slice(from, from + PAGE);
      const rows = slice.map(({ finding, lost }, slot) =>
        sequenceRow(finding, rule, { shelf, page, slot, lost }),
      );
      const findings = slice.map(({ finding }) => finding);
      await this.#addPage(shelf, page, findings, rows, page > 0);
    }
  }

  /** Puts alerts in the place of those with their ids. */
  #replaceRows(): void {
    if (this.#instead.size === 0) return;
    this.#all = this.#all.map((row) => {
      const now = this.#instead.get(row.id);
      if (now === undefined) return row;
      this.#instead.delete(row.id);
      return now;
    });
    for (const row of this.#instead.values()) this.#all.push(row);
    this.#instead.clear();
    this.#showRows();
  }

  /** The page that the next findings of a file will stand on: what it has now stands before. */
  nextPageOf(shelf: string): number {
    return this.#pageCount.get(shelf) ?? 0;
  }

  #nextPage(shelf: string): number {
    const page = this.nextPageOf(shelf);
    this.#pageCount.set(shelf, page + 1);
    return page;
  }

  async #addPage(
    shelf: string,
    page: number,
    findings: readonly AlertFinding[],
    rows: readonly AlertRow[],
    instead = false,
  ): Promise<void> {
    const now = Date.now();
    findings.forEach((finding, i) => this.suppressed.decide(rows[i]!, finding, now));
    const counts = new Map<string, number>();
    for (const row of rows) {
      if (instead) {
        this.#instead.set(row.id, row);
        continue;
      }
      this.#all.push(row);
      if (!this.rules.get(row.ruleId)!.on) continue;
      this.rows.push(row);
      counts.set(row.evidenceId, (counts.get(row.evidenceId) ?? 0) + 1);
    }
    for (const [id, more] of counts) {
      this.updateEvidence(id, { alerts: (this.evidenceOf(id)?.alerts ?? 0) + more }, false);
    }
    this.#refreshSoon();
    const caseId = this.info.id;
    const write = this.#store
      .saveAlerts(
        { caseId, evidenceId: shelf, page, findings },
        { caseId, evidenceId: shelf, page, rows, writtenAt: Date.now() },
      )
      .finally(() => this.#writes.delete(write));
    this.#writes.add(write);
    if (this.#writes.size >= MAX_WRITES) await Promise.race(this.#writes);
  }

  /** Takes alerts of one file away that a new scan did not find again. */
  async removeAlerts(evidenceId: string, gone: ReadonlySet<AlertRow>): Promise<void> {
    if (gone.size === 0 || this.#gone) return;
    const pages = new Set([...gone].map(({ page }) => page));
    this.#replaceRows();
    this.#all = this.#all.filter((row) => !gone.has(row));
    const kept = this.alertsOf(evidenceId);
    const caseId = this.info.id;
    for (const page of pages) {
      const rows = kept.filter((row) => row.page === page);
      await this.#store.saveRows({ caseId, evidenceId, page, rows, writtenAt: Date.now() });
    }
    this.#showRows();
    this.refresh();
  }

  /**
   * A file has been read otherwise than before: what stands before a page is of the earlier reading, that of rules which
   * are off now included. So are their sequences, which are still to be looked for should they be on again.
   */
  async dropEarlierRead(evidenceId: string, page: number): Promise<void> {
    if (this.#gone) return;
    this.#replaceRows();
    const isEarlier = (row: AlertRow): boolean =>
      row.evidenceId === evidenceId && row.shelf === undefined && row.page < page;
    this.#all = this.#all.filter((row) => !isEarlier(row));
    // Nobody must look for what is going to be deleted.
    this.#showRows();
    this.refresh();
    for (let old = 0; old < page; old++) this.#pages.delete(`${evidenceId}.${old}`);
    await this.#store.deletePagesBefore(this.info.id, evidenceId, page);
    const shelves = new Set(this.#all.map(({ shelf }) => shelf));
    const stale = this.rules.list.filter((one) => !one.on && shelves.has(shelfOf(one.rule)));
    for (const one of stale) await this.dropEarlierSequences(one, this.nextPageOf(shelfOf(one.rule)));
    this.rules.setPending(new Set(stale.map(({ rule }) => rule.rule_id)), true);
    this.refresh();
  }

  /** Puts down, before a file's scan counts as done, that the sequence rules in use are still to be run over it. */
  awaitSequences(): void {
    if (this.#gone) return;
    this.rules.setPending(new Set(this.rules.sequences.map(({ rule }) => rule.rule_id)), true);
  }

  /** Puts down which of them have been. */
  foundSequences(ruleIds: ReadonlySet<string>): void {
    if (!this.#gone) this.rules.setPending(ruleIds, false);
  }

  /**
   * Keeps what a file's scan noted for the sequence rules.
   *
   * @param reading how it read the file
   * @param locked members that it could not open: what was noted of them before stays
   */
  async saveTermMatches(
    evidenceId: string,
    scanned: readonly TermMatchColumns[],
    readSettings: ReadSettings,
    locked: readonly string[] = [],
  ): Promise<void> {
    const caseId = this.info.id;
    const pages = new Map<string, TermMatchPage>();
    // Under the keys of now: the rules may change while earlier ones are read.
    for (const termMatches of scanned) {
      const { ruleId } = termMatches;
      const key = this.rules.decisionKey(this.rules.get(ruleId)!.rule);
      pages.set(ruleId, {
        caseId,
        evidenceId,
        ruleId,
        decisionKey: key,
        sightings: termMatches,
        reading: readSettings,
      });
    }
    for (const { rule } of locked.length > 0 ? this.rules.sequences : []) {
      const ruleId = rule.rule_id;
      const key = this.rules.decisionKey(rule);
      const earlier = await this.#store.termMatches(caseId, evidenceId, ruleId);
      if (earlier?.decisionKey !== key) continue;
      const termMatches = withLocked(pages.get(ruleId)?.sightings, earlier.sightings, locked);
      pages.set(ruleId, { ...earlier, sightings: termMatches, reading: readSettings });
    }
    if (!this.#gone) await this.#store.saveTermMatches(caseId, evidenceId, [...pages.values()]);
  }

  /** Null where the file was not scanned with the rule as it is now. */
  async termMatchesOf(
    evidenceId: string,
    rule: Rule,
  ): Promise<Pick<TermMatchPage, "sightings" | "reading"> | null> {
    const page = await this.#store.termMatches(this.info.id, evidenceId, rule.rule_id);
    return page?.decisionKey === this.rules.decisionKey(rule) ? page : null;
  }

  /** Resolves when everything that was found has been written down. */
  async written(): Promise<void> {
    await Promise.all(this.#writes);
  }

  #refreshSoon(): void {
    const wait = Math.max(REFRESH_MS, this.rows.length * REFRESH_MS_PER_ALERT);
    this.#refresh ??= setTimeout(() => this.refresh(), wait);
  }

  /** Lets the screen see the alerts there are now. */
  refresh(): void {
    clearTimeout(this.#refresh);
    this.#refresh = undefined;
    this.#replaceRows();
    this.ledger.publish();
    this.version++;
  }

  async finding(row: AlertRow): Promise<AlertFinding | undefined> {
    return (await this.findingsOf(row.shelf ?? row.evidenceId, row.page))?.[row.slot];
  }

  /** All findings of a page, in one read: for the export, which goes through every page once. */
  async findingsOf(shelf: string, page: number): Promise<readonly AlertFinding[] | undefined> {
    const key = `${shelf}.${page}`;
    const cached = this.#pages.get(key);
    if (cached !== undefined) return cached;
    const found = (await this.#store.findings(this.info.id, shelf, page))?.findings;
    if (found !== undefined) {
      const [oldest] = this.#pages.keys();
      if (this.#pages.size >= CACHED_PAGES && oldest !== undefined) this.#pages.delete(oldest);
      this.#pages.set(key, found);
    }
    return found;
  }

  setDisposition(
    alertIds: readonly string[],
    change: Partial<Omit<Disposition, "alertId" | "changedAt">>,
  ): void {
    for (const alertId of alertIds) {
      const before = this.judgements.get(alertId) ?? { status: "open", verdict: "", note: "" };
      const disposition: Disposition = { ...before, ...change, alertId, changedAt: Date.now() };
      this.judgements.set(alertId, disposition);
      void this.#store.saveDisposition(this.info.id, disposition);
    }
  }

  async addException(exception: Exception): Promise<void> {
    void this.#store.saveException(exception);
    this.#setExceptions([...this.exceptions, exception]);
    this.#replaceRows();
    await this.suppressed.added(exception, this.#all, Date.now());
    this.refresh();
  }

  async removeException(id: string): Promise<void> {
    this.#setExceptions(this.exceptions.filter((exception) => exception.id !== id));
    await this.#store.deleteException(this.info.id, id);
    this.#replaceRows();
    await this.suppressed.removed(id, this.#all, Date.now());
    this.refresh();
  }

  #setExceptions(exceptions: readonly Exception[]): void {
    this.exceptions = exceptions;
    this.suppressed.use(new ExceptionTests(exceptions));
  }

  /** It was deleted: nothing may be added any more, or it would be left behind in the database. */
  get isGone(): boolean {
    return this.#gone;
  }

  /** Removes the case and everything of it. */
  async delete(): Promise<void> {
    this.#gone = true;
    clearTimeout(this.#refresh);
    try {
      await this.#store.deleteCase(this.info.id);
    } catch (error) {
      // The case is still there, so it must go on taking what is added to it.
      this.#gone = false;
      throw error;
    }
  }
}

/** A file whose examination was under way when the page was closed. */
function interrupted(evidence: Evidence): Evidence {
  if (["waiting", "scanning", "proving"].includes(evidence.state)) {
    return withStop({ ...evidence, state: "cancelled" }, "page-closed");
  }
  return evidence.sha256 === "" && hashMissing(evidence) === ""
    ? withStop(evidence, "page-closed-before-hash")
    : evidence;
}

function withStop(evidence: Evidence, kind: "page-closed" | "page-closed-before-hash"): Evidence {
  return { ...evidence, problems: [...evidence.problems, stopped(kind, evidence.bytes)] };
}
