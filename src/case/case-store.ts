import type { IDBPDatabase } from "idb";
import {
  type CaseExceptionItem,
  type CaseRule,
  exceptionItemKey,
  type RuleFileReport,
  type RuleSetRecord,
} from "./case-rule.ts";
import { openDatabase } from "./database.ts";
import { type Exception, exceptionFrom, type StoredException, storedException } from "./exception.ts";
import type { Case, Evidence, FindingPage, Disposition, RowPage, TermMatchPage } from "./model.ts";
import { DatabaseError, type NoDatabase } from "./opening-attempt.ts";
import { CASE_STORES, type LoupeSchema, type StoreName } from "./schema.ts";
import type { UpgradeProgress } from "./upgrade-database.ts";

/**
 * Whether the case outlives the tab. `memory`: there is no database. `full`: there is one, but it refused the last
 * write, which is held in memory.
 */
export interface Storage {
  readonly state: "saved" | "memory" | "full";
  /** Why there is no database; absent if there is one. */
  readonly why?: NoDatabase;
  /** The browser's error message; empty if there is no error. */
  readonly reason: string;
}

type StoreKey = string | readonly [string, string] | readonly [string, string, number | string];

interface MemoryEntry {
  readonly store: StoreName;
  readonly key: StoreKey;
  readonly value: unknown;
}

/**
 * Stores cases in IndexedDB. Whatever the browser refuses is kept in memory, where reads find it: with a full disk or a
 * private window the analyst loses the case when the tab closes, but never an alert before that.
 */
export class CaseStore {
  #database: IDBPDatabase<LoupeSchema> | null = null;
  /** Entries that are not in the database, by store and key. */
  readonly #overlay = new Map<string, MemoryEntry>();
  /** Cases that were deleted: a scan may still be writing to one, and must leave nothing behind. */
  readonly #deleted = new Set<string>();
  #storage: Storage = { state: "saved", reason: "" };
  readonly #onStorage: (storage: Storage) => void;
  readonly #onUpgrade: (progress: UpgradeProgress) => void;

  private constructor(onStorage: (storage: Storage) => void, onUpgrade: (progress: UpgradeProgress) => void) {
    this.#onStorage = onStorage;
    this.#onUpgrade = onUpgrade;
  }

  /**
   * @param onStorage called whenever the storage state changes
   * @param onUpgrade called with the progress of upgrading an older database, which may take minutes
   */
  static async open(
    onStorage: (storage: Storage) => void,
    onUpgrade: (progress: UpgradeProgress) => void = () => undefined,
  ): Promise<CaseStore> {
    const store = new CaseStore(onStorage, onUpgrade);
    await store.#connect(true);
    return store;
  }

  /** @param again whether to reconnect once if the browser closes the connection */
  async #connect(again: boolean): Promise<void> {
    try {
      this.#database = await openDatabase({
        closed: () => {
          this.#database = null;
          if (again) void this.#connect(false);
          else
            this.#report({ state: "memory", why: "absent", reason: "The browser has closed its database." });
        },
        upgrading: this.#onUpgrade,
      });
    } catch (error) {
      this.#database = null;
      const why = error instanceof DatabaseError ? error.why : "absent";
      this.#report({ state: "memory", why, reason: messageOf(error) });
    }
  }

  #report(storage: Storage): void {
    if (this.#storage.state === storage.state && this.#storage.reason === storage.reason) return;
    this.#storage = storage;
    this.#onStorage(storage);
  }

  #reportFull(error: unknown): void {
    this.#report({ state: "full", reason: messageOf(error) });
  }

  #put(store: StoreName, key: StoreKey, value: unknown): Promise<void> {
    return this.#putAll([{ store, key, value }]);
  }

  /** Writes either all entries or none to the database; refused entries are kept in memory. A deleted case takes none. */
  async #putAll(given: readonly MemoryEntry[]): Promise<void> {
    const entries = given.filter((entry) => !this.#deleted.has(caseIdOf(entry)));
    if (entries.length === 0) return;
    if (this.#database !== null) {
      try {
        const stores = [...new Set(entries.map(({ store }) => store))];
        const transaction = this.#database.transaction(stores, "readwrite");
        // The schema ties a value's type to its store. Here the store is a variable, so the caller must ensure that
        // they fit.
        const puts = entries.map(({ store, key, value }) =>
          transaction.objectStore(store).put(value as never, key as never),
        );
        await Promise.all([...puts, transaction.done]);
        for (const { store, key } of entries) this.#overlay.delete(overlayKey(store, key));
        return;
      } catch (error) {
        if (this.#database !== null) this.#reportFull(error);
      }
    }
    for (const entry of entries) this.#overlay.set(overlayKey(entry.store, entry.key), entry);
  }

  async #all(store: StoreName, caseId: string | null): Promise<unknown[]> {
    const found = new Map<string, unknown>();
    if (this.#database !== null) {
      try {
        const range = caseId === null ? undefined : rangeOf(caseId);
        const transaction = this.#database.transaction(store);
        const [keys, values] = await Promise.all([
          transaction.store.getAllKeys(range as never),
          transaction.store.getAll(range as never),
        ]);
        keys.forEach((key, i) => found.set(overlayKey(store, key as StoreKey), values[i]));
      } catch (error) {
        this.#reportFull(error);
      }
    }
    for (const [id, { store: name, key, value }] of this.#overlay) {
      if (name === store && (caseId === null || key[0] === caseId)) found.set(id, value);
    }
    return [...found.values()];
  }

  async cases(): Promise<Case[]> {
    const cases = (await this.#all("cases", null)) as Case[];
    return cases.sort((a, b) => b.openedAt - a.openedAt);
  }

  saveCase(value: Case): Promise<void> {
    return this.#put("cases", value.id, value);
  }

  async evidence(caseId: string): Promise<Evidence[]> {
    const evidence = (await this.#all("evidence", caseId)) as Evidence[];
    return evidence.sort((a, b) => a.order - b.order);
  }

  saveEvidence(value: Evidence): Promise<void> {
    return this.#put("evidence", [value.caseId, value.id], value);
  }

  rows(caseId: string): Promise<RowPage[]> {
    return this.#all("rows", caseId) as Promise<RowPage[]>;
  }

  saveAlerts(findings: FindingPage, rows: RowPage): Promise<void> {
    const key = [findings.caseId, findings.evidenceId, findings.page] as const;
    // In one transaction: a list of findings that do not exist would be worse than neither.
    return this.#putAll([
      { store: "findings", key, value: findings },
      { store: "rows", key, value: rows },
    ]);
  }

  async findings(caseId: string, evidenceId: string, page: number): Promise<FindingPage | undefined> {
    const key = [caseId, evidenceId, page] as const;
    const kept = this.#overlay.get(overlayKey("findings", key));
    if (kept !== undefined) return kept.value as FindingPage;
    return this.#database?.get("findings", [caseId, evidenceId, page]);
  }

  dispositions(caseId: string): Promise<Disposition[]> {
    return this.#all("judgements", caseId) as Promise<Disposition[]>;
  }

  saveDisposition(caseId: string, value: Disposition): Promise<void> {
    return this.#put("judgements", [caseId, value.alertId], value);
  }

  async exceptions(caseId: string): Promise<Exception[]> {
    const stored = (await this.#all("exceptions", caseId)) as StoredException[];
    return stored.map(exceptionFrom).sort((a, b) => a.createdAt - b.createdAt);
  }

  saveException(value: Exception): Promise<void> {
    return this.#put("exceptions", [value.caseId, value.id], storedException(value));
  }

  deleteException(caseId: string, id: string): Promise<void> {
    return this.#delete("exceptions", [caseId, id]);
  }

  async #delete(store: StoreName, key: StoreKey): Promise<void> {
    this.#overlay.delete(overlayKey(store, key));
    try {
      await this.#database?.delete(store, key as never);
    } catch (error) {
      this.#reportFull(error);
    }
  }

  /** Returns the rules in the order in which they were added to the case. */
  async rules(caseId: string): Promise<CaseRule[]> {
    const rules = (await this.#all("rules", caseId)) as CaseRule[];
    return rules.sort((a, b) => a.changedAt - b.changedAt);
  }

  /** Writes many rules at once: a rule pack has hundreds. */
  saveRules(rules: readonly CaseRule[]): Promise<void> {
    return this.#putAll(
      rules.map((value) => ({ store: "rules", key: [value.caseId, value.rule.rule_id], value })),
    );
  }

  deleteRule(caseId: string, ruleId: string): Promise<void> {
    return this.#delete("rules", [caseId, ruleId]);
  }

  ruleSets(caseId: string): Promise<RuleSetRecord[]> {
    return this.#all("ruleSets", caseId) as Promise<RuleSetRecord[]>;
  }

  saveRuleSet(value: RuleSetRecord): Promise<void> {
    return this.#put("ruleSets", [value.caseId, value.key], value);
  }

  async ruleFiles(caseId: string): Promise<RuleFileReport[]> {
    const files = (await this.#all("ruleFiles", caseId)) as RuleFileReport[];
    return files.sort((a, b) => a.addedAt - b.addedAt);
  }

  saveRuleFiles(files: readonly RuleFileReport[]): Promise<void> {
    return this.#putAll(files.map((value) => ({ store: "ruleFiles", key: [value.caseId, value.id], value })));
  }

  deleteRuleFile(caseId: string, id: string): Promise<void> {
    return this.#delete("ruleFiles", [caseId, id]);
  }

  exceptionItems(caseId: string): Promise<CaseExceptionItem[]> {
    return this.#all("exceptionItems", caseId) as Promise<CaseExceptionItem[]>;
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
  async saveTermMatches(caseId: string, evidenceId: string, pages: readonly TermMatchPage[]): Promise<void> {
    await this.#deleteBelow("sightings", caseId, evidenceId);
    await this.#putAll(
      pages.map((value) => ({ store: "sightings", key: [caseId, evidenceId, value.ruleId], value })),
    );
  }

  async termMatches(caseId: string, evidenceId: string, ruleId: string): Promise<TermMatchPage | undefined> {
    const kept = this.#overlay.get(overlayKey("sightings", [caseId, evidenceId, ruleId]));
    if (kept !== undefined) return kept.value as TermMatchPage;
    return this.#database?.get("sightings", [caseId, evidenceId, ruleId]);
  }

  /** Deletes the alert pages of an owner that come before the given page. */
  async deletePagesBefore(caseId: string, owner: string, page: number): Promise<void> {
    await this.#deleteBelow("findings", caseId, owner, page);
    await this.#deleteBelow("rows", caseId, owner, page);
  }

  /** @param before deletes only keys whose third part is a number below this */
  async #deleteBelow(store: StoreName, caseId: string, second: string, before?: number): Promise<void> {
    for (const [id, { store: name, key }] of this.#overlay) {
      const isBefore = before === undefined || Number(key[2]) < before;
      if (name === store && key[0] === caseId && key[1] === second && isBefore) this.#overlay.delete(id);
    }
    try {
      // An array sorts after every number.
      const range = IDBKeyRange.bound([caseId, second], [caseId, second, before ?? []], false, true);
      await this.#database?.delete(store, range as never);
    } catch (error) {
      this.#reportFull(error);
    }
  }

  /** Rewrites a page of rows after some of them have ceased to be alerts. */
  saveRows(rows: RowPage): Promise<void> {
    return this.#put("rows", [rows.caseId, rows.evidenceId, rows.page], rows);
  }

  /**
   * Removes a case and everything in it, in one transaction. From now on nothing is written to it.
   *
   * @throws DOMException where the browser refuses: then the case is still there, and takes what is written to it
   */
  async deleteCase(caseId: string): Promise<void> {
    this.#deleted.add(caseId);
    for (const [id, entry] of this.#overlay) {
      if (caseIdOf(entry) === caseId) this.#overlay.delete(id);
    }
    try {
      await this.#deleteStored(caseId);
    } catch (error) {
      this.#deleted.delete(caseId);
      throw error;
    }
  }

  async #deleteStored(caseId: string): Promise<void> {
    if (this.#database === null) return;
    const transaction = this.#database.transaction(["cases", ...CASE_STORES], "readwrite");
    const range = rangeOf(caseId);
    await Promise.all([
      transaction.objectStore("cases").delete(caseId),
      ...CASE_STORES.map((name) => transaction.objectStore(name).delete(range as never)),
      transaction.done,
    ]);
  }
}

function caseIdOf({ store, key }: MemoryEntry): string {
  return store === "cases" ? (key as string) : key[0]!;
}

/** Every key whose first part is the case's id: an array sorts after every string and number. */
function rangeOf(caseId: string): IDBKeyRange {
  return IDBKeyRange.bound([caseId], [caseId, []]);
}

function overlayKey(store: StoreName, key: StoreKey): string {
  return JSON.stringify([store, key]);
}

function messageOf(error: unknown): string {
  if (error instanceof DatabaseError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
