import { SvelteMap } from "svelte/reactivity";
import {
  alertRow,
  type AlertRow,
  type Case,
  type CaseStore,
  coveringException,
  type Evidence,
  type Exception,
  type Judgement,
} from "../../case/index.ts";
import type { Rule } from "../../rules/index.ts";
import { eventOf, type Finding } from "../../scan/index.ts";
import { Ledger } from "./ledger.svelte.ts";

/** Pages of findings that are kept in memory for the detail view and the export. */
const CACHED_PAGES = 50;
/**
 * The screen is told of new alerts at most this often while a scan runs, and less often the more there are: sorting
 * a hundred thousand takes a fifth of a second.
 */
const REFRESH_MS = 200;
const REFRESH_MS_PER_ALERT = 0.02;
/** Pages that may be on their way to the database at once: enough to keep it busy, few enough to be no backlog. */
const MAX_WRITES = 4;

/** One open case as the page shows it, kept in step with the store. */
export class CaseState {
  info = $state.raw<Case>() as Case;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly #store: CaseStore;

  readonly ledger = new Ledger();
  /** Grows in place, as a scan finds thousands; `version` says when to look again. */
  readonly rows: AlertRow[] = [];
  version = $state(0);
  readonly judgements = new SvelteMap<string, Judgement>();
  exceptions = $state.raw<readonly Exception[]>([]);
  /** Which exception covers an alert. Not reactive by itself: `version` is. */
  readonly suppressed = new Map<string, Exception>();

  readonly #pages = new Map<string, readonly Finding[]>();
  readonly #pageCount = new Map<string, number>();
  readonly #writes = new Set<Promise<void>>();
  #refresh: ReturnType<typeof setTimeout> | undefined;
  #saved = false;
  /** Set once the case is deleted: what a scan still hands over then is dropped. */
  #gone = false;

  private constructor(store: CaseStore, info: Case, rules: ReadonlyMap<string, Rule>) {
    this.#store = store;
    this.info = info;
    this.rules = rules;
  }

  static create(store: CaseStore, info: Case, rules: ReadonlyMap<string, Rule>): CaseState {
    return new CaseState(store, info, rules);
  }

  /** The case as it was left. */
  static async load(store: CaseStore, info: Case, rules: ReadonlyMap<string, Rule>): Promise<CaseState> {
    const state = new CaseState(store, info, rules);
    state.#saved = true;
    const [evidence, pages, judgements, exceptions] = await Promise.all([
      store.evidence(info.id),
      store.rows(info.id),
      store.judgements(info.id),
      store.exceptions(info.id),
    ]);
    const counts = new Map<string, number>();
    for (const page of pages) {
      for (const row of page.rows) state.rows.push(row);
      counts.set(page.evidenceId, (counts.get(page.evidenceId) ?? 0) + page.rows.length);
      state.#pageCount.set(
        page.evidenceId,
        Math.max(state.#pageCount.get(page.evidenceId) ?? 0, page.page + 1),
      );
    }
    for (const one of evidence) state.ledger.add({ ...interrupted(one), alerts: counts.get(one.id) ?? 0 });
    state.ledger.publish();
    for (const judgement of judgements) state.judgements.set(judgement.alertId, judgement);
    state.exceptions = exceptions;
    await state.#applyExceptions();
    return state;
  }

  /** The files as the screen shows them. */
  get evidence(): readonly Evidence[] {
    return this.ledger.shown;
  }

  evidenceOf(id: string): Evidence | undefined {
    return this.ledger.get(id);
  }

  addEvidence(added: Evidence): void {
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

  /** Takes findings of one file in. It resolves when the next ones may come. */
  async addFindings(evidenceId: string, findings: readonly Finding[]): Promise<void> {
    if (findings.length === 0 || this.#gone) return;
    const page = this.#pageCount.get(evidenceId) ?? 0;
    this.#pageCount.set(evidenceId, page + 1);
    const evidence = this.evidenceOf(evidenceId)!;
    const rows = findings.map((finding, slot) =>
      alertRow(finding, this.rules.get(finding.ruleId)!, {
        evidenceId,
        page,
        slot,
        number: evidence.alerts + slot,
      }),
    );
    findings.forEach((finding, i) => this.#cover(rows[i]!, finding));
    for (const row of rows) this.rows.push(row);
    this.updateEvidence(evidenceId, { alerts: evidence.alerts + rows.length }, false);
    this.#refreshSoon();
    const caseId = this.info.id;
    const write = this.#store
      .saveAlerts({ caseId, evidenceId, page, findings }, { caseId, evidenceId, page, rows })
      .finally(() => this.#writes.delete(write));
    this.#writes.add(write);
    if (this.#writes.size >= MAX_WRITES) await Promise.race(this.#writes);
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
    this.ledger.publish();
    this.version++;
  }

  async finding(row: AlertRow): Promise<Finding | undefined> {
    return (await this.#page(row.evidenceId, row.page))?.[row.slot];
  }

  /** All findings of a page, in one read: for the export, which goes through every page once. */
  findingsOf(evidenceId: string, page: number): Promise<readonly Finding[] | undefined> {
    return this.#page(evidenceId, page);
  }

  async #page(evidenceId: string, page: number): Promise<readonly Finding[] | undefined> {
    const key = `${evidenceId}.${page}`;
    const cached = this.#pages.get(key);
    if (cached !== undefined) return cached;
    const found = (await this.#store.findings(this.info.id, evidenceId, page))?.findings;
    if (found !== undefined) {
      const [oldest] = this.#pages.keys();
      if (this.#pages.size >= CACHED_PAGES && oldest !== undefined) this.#pages.delete(oldest);
      this.#pages.set(key, found);
    }
    return found;
  }

  judge(alertIds: readonly string[], change: Partial<Omit<Judgement, "alertId" | "changedAt">>): void {
    for (const alertId of alertIds) {
      const before = this.judgements.get(alertId) ?? { status: "open", verdict: "", note: "" };
      const judgement: Judgement = { ...before, ...change, alertId, changedAt: Date.now() };
      this.judgements.set(alertId, judgement);
      void this.#store.saveJudgement(this.info.id, judgement);
    }
  }

  async addException(exception: Exception): Promise<void> {
    this.exceptions = [...this.exceptions, exception];
    void this.#store.saveException(exception);
    await this.#applyExceptions();
  }

  async removeException(id: string): Promise<void> {
    this.exceptions = this.exceptions.filter((exception) => exception.id !== id);
    await this.#store.deleteException(this.info.id, id);
    await this.#applyExceptions();
  }

  async #applyExceptions(): Promise<void> {
    this.suppressed.clear();
    if (this.exceptions.length > 0) {
      for (const row of this.rows) {
        const finding = await this.finding(row);
        if (finding !== undefined) this.#cover(row, finding);
      }
    }
    this.refresh();
  }

  #cover(row: AlertRow, finding: Finding): void {
    if (this.exceptions.length === 0) return;
    const covering = coveringException(this.exceptions, row.ruleId, eventOf(finding), Date.now());
    if (covering !== undefined) this.suppressed.set(row.id, covering);
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
    return withRemark(
      { ...evidence, state: "cancelled" },
      "The page was closed before this file had been examined to its end. What had been found is kept; add the file again to examine all of it.",
    );
  }
  const unhashed = evidence.state === "done" && evidence.sha256 === "" && evidence.problems.length === 0;
  return unhashed
    ? withRemark(evidence, "The page was closed before the SHA-256 was known. Add the file again to have it.")
    : evidence;
}

function withRemark(evidence: Evidence, message: string): Evidence {
  const remark = { code: "cancelled", message, lost: false, offset: evidence.bytes } as const;
  return { ...evidence, problems: [...evidence.problems, remark] };
}
