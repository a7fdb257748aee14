import {
  type CaseExceptionItem,
  type CaseRule,
  exceptionItemKey,
  type RuleFileReport,
  type RuleSetRecord,
} from "./case-rule.ts";
import { compareText } from "../columns/index.ts";
import { deleteDatabase, openDatabase } from "./database.ts";
import type { Deletion } from "./deletion.ts";
import { type Entry, EntryStore, type EntryStoreEvents, type Puts } from "./entry-store.ts";
import { type Exception, exceptionFrom, type StoredException, storedException } from "./exception.ts";
import type { AuditRecord } from "./audit.ts";
import type { GuideProgress } from "./guide-progress.ts";
import type { KeptRules } from "./kept-rules.ts";
import type {
  Case,
  EventPage,
  Evidence,
  FindingPage,
  DispositionPage,
  PackedRowPage,
  RowPage,
  StoredFindingPage,
  TermMatchPage,
  Unstored,
} from "./model.ts";
import { unpackFindings } from "./pack-alerts.ts";
import { packRowPage, unpackRowPage } from "./pack-rows.ts";
import { pageOwnerOfRule } from "./page-owner.ts";
import type { NearMissRecord } from "./near-miss-record.ts";
import type { CaseStoreName, StoreName } from "./schema.ts";

/** What goes with a file that is removed from its case, besides its own alerts. */
export interface EvidenceRemoval {
  /** Alerts of correlation rules, by id, that contain an event of the file. */
  readonly sequenceIds: readonly string[];
  /** The pages that those alerts were on, without them. */
  readonly pages: readonly { readonly findings: FindingPage; readonly rows: RowPage }[];
}

/** A key that begins with a case's id. */
type CaseKey = readonly [string, string];

/**
 * Stores cases in IndexedDB. Whatever the browser refuses is kept in memory, where reads find it: with a full disk or a
 * private window the analyst loses the case when the tab closes, but never an alert before that. What was refused is
 * noted in what is stored: see `Evidence.unstored` and `Case.unstored`.
 */
export class CaseStore {
  readonly #entries: EntryStore;
  /** Files whose stored row says that not all of them is stored, as they were saved. */
  readonly #incomplete = new Map<string, Evidence>();

  private constructor(entries: EntryStore) {
    this.#entries = entries;
  }

  /**
   * @param open opens the database
   * @param remove deletes it
   */
  static async open(
    events: Partial<EntryStoreEvents> = {},
    open = openDatabase,
    remove = deleteDatabase,
  ): Promise<CaseStore> {
    const ignored = (): void => undefined;
    const entries = new EntryStore(
      { storage: ignored, lost: ignored, stored: ignored, upgrading: ignored, ...events },
      open,
      remove,
    );
    await entries.connect();
    return new CaseStore(entries);
  }

  #put(store: StoreName, key: CaseKey, value: unknown): Promise<void> {
    return this.#entries.write(key[0], [{ store, key, value }]);
  }

  #putAll(entries: readonly (Entry & { readonly key: CaseKey })[]): Promise<void> {
    const [first] = entries;
    return first === undefined ? Promise.resolve() : this.#entries.write(first.key[0], entries);
  }

  #delete(store: Deletion["store"], key: CaseKey): Promise<void> {
    return this.#entries.write(key[0], [], [{ store, key }]);
  }

  /** Resolves when everything that was saved is in the database, or in memory where the browser refused it. */
  written(): Promise<void> {
    return this.#entries.written();
  }

  /** Tries again to store what the browser refused: there may be room by now. */
  async retry(): Promise<void> {
    if (!(await this.#entries.retry())) return;
    const incomplete = [...this.#incomplete.values()];
    this.#incomplete.clear();
    for (const evidence of incomplete) await this.saveEvidence(evidence);
  }

  /** Like `retry`, when the analyst says that there is room: opens the database again that the browser has closed. */
  async reopen(): Promise<void> {
    if (await this.#entries.reopen()) await this.retry();
  }

  /** Stores nothing from now on: see `EntryStore.doWithout`. */
  doWithout(why: "chosen" | "wiped"): void {
    this.#incomplete.clear();
    this.#entries.doWithout(why);
  }

  /**
   * Deletes the whole database, and stores nothing from now on.
   *
   * @throws DatabaseError if another tab keeps it open, or the browser refuses
   */
  async wipe(): Promise<void> {
    this.#incomplete.clear();
    await this.#entries.wipe();
  }

  /** About how much a case takes of the database, in bytes; 0 if it is not stored. */
  sizeOf(caseId: string): Promise<number> {
    return this.#entries.sizeOf(caseId);
  }

  /** All cases, the one that was opened last first, without those that are still being read from a case file. */
  async cases(): Promise<Case[]> {
    const cases = (await this.#entries.all("cases", null)) as Case[];
    return cases.filter(({ importing }) => !importing).sort((a, b) => b.openedAt - a.openedAt);
  }

  /** The cases whose import has not come to its end: it is under way in a tab, or its tab is gone. */
  async unfinishedImports(): Promise<Case[]> {
    const cases = (await this.#entries.all("cases", null)) as Case[];
    return cases.filter(({ importing }) => importing);
  }

  /** The entries of a case in one store, for a case file: see `EntryStore.entries`. */
  async *entries(store: CaseStoreName, caseId: string): AsyncGenerator<readonly Entry[], void> {
    for await (const entries of this.#entries.entries(store, caseId)) {
      // One by one: a page of findings is ten times as large when it is unpacked.
      if (store === "findings") for (const entry of entries) yield [await unpackedEntry(entry)];
      else yield entries;
    }
  }

  /** About how many entries a case has in some stores. */
  countEntries(stores: readonly CaseStoreName[], caseId: string): Promise<number> {
    return this.#entries.count(stores, caseId);
  }

  /** Begins to store a case from a case file. It is no case until `endImport`. @throws as `EntryStore.writeWhole` */
  beginImport(record: Case): Promise<void> {
    return this.#writeRecord({ ...record, importing: true });
  }

  /** Stores entries of a case whose import has begun. @throws as `EntryStore.writeWhole` */
  importEntries(caseId: string, entries: readonly Entry[]): Promise<void> {
    return this.#entries.writeWhole(caseId, entries);
  }

  /** All entries of an imported case are stored: from now on it is a case. @throws as `EntryStore.writeWhole` */
  endImport(record: Case): Promise<void> {
    return this.#writeRecord(record);
  }

  /**
   * All entries of a merged case are stored: from now on it is a case, in place of those that it was made of. @throws as
   * `EntryStore.replaceCases`
   */
  replaceCases(record: Case, replaced: readonly string[]): Promise<void> {
    return this.#entries.replaceCases(record, replaced);
  }

  #writeRecord(record: Case): Promise<void> {
    const value: Case = { ...record, owner: this.#entries.tab };
    return this.#entries.writeWhole(record.id, [{ store: "cases", key: record.id, value }]);
  }

  /** The record of a case; undefined if it is not stored. */
  async caseOf(caseId: string): Promise<Case | undefined> {
    return (await this.#entries.get("cases", caseId)) as Case | undefined;
  }

  /** Saves the record of a case that this tab owns, or that is new. */
  saveCase(given: Case): Promise<void> {
    const isMarked = this.#entries.isMarked(given.id);
    const value: Case = { ...given, owner: this.#entries.tab, ...(isMarked && { unstored: true as const }) };
    return this.#entries.write(value.id, [{ store: "cases", key: value.id, value }]);
  }

  /**
   * Makes this tab the owner of a stored case. Whatever other tabs still write to it is dropped.
   *
   * @param openedAt epoch milliseconds
   * @returns the record as it is now; undefined if the case is not stored any more
   */
  claimCase(caseId: string, openedAt: number): Promise<Case | undefined> {
    return this.#entries.claim(caseId, { openedAt });
  }

  /** Another tab works in the case: nothing is written to it any more. */
  leaveCase(caseId: string): void {
    this.#entries.lose(caseId, "taken-over");
  }

  /** Another tab has deleted the case: nothing is written to it any more, and nothing of it stays in memory. */
  forgetCase(caseId: string): void {
    this.#entries.lose(caseId, "deleted");
  }

  async evidence(caseId: string): Promise<Evidence[]> {
    const evidence = (await this.#entries.all("evidence", caseId)) as Evidence[];
    return evidence.sort((a, b) => a.order - b.order);
  }

  /** Saves a file's row, with what of the file the database lacks by now. */
  saveEvidence(evidence: Evidence): Promise<void> {
    return this.saveEvidenceRows([evidence]);
  }

  /** Saves the rows of many files of one case in one transaction: see `saveEvidence`. */
  saveEvidenceRows(files: readonly Evidence[]): Promise<void> {
    return this.#putAll(files.map((file) => this.#rowEntry(file)));
  }

  #rowEntry(evidence: Evidence): Entry & { readonly key: CaseKey } {
    const { caseId, id } = evidence;
    const unstored = this.#unstoredOf(caseId, id);
    const key = JSON.stringify([caseId, id]);
    if (unstored === null) this.#incomplete.delete(key);
    else this.#incomplete.set(key, evidence);
    const value = unstored === null ? evidence : { ...evidence, unstored };
    return { store: "evidence", key: [caseId, id], value };
  }

  /** What of a file, or of a correlation rule, is only in memory; null if nothing is. */
  #unstoredOf(caseId: string, owner: string): Unstored | null {
    const refused = this.#entries.refused(caseId).filter(({ key }) => key[1] === owner);
    const pages = refused.filter(({ store }) => store === "rows").map(({ value }) => value as PackedRowPage);
    const alerts = pages.reduce((sum, { packed }) => sum + packed.count, 0);
    const termMatches = refused.some(({ store }) => store === "sightings");
    return alerts > 0 || termMatches ? { alerts, termMatches } : null;
  }

  /** Whether the database lacks alerts or term matches of a file. */
  isIncomplete(caseId: string, evidenceId: string): boolean {
    return this.#unstoredOf(caseId, evidenceId) !== null;
  }

  /** The rows of all alerts of a case, page by page. */
  rows(caseId: string): AsyncIterable<PackedRowPage> {
    return this.#entries.each("rows", caseId) as AsyncIterable<PackedRowPage>;
  }

  async rowsOf(caseId: string, owner: string, page: number): Promise<RowPage | undefined> {
    const packed = (await this.#entries.get("rows", [caseId, owner, page])) as PackedRowPage | undefined;
    return packed && unpackRowPage(packed);
  }

  saveAlerts(findings: FindingPage, rows: RowPage): Promise<void> {
    // In one transaction: a list of findings that do not exist would be worse than neither.
    return this.#entries.write(findings.caseId, entriesOf(findings, rows));
  }

  /** The same with alerts that a worker has packed. */
  savePackedAlerts(findings: StoredFindingPage, rows: PackedRowPage): Promise<void> {
    const key = [findings.caseId, findings.evidenceId, findings.page] as const;
    return this.#entries.write(findings.caseId, [
      { store: "findings", key, value: findings },
      { store: "rows", key, value: rows },
    ]);
  }

  async findings(caseId: string, evidenceId: string, page: number): Promise<FindingPage | undefined> {
    const stored = (await this.#entries.get("findings", [caseId, evidenceId, page])) as
      StoredFindingPage | undefined;
    return stored && unpackFindings(stored);
  }

  /** What is decided about the alerts of a case, some at a time. */
  dispositions(caseId: string): AsyncIterable<DispositionPage> {
    return this.#entries.each("dispositions", caseId) as AsyncIterable<DispositionPage>;
  }

  /**
   * Saves what is decided about alerts, and what the audit trail says of it, in one transaction.
   *
   * @param parts makes the pages that have changed, each with all that is decided about its alerts now; some at a time
   * @param report called with the number of parts that the database has taken
   */
  saveDispositions(
    caseId: string,
    parts: () => Iterable<readonly DispositionPage[]>,
    audit: readonly AuditRecord[] = [],
    report?: (parts: number) => void,
  ): Promise<void> {
    const records = auditEntries(audit);
    const puts: Puts = {
      stores: records.length === 0 ? ["dispositions"] : ["dispositions", "audit"],
      *parts() {
        // With the first pages.
        let more: readonly Entry[] = records;
        for (const pages of parts()) {
          yield [...more, ...pages.map(dispositionEntry)];
          more = [];
        }
      },
    };
    return this.#entries.writeParts(caseId, puts, [], report);
  }

  /** Adds a record to the audit trail of its case. */
  saveAudit(record: AuditRecord): Promise<void> {
    return this.#entries.write(record.caseId, auditEntries([record]));
  }

  /** Who decided what and when, the earliest first. */
  async auditTrail(caseId: string): Promise<AuditRecord[]> {
    const records = (await this.#entries.all("audit", caseId)) as AuditRecord[];
    return records.sort((a, b) => compareText(a.id, b.id));
  }

  guides(caseId: string): Promise<GuideProgress[]> {
    return this.#entries.all("guides", caseId) as Promise<GuideProgress[]>;
  }

  /** Saves how far a guide is, and what the audit trail says of it, in one transaction. */
  saveGuide(caseId: string, value: GuideProgress, audit: readonly AuditRecord[] = []): Promise<void> {
    const entry: Entry = { store: "guides", key: [caseId, value.alertId], value };
    return this.#entries.write(caseId, [entry, ...auditEntries(audit)]);
  }

  async exceptions(caseId: string): Promise<Exception[]> {
    const stored = (await this.#entries.all("exceptions", caseId)) as StoredException[];
    return stored.map(exceptionFrom).sort((a, b) => a.createdAt - b.createdAt);
  }

  saveException(value: Exception): Promise<void> {
    return this.#put("exceptions", [value.caseId, value.id], storedException(value));
  }

  deleteException(caseId: string, id: string): Promise<void> {
    return this.#delete("exceptions", [caseId, id]);
  }

  /** Returns the rules in the order in which they were added to the case. */
  async rules(caseId: string): Promise<CaseRule[]> {
    const rules = (await this.#entries.all("rules", caseId)) as CaseRule[];
    return rules.sort((a, b) => a.changedAt - b.changedAt);
  }

  /**
   * Writes many rules at once: a rule pack has hundreds. A correlation rule whose alerts are not all stored stays pending
   * in the database, so that the next session says that it has to be run again.
   */
  saveRules(rules: readonly CaseRule[]): Promise<void> {
    return this.#putAll(
      rules.map((caseRule) => {
        const { caseId, rule } = caseRule;
        const isUnstored = this.#unstoredOf(caseId, pageOwnerOfRule(rule)) !== null;
        const value: CaseRule = isUnstored ? { ...caseRule, pending: true } : caseRule;
        return { store: "rules", key: [caseId, rule.rule_id], value };
      }),
    );
  }

  deleteRule(caseId: string, ruleId: string): Promise<void> {
    return this.#delete("rules", [caseId, ruleId]);
  }

  ruleSets(caseId: string): Promise<RuleSetRecord[]> {
    return this.#entries.all("ruleSets", caseId) as Promise<RuleSetRecord[]>;
  }

  saveRuleSet(value: RuleSetRecord): Promise<void> {
    return this.#put("ruleSets", [value.caseId, value.key], value);
  }

  async ruleFiles(caseId: string): Promise<RuleFileReport[]> {
    const files = (await this.#entries.all("ruleFiles", caseId)) as RuleFileReport[];
    return files.sort((a, b) => a.addedAt - b.addedAt);
  }

  saveRuleFiles(files: readonly RuleFileReport[]): Promise<void> {
    return this.#putAll(files.map((value) => ({ store: "ruleFiles", key: [value.caseId, value.id], value })));
  }

  deleteRuleFile(caseId: string, id: string): Promise<void> {
    return this.#delete("ruleFiles", [caseId, id]);
  }

  exceptionItems(caseId: string): Promise<CaseExceptionItem[]> {
    return this.#entries.all("exceptionItems", caseId) as Promise<CaseExceptionItem[]>;
  }

  saveExceptionItems(items: readonly CaseExceptionItem[]): Promise<void> {
    return this.#putAll(
      items.map((value) => ({
        store: "exceptionItems",
        key: [value.caseId, exceptionItemKey(value.item)],
        value,
      })),
    );
  }

  deleteExceptionItem(caseId: string, itemKey: string): Promise<void> {
    return this.#delete("exceptionItems", [caseId, itemKey]);
  }

  /** Replaces the term matches of a file's last scan. */
  saveTermMatches(caseId: string, evidenceId: string, pages: readonly TermMatchPage[]): Promise<void> {
    return this.#entries.write(
      caseId,
      pages.map((value) => ({ store: "sightings", key: [caseId, evidenceId, value.ruleId], value })),
      [{ store: "sightings", owner: evidenceId }],
    );
  }

  async termMatches(caseId: string, evidenceId: string, ruleId: string): Promise<TermMatchPage | undefined> {
    return (await this.#entries.get("sightings", [caseId, evidenceId, ruleId])) as TermMatchPage | undefined;
  }

  /**
   * Deletes the alert pages of an owner that come before the given page. Where later ones could not be stored, the
   * database keeps these until they can.
   */
  deletePagesBefore(caseId: string, owner: string, page: number): Promise<void> {
    return this.#entries.deleteOnceStored(caseId, [
      { store: "findings", owner, before: page },
      { store: "rows", owner, before: page },
    ]);
  }

  saveEvents(value: EventPage): Promise<void> {
    const { caseId, evidenceId, page } = value;
    return this.#entries.write(caseId, [{ store: "events", key: [caseId, evidenceId, page], value }]);
  }

  /** The stored events of a file, page by page. */
  eventPages(caseId: string, evidenceId: string): AsyncIterable<EventPage> {
    return this.#entries.each("events", caseId, evidenceId) as AsyncIterable<EventPage>;
  }

  /** Deletes pages of events, from one on. */
  deleteEvents(caseId: string, evidenceId: string, first: number, pages: number): Promise<void> {
    const deletions = Array.from(
      { length: pages },
      (_, page) => ({ store: "events", key: [caseId, evidenceId, first + page] }) as const,
    );
    return this.#entries.write(caseId, [], deletions);
  }

  /** Deletes the pages of a file's events before one, once those that replace them are stored. */
  deleteEventsBefore(caseId: string, evidenceId: string, page: number): Promise<void> {
    return this.#entries.deleteOnceStored(caseId, [{ store: "events", owner: evidenceId, before: page }]);
  }

  /** Replaces the near misses of a file. */
  saveNearMisses(value: NearMissRecord): Promise<void> {
    return this.#put("nearMisses", [value.caseId, value.evidenceId], value);
  }

  /** The stored near misses of a case, file by file. */
  nearMisses(caseId: string): AsyncIterable<NearMissRecord> {
    return this.#entries.each("nearMisses", caseId) as AsyncIterable<NearMissRecord>;
  }

  /** Rewrites a page of rows after some of them have ceased to be alerts. */
  saveRows(rows: RowPage): Promise<void> {
    const { caseId, evidenceId, page } = rows;
    const value = packRowPage(rows);
    return this.#entries.write(caseId, [{ store: "rows", key: [caseId, evidenceId, page], value }]);
  }

  /**
   * Removes a file from its case, with all that was found in it, in one transaction.
   *
   * @param removal `dispositions`: the pages of those of the sequences that go with it, without these
   */
  removeEvidence(
    caseId: string,
    id: string,
    {
      sequenceIds,
      pages,
      dispositions,
    }: EvidenceRemoval & { readonly dispositions: readonly DispositionPage[] },
  ): Promise<void> {
    this.#incomplete.delete(JSON.stringify([caseId, id]));
    return this.#entries.write(
      caseId,
      [
        ...pages.flatMap(({ findings, rows }) => entriesOf(findings, rows)),
        ...dispositions.map(dispositionEntry),
      ],
      [
        { store: "evidence", key: [caseId, id] },
        { store: "findings", owner: id },
        { store: "rows", owner: id },
        { store: "sightings", owner: id },
        { store: "events", owner: id },
        { store: "nearMisses", key: [caseId, id] },
        { store: "dispositions", owner: id },
        // The id of an alert of one event begins with its file's.
        { store: "guides", prefix: `${id}.` },
        ...sequenceIds.map((alertId) => ({ store: "guides", key: [caseId, alertId] }) as const),
      ],
    );
  }

  /**
   * The rules that new cases begin with, those that were kept first first.
   *
   * @throws DatabaseError if the browser has closed its database
   */
  async keptRules(): Promise<KeptRules[]> {
    const kept = await this.#entries.keptRules();
    return kept.sort((a, b) => a.keptAt - b.keptAt);
  }

  /** Keeps rules for new cases, in place of those with the same id. @throws as `EntryStore.changeKeptRules` */
  keepRules(put: KeptRules): Promise<void> {
    return this.#entries.changeKeptRules({ put });
  }

  /** New cases begin without these rules. @throws as `EntryStore.changeKeptRules` */
  removeKeptRules(id: string): Promise<void> {
    return this.#entries.changeKeptRules({ remove: id });
  }

  /**
   * Removes a case and everything in it, in one transaction, whichever tab works in it. From now on nothing is written to
   * it.
   *
   * @throws DOMException where the browser refuses: then the case is still there, and takes what is written to it
   */
  deleteCase(caseId: string): Promise<void> {
    return this.#entries.deleteCase(caseId);
  }
}

function entriesOf(findings: FindingPage, rows: RowPage): Entry[] {
  const key = [findings.caseId, findings.evidenceId, findings.page] as const;
  return [
    { store: "findings", key, value: findings },
    { store: "rows", key, value: packRowPage(rows) },
  ];
}

async function unpackedEntry(entry: Entry): Promise<Entry> {
  return { ...entry, value: await unpackFindings(entry.value as StoredFindingPage) };
}

function dispositionEntry(value: DispositionPage): Entry {
  return { store: "dispositions", key: [value.caseId, value.owner, value.page], value };
}

function auditEntries(records: readonly AuditRecord[]): Entry[] {
  return records.map((value) => ({ store: "audit", key: [value.caseId, value.id], value }));
}
