import { type AlertFinding, alertRow, type AlertRow, pageOwnerOf, type RowPage } from "../../case/index.ts";
import type { Rule } from "../../rules/index.ts";
import type { Finding } from "../../scan/index.ts";
import type { CaseRules } from "./case-rules.svelte.ts";
import type { CoveredAlerts } from "./covered-alerts.ts";
import type { FindingPages } from "./finding-pages.ts";
import type { Ledger } from "./ledger.svelte.ts";

/**
 * The screen learns of new alerts at most this often while a scan runs, in milliseconds, and less often the more there
 * are: sorting a hundred thousand takes a fifth of a second.
 */
const REFRESH_MS = 500;
const REFRESH_MS_PER_ALERT = 0.02;

/** A new page of findings, with the row of each. */
export interface NewPage {
  readonly owner: string;
  readonly page: number;
  readonly findings: readonly AlertFinding[];
  readonly rows: readonly AlertRow[];
}

/** The alerts of a case as a list in memory, kept in step with their stored pages. */
export class CaseAlerts {
  readonly #pages: FindingPages;
  readonly #rules: CaseRules;
  readonly #ledger: Ledger;
  readonly #covered: CoveredAlerts;
  /** Alerts of every rule of the case, disabled rules included. */
  #all: AlertRow[] = [];
  /** Alerts of the rules that are on. Grows in place, since a scan finds thousands; `version` says when to look again. */
  rows: AlertRow[] = [];
  version = $state(0);
  /**
   * Alerts, by id, that replace others at the next refresh. Going through the whole list for each page would cost a
   * minute where there are some hundred thousand.
   */
  readonly #replacements = new Map<string, AlertRow>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(pages: FindingPages, rules: CaseRules, ledger: Ledger, covered: CoveredAlerts) {
    this.#pages = pages;
    this.#rules = rules;
    this.#ledger = ledger;
    this.#covered = covered;
  }

  /** Takes in what the database has. Alerts of rules that have changed or gone since are left out. */
  load(pages: readonly RowPage[]): void {
    const rows: AlertRow[] = [];
    for (const stored of pages) {
      this.#pages.load(stored);
      for (const row of stored.rows) {
        const rule = this.#rules.get(row.ruleId);
        if (rule !== undefined && rule.changedAt <= stored.writtenAt) rows.push(row);
      }
    }
    // A scan that read a file with other settings than the one before may have been broken off: the later page wins.
    this.#all = [...new Map(rows.map((row) => [row.id, row])).values()];
    this.showEnabled();
  }

  /** Alerts of every rule of the case, disabled rules included. */
  get all(): readonly AlertRow[] {
    this.#replaceRows();
    return this.#all;
  }

  /** Shows the alerts of the rules that are on, and counts them for each file. */
  showEnabled(): void {
    const on = new Map(this.#rules.list.map((caseRule) => [caseRule.rule.rule_id, caseRule.on]));
    this.rows = this.#all.filter((row) => on.get(row.ruleId) === true);
    const counts = new Map<string, number>();
    for (const { evidenceId } of this.rows) counts.set(evidenceId, (counts.get(evidenceId) ?? 0) + 1);
    for (const { id, alerts } of [...this.#ledger.files]) {
      const now = counts.get(id) ?? 0;
      if (now !== alerts) this.#ledger.update(id, { alerts: now });
    }
  }

  /** A rule as the case has it. An alert is listed only while its rule is there. */
  ruleOf(row: AlertRow): Rule {
    return this.#rules.get(row.ruleId)!.rule;
  }

  /** The alerts of single events in a file, those of disabled rules included. */
  ofFile(evidenceId: string): AlertRow[] {
    return this.all.filter((row) => row.evidenceId === evidenceId && row.shelf === undefined);
  }

  /** Adds findings of one file. Resolves when the next ones may come. */
  async add(evidenceId: string, findings: readonly Finding[]): Promise<void> {
    if (findings.length > 0) await this.append(this.#pageOf(evidenceId, findings));
  }

  /** Adds findings of one file in place of the alerts that it has at the same locations. Resolves as `add` does. */
  async replace(evidenceId: string, findings: readonly Finding[]): Promise<void> {
    if (findings.length > 0) await this.appendInPlace(this.#pageOf(evidenceId, findings));
  }

  #pageOf(evidenceId: string, findings: readonly Finding[]): NewPage {
    const page = this.#pages.reserve(evidenceId);
    const rows = findings.map((finding, slot) =>
      alertRow(finding, this.#rules.get(finding.ruleId)!.rule, { evidenceId, page, slot }),
    );
    return {
      owner: evidenceId,
      page,
      findings: findings.map((finding) => ({ kind: "event", ...finding }) as const),
      rows,
    };
  }

  /** Adds a page of alerts that are new to the case. Resolves when the next one may come. */
  async append(added: NewPage): Promise<void> {
    const counts = new Map<string, number>();
    for (const row of added.rows) {
      this.#all.push(row);
      if (!this.#rules.get(row.ruleId)!.on) continue;
      this.rows.push(row);
      counts.set(row.evidenceId, (counts.get(row.evidenceId) ?? 0) + 1);
    }
    for (const [id, more] of counts) {
      this.#ledger.update(id, { alerts: (this.#ledger.get(id)?.alerts ?? 0) + more });
    }
    await this.#write(added);
  }

  /** Adds a page of alerts in place of those with the same ids, as of the next refresh. */
  async appendInPlace(added: NewPage): Promise<void> {
    for (const row of added.rows) this.#replacements.set(row.id, row);
    await this.#write(added);
  }

  async #write({ owner, page, findings, rows }: NewPage): Promise<void> {
    const now = Date.now();
    findings.forEach((finding, i) => this.#covered.decide(rows[i]!, finding, now));
    this.refreshSoon();
    await this.#pages.write(owner, page, findings, rows);
  }

  #replaceRows(): void {
    if (this.#replacements.size === 0) return;
    this.#all = this.#all.map((row) => {
      const replacement = this.#replacements.get(row.id);
      if (replacement === undefined) return row;
      this.#replacements.delete(row.id);
      return replacement;
    });
    for (const row of this.#replacements.values()) this.#all.push(row);
    this.#replacements.clear();
    this.showEnabled();
  }

  /** Drops the alerts of rules that are gone, or that decide otherwise now. */
  forgetRules(ruleIds: ReadonlySet<string>): void {
    if (ruleIds.size === 0) return;
    this.#all = this.all.filter((row) => !ruleIds.has(row.ruleId));
    this.showEnabled();
    this.refresh();
  }

  /** Removes alerts of one file that a new scan did not find again. */
  async remove(evidenceId: string, gone: ReadonlySet<AlertRow>): Promise<void> {
    if (gone.size === 0) return;
    const pages = new Set([...gone].map(({ page }) => page));
    this.#all = this.all.filter((row) => !gone.has(row));
    const kept = this.ofFile(evidenceId);
    for (const page of pages) {
      const rows = kept.filter((row) => row.page === page);
      await this.#pages.rewriteRows(evidenceId, page, rows);
    }
    this.showEnabled();
    this.refresh();
  }

  /** Removes the alerts on an owner's pages before a page. */
  async removeBefore(owner: string, page: number): Promise<void> {
    const isEarlier = (row: AlertRow): boolean => pageOwnerOf(row) === owner && row.page < page;
    const before = this.all.length;
    this.#all = this.#all.filter((row) => !isEarlier(row));
    // First from the screen: no one should open an alert that is being deleted.
    if (this.#all.length < before) this.showEnabled();
    this.refresh();
    await this.#pages.deleteBefore(owner, page);
  }

  /**
   * A file has left the case: its alerts go, and so do the sequences with its events.
   *
   * @param moved rows that have another slot now
   */
  removeFile(evidenceId: string, sequenceIds: ReadonlySet<string>, moved: readonly AlertRow[]): void {
    const byPlace = new Map(moved.map((row) => [`${row.id} ${row.page}`, row]));
    this.#all = this.all
      .filter((row) => !(row.shelf === undefined ? row.evidenceId === evidenceId : sequenceIds.has(row.id)))
      .map((row) => byPlace.get(`${row.id} ${row.page}`) ?? row);
    this.showEnabled();
    this.refresh();
  }

  /** Lets the screen see the alerts a moment later: see `REFRESH_MS`. */
  refreshSoon(): void {
    const wait = Math.max(REFRESH_MS, this.rows.length * REFRESH_MS_PER_ALERT);
    this.#timer ??= setTimeout(() => this.refresh(), wait);
  }

  /** Lets the screen see the alerts there are now. */
  refresh(): void {
    this.stopRefreshing();
    this.#replaceRows();
    this.#ledger.publish();
    this.version++;
  }

  stopRefreshing(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
