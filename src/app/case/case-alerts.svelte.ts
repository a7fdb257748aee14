import {
  type AlertColumns,
  type AlertFinding,
  type AlertKey,
  alertRow,
  type AlertRow,
  type PackedAlerts,
  type PackedRowPage,
  placedRows,
  ruleIdsOf,
  storedFindings,
  unpackFindings,
} from "../../case/index.ts";
import { type RowNumbers, RowSet } from "../../columns/index.ts";
import type { Rule } from "../../rules/index.ts";
import type { Finding } from "../../scan/index.ts";
import { Turns } from "../turns.ts";
import { inCaseOrder } from "../list/alert-order.ts";
import type { CaseRules } from "./case-rules.svelte.ts";
import type { CoveredAlerts } from "./covered-alerts.ts";
import type { FindingPages } from "./finding-pages.ts";
import type { Ledger } from "./ledger.svelte.ts";

/**
 * The screen learns of new alerts at most this often while a scan runs, in milliseconds, and less often the more there
 * are: a million take about a third of a second to sort and count.
 */
const REFRESH_MS = 500;
const REFRESH_MS_PER_ALERT = 0.005;

/** A new page of findings, with the row of each. */
export interface NewPage {
  readonly owner: string;
  readonly page: number;
  readonly findings: readonly AlertFinding[];
  readonly rows: readonly AlertRow[];
}

/** The alerts of a case as a list in memory, kept in step with their stored pages. Alerts are known by their row's number. */
export class CaseAlerts {
  /** Alerts of every rule of the case, disabled rules included. */
  readonly columns: AlertColumns;
  readonly #pages: FindingPages;
  readonly #rules: CaseRules;
  readonly #ledger: Ledger;
  readonly #covered: CoveredAlerts;
  /** Alerts of the rules that are on. */
  count = 0;
  /** The columns and the count change in place, since a scan finds thousands; this says when to look again. */
  version = $state(0);
  /** When each stored page that was taken in last had been written, and the rows of its alerts, by owner and page. */
  readonly #stored = new Map<string, { readonly writtenAt: number; readonly rows: RowNumbers }>();
  /** The rules of the case when they were taken in. */
  #storedFor: unknown;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    columns: AlertColumns,
    pages: FindingPages,
    rules: CaseRules,
    ledger: Ledger,
    covered: CoveredAlerts,
  ) {
    this.columns = columns;
    this.#pages = pages;
    this.#rules = rules;
    this.#ledger = ledger;
    this.#covered = covered;
  }

  /**
   * Takes in what the database has, a part at a time, so that the page does not stand still meanwhile.
   *
   * @param expected about how many alerts come
   * @param report called with how many have come
   */
  async loadAll(
    pages: AsyncIterable<PackedRowPage>,
    expected: number,
    report: (loaded: number) => void,
  ): Promise<void> {
    this.columns.reserve(expected);
    const turns = new Turns();
    for await (const page of pages) {
      this.load(page);
      if (await turns.next()) report(this.columns.length);
    }
  }

  /** Takes in a page that the database has. Alerts of rules that have changed or gone since are left out. */
  load(stored: PackedRowPage): void {
    this.#pages.load(stored);
    this.#storedFor = this.#rules.list;
    this.#stored.set(keyOf(stored), { writtenAt: stored.writtenAt, rows: this.#put(stored) });
  }

  /** @returns the numbers of the alerts that are not left out */
  #put({ packed, writtenAt }: PackedRowPage): RowNumbers {
    // A scan that read a file with other settings than the one before may have been broken off: the later page wins.
    return this.columns.addPacked(packed, (ruleId) => {
      const rule = this.#rules.get(ruleId);
      return rule !== undefined && rule.changedAt <= writtenAt;
    });
  }

  /**
   * Takes in the alerts that another tab has stored by now. Those that it has kept keep their numbers.
   *
   * @returns whether anything has changed
   */
  async follow(pages: AsyncIterable<PackedRowPage>): Promise<boolean> {
    const before = new Map(this.#stored);
    const rules = this.#rules.list;
    const kept = new RowSet();
    /** The owners of which a page was taken in again. */
    const changed = new Set<string>();
    const isSameRules = rules === this.#storedFor;
    let hasChanged = !isSameRules;
    this.#stored.clear();
    this.#storedFor = rules;
    const turns = new Turns();
    for await (const stored of pages) {
      await turns.next();
      const key = keyOf(stored);
      const known = before.get(key);
      const { writtenAt } = stored;
      const isSame = known?.writtenAt === writtenAt;
      if (!isSame) {
        hasChanged = true;
        this.#pages.forget(stored.evidenceId, stored.page);
      }
      before.delete(key);
      this.#pages.load(stored);
      // An alert that is on several pages is as the last of them has it, so where one is taken in, all after it are.
      const isHere = (row: number): boolean => this.columns.pageAt(row) === stored.page;
      const isKept = isSame && isSameRules && !changed.has(stored.evidenceId) && known.rows.every(isHere);
      if (!isKept) changed.add(stored.evidenceId);
      const rows = isKept ? known.rows : this.#put(stored);
      this.#stored.set(key, { writtenAt, rows });
      for (const row of rows) kept.add(row);
    }
    if (!hasChanged && before.size === 0) return false;
    this.#removeFromList(this.columns.where((row) => !kept.has(row)));
    return true;
  }

  /** Counts the alerts of the rules that are on, also for each file. */
  countEnabled(): void {
    const evidence = this.columns.text("evidenceId");
    const counts = new Uint32Array(evidence.texts.size);
    const enabled = this.enabled();
    for (const row of enabled) counts[evidence.codeAt(row)]!++;
    this.count = enabled.length;
    for (const { id, alerts } of [...this.#ledger.files]) {
      const code = evidence.texts.find(id);
      const now = code === undefined ? 0 : counts[code]!;
      if (now !== alerts) this.#ledger.update(id, { alerts: now });
    }
  }

  /** The alerts of the rules that are on, in the order in which they were found. */
  enabled(): RowNumbers {
    const rules = this.columns.text("ruleId");
    const on = rules.texts.matching((ruleId) => this.#rules.get(ruleId)?.on === true);
    return this.columns.where((row) => on[rules.codeAt(row)] === 1);
  }

  /** The alerts of the rules that are on, in the order of the case: see `inCaseOrder`. */
  inOrder(rows = this.enabled()): RowNumbers {
    return inCaseOrder(rows, this.columns, this.#ledger.files);
  }

  /** A rule as the case has it. An alert is listed only while its rule is there. */
  ruleOf({ ruleId }: Pick<AlertRow, "ruleId">): Rule {
    return this.#rules.get(ruleId)!.rule;
  }

  /** The alerts of single events in a file, those of disabled rules included. */
  ofFile(evidenceId: string): RowNumbers {
    const evidence = this.columns.text("evidenceId");
    const code = evidence.texts.find(evidenceId);
    return this.columns.where((row) => evidence.codeAt(row) === code && !this.columns.isSequence(row));
  }

  /** Adds findings of one file, in place of the alerts that it has at the same locations. Resolves when the next may come. */
  async add(evidenceId: string, findings: readonly Finding[]): Promise<void> {
    if (findings.length === 0) return;
    const page = this.#pages.reserve(evidenceId);
    const rows = findings.map((finding, slot) =>
      alertRow(finding, this.#rules.get(finding.ruleId)!.rule, { evidenceId, page, slot }),
    );
    await this.append({
      owner: evidenceId,
      page,
      findings: findings.map((finding) => ({ kind: "event", ...finding }) as const),
      rows,
    });
  }

  /**
   * The same for findings that a worker has packed: no object is made of any of them, unless an exception may cover it.
   *
   * @param accepts whether an alert is wanted; null for all
   */
  async addPacked(
    evidenceId: string,
    found: PackedAlerts,
    accepts: ((key: AlertKey) => boolean) | null,
  ): Promise<void> {
    const page = this.#pages.nextOf(evidenceId);
    const rows = placedRows(found, evidenceId, page, accepts);
    if (rows.count === 0) return;
    this.#pages.reserve(evidenceId);
    const findings = storedFindings(found);
    const now = Date.now();
    const listed = ruleIdsOf(rows).some((ruleId) => this.#covered.concerns(ruleId, now))
      ? (await unpackFindings({ caseId: "", evidenceId, page, findings })).findings
      : null;
    const { columns } = this;
    const before = columns.length;
    const rules = columns.text("ruleId");
    const on = new Map<number, boolean>();
    let more = 0;
    for (const row of columns.addPacked(rows)) {
      if (listed !== null) this.#covered.decide(row, rules.at(row), listed[columns.slotAt(row)]!, now);
      else if (row < before) this.#covered.clear(row);
      const rule = rules.codeAt(row);
      if (!on.has(rule)) on.set(rule, this.#rules.get(rules.at(row))?.on === true);
      if (row >= before && on.get(rule) === true) more++;
    }
    this.count += more;
    this.#ledger.update(evidenceId, { alerts: (this.#ledger.get(evidenceId)?.alerts ?? 0) + more });
    this.refreshSoon();
    await this.#pages.writePacked(evidenceId, page, findings, rows);
  }

  /** Adds a page of alerts, in place of those with the same ids. Resolves when the next one may come. */
  async append({ owner, page, findings, rows }: NewPage): Promise<void> {
    const added = new Map<string, number>();
    const now = Date.now();
    rows.forEach((row, i) => {
      const before = this.columns.size;
      const number = this.columns.put(row);
      this.#covered.decide(number, row.ruleId, findings[i]!, now);
      if (this.columns.size === before || !this.#rules.get(row.ruleId)!.on) return;
      added.set(row.evidenceId, (added.get(row.evidenceId) ?? 0) + 1);
    });
    for (const [id, more] of added) {
      this.count += more;
      this.#ledger.update(id, { alerts: (this.#ledger.get(id)?.alerts ?? 0) + more });
    }
    this.refreshSoon();
    await this.#pages.write(owner, page, findings, rows);
  }

  /** Drops the alerts of rules that are gone, or that decide otherwise now. */
  forgetRules(ruleIds: ReadonlySet<string>): void {
    if (ruleIds.size === 0) return;
    const rules = this.columns.text("ruleId");
    const gone = rules.texts.matching((ruleId) => ruleIds.has(ruleId));
    this.#removeFromList(this.columns.where((row) => gone[rules.codeAt(row)] === 1));
  }

  /** First from the screen: no one should open an alert that is being deleted. */
  #removeFromList(gone: Iterable<number>): void {
    for (const row of gone) this.columns.remove(row);
    this.countEnabled();
    this.refresh();
  }

  /** Removes alerts of one file that a new scan did not find again. */
  async remove(evidenceId: string, gone: RowSet): Promise<void> {
    if (gone.size === 0) return;
    const kept = new Map<number, AlertRow[]>();
    for (const row of gone) kept.set(this.columns.pageAt(row), []);
    this.#removeFromList(gone);
    for (const row of this.ofFile(evidenceId)) kept.get(this.columns.pageAt(row))?.push(this.columns.at(row));
    for (const [page, rows] of kept) await this.#pages.rewriteRows(evidenceId, page, rows);
  }

  /** Who owns the pages of all alerts: see `pageOwnerOf`. */
  owners(): ReadonlySet<string> {
    return new Set(Array.from(this.columns.all(), (row) => this.columns.ownerAt(row)));
  }

  /** The pages that alerts of an owner are on. */
  pagesOf(owner: string): ReadonlySet<number> {
    return new Set(Array.from(this.#ofOwner(owner, Infinity), (row) => this.columns.pageAt(row)));
  }

  /** Removes the alerts on an owner's pages before a page. */
  async removeBefore(owner: string, page: number): Promise<void> {
    this.#removeFromList(this.#ofOwner(owner, page));
    await this.#pages.deleteBefore(owner, page);
  }

  #ofOwner(owner: string, before: number): RowNumbers {
    const { columns } = this;
    return columns.where((row) => columns.pageAt(row) < before && columns.ownerAt(row) === owner);
  }

  /**
   * A file has left the case: its alerts go, and so do the sequences with its events.
   *
   * @param moved rows that have another slot now
   */
  removeFile(evidenceId: string, sequenceIds: readonly string[], moved: readonly AlertRow[]): void {
    const sequences = sequenceIds.map((id) => this.columns.find(id)).filter((row) => row !== undefined);
    for (const row of moved) {
      const number = this.columns.find(row.id);
      // A sequence may be stored on an earlier page too.
      if (number !== undefined && this.columns.pageAt(number) === row.page) this.columns.put(row);
    }
    this.#removeFromList([...this.ofFile(evidenceId), ...sequences]);
  }

  /** Lets the screen see the alerts a moment later: see `REFRESH_MS`. */
  refreshSoon(): void {
    const wait = Math.max(REFRESH_MS, this.count * REFRESH_MS_PER_ALERT);
    this.#timer ??= setTimeout(() => this.refresh(), wait);
  }

  /** Lets the screen see the alerts there are now. */
  refresh(): void {
    this.stopRefreshing();
    this.#ledger.publish();
    this.version++;
  }

  stopRefreshing(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

function keyOf({ evidenceId: owner, page }: PackedRowPage): string {
  return `${owner}.${page}`;
}
