import type { IDBPDatabase } from "idb";
import type { deleteDatabase, openDatabase } from "./database.ts";
import { type Deletion, isDeleted, rangeOfCase, rangeOfDeletion } from "./deletion.ts";
import type { KeptRules } from "./kept-rules.ts";
import type { Case } from "./model.ts";
import { DatabaseError, type NoDatabase } from "./opening-attempt.ts";
import { CASE_STORES, type LoupeSchema, type StoreKey, type StoreName } from "./schema.ts";
import { storedSize } from "./stored-size.ts";
import type { UpgradeProgress } from "./upgrade-database.ts";

/**
 * Whether the case outlives the tab. `memory`: there is no database. `full`: there is one, but it refused a write, which
 * is held in memory.
 */
export interface Storage {
  readonly state: "saved" | "memory" | "full";
  /** Why there is no database; absent if there is one. */
  readonly why?: NoDatabase;
  /** The browser's error message; empty if there is no error. */
  readonly reason: string;
}

/** Why a tab may no longer write to a case: another tab deleted it, or took it over. */
export type CaseLoss = "deleted" | "taken-over";

export interface Entry {
  readonly store: StoreName;
  readonly key: StoreKey;
  readonly value: unknown;
}

/** Entries that are written together. */
export interface Puts {
  /** The stores that they are of. */
  readonly stores: readonly StoreName[];
  /** Makes them, some at a time. Called again for those that the database refused. */
  readonly parts: () => Iterable<readonly Entry[]>;
}

/** A change of one case that is stored as a whole. */
interface Change {
  readonly caseId: string;
  readonly puts: Puts;
  readonly deletions: readonly Deletion[];
  /** Called with the number of parts that the database has taken. */
  readonly report?: (parts: number) => void;
}

interface WaitingChange extends Change {
  readonly done: (stored: Promise<void>) => void;
}

export interface EntryStoreEvents {
  /** The storage state has changed. */
  storage(storage: Storage): void;
  /** A write found that another tab has deleted the case or taken it over. */
  lost(caseId: string, loss: CaseLoss): void;
  /** Something of a case was written to the database. */
  stored(caseId: string): void;
  /** The progress of upgrading an older database, which may take minutes. */
  upgrading(progress: UpgradeProgress): void;
}

type Database = IDBPDatabase<LoupeSchema>;

const CLOSED = "The browser has closed its database.";
/** As many entries of a store are measured to estimate the size of all: the pages of a file are much alike. */
const MEASURED = 4;
/** Changes that are stored in one transaction at most, so that none of them has to wait for long. */
const MOST_TOGETHER = 500;
/** Entries that are read at once where all may be too many: pages of alerts are up to a few hundred kilobytes each. */
const BATCH = 100;

/** Entries that are exported at once: at first, at most, and about how many bytes of them. */
const FIRST_EXPORTED = 4;
const MOST_EXPORTED = 500;
const EXPORTED_BYTES = 4 * 1024 * 1024;

/**
 * The entries of all cases in IndexedDB, and in memory what the browser refuses to store.
 *
 * Every write first reads the record of its case, in the same transaction: it goes ahead only if the case is there and
 * this tab owns it. Transactions of all tabs that include the store `cases` come one after the other. So nothing is
 * written to a case that another tab has deleted or taken over, however late the write comes.
 */
export class EntryStore {
  #database: Database | null = null;
  /** Entries that are not in the database, by store and key. */
  readonly #overlay = new Map<string, Entry>();
  /** Deletions that wait until what replaces the deleted entries is stored, by case. */
  readonly #postponed = new Map<string, Deletion[]>();
  /** Deletions that the database refused, together with what was to be written in their place. */
  readonly #undone = new Map<string, Deletion[]>();
  /** The cases whose record says, because of this tab, that something could not be stored. */
  readonly #marked = new Set<string>();
  /** The cases that this tab must not write to any more. */
  readonly #lost = new Map<string, CaseLoss>();
  /** The cases whose record this tab has seen in the database: if it is gone, another tab deleted the case. */
  readonly #known = new Set<string>();
  /** The owner that a case's record must name; this tab where there is no entry. */
  readonly #owners = new Map<string, string | undefined>();
  readonly #writes = new Set<Promise<unknown>>();
  /** Changes that wait until those before them are stored. */
  readonly #waiting: WaitingChange[] = [];
  #isStoring = false;
  /** The change that was asked for last. */
  #latest: Promise<void> = Promise.resolve();
  /** A connection of the past cannot be used any more: Chromium closes it on a full disk, Firefox refuses all writes. */
  #isBroken = false;
  #reopening: Promise<void> | null = null;
  #retrying: Promise<boolean> | null = null;
  #storage: Storage = { state: "saved", reason: "" };
  /** The analyst wants no database: see `doWithout`. */
  #isWithout = false;
  readonly #open: typeof openDatabase;
  readonly #remove: typeof deleteDatabase;
  readonly #events: EntryStoreEvents;
  /** Names this tab in the records of the cases that it owns. */
  readonly tab = crypto.randomUUID();

  constructor(events: EntryStoreEvents, open: typeof openDatabase, remove: typeof deleteDatabase) {
    this.#events = events;
    this.#open = open;
    this.#remove = remove;
  }

  async connect(): Promise<void> {
    try {
      this.#database = (await this.#connection()).database;
    } catch (error) {
      this.#report({ state: "memory", why: whyOf(error), reason: messageOf(error) });
    }
  }

  /** Opens the database. `isNew`: there was none before. */
  async #connection(): Promise<{ readonly database: Database; readonly isNew: boolean }> {
    let isNew = false;
    let isOpen = true;
    const database = await this.#open({
      closed: (by) => {
        isOpen = false;
        if (this.#database !== database) return;
        this.#database = null;
        this.#isBroken = true;
        if (by === "tab") void this.#reopen();
        else this.#report({ state: "memory", why: "lost", reason: "" });
      },
      created: () => (isNew = true),
      upgrading: (progress) => this.#events.upgrading(progress),
    });
    if (!isOpen) throw new DatabaseError("lost", CLOSED);
    return { database, isNew };
  }

  /**
   * Opens the database again after the browser has closed it. On a full disk that must not be tried often: Chromium
   * deletes everything when it finds what an earlier attempt could write in part only.
   *
   * @returns whether the database is open
   */
  async reopen(): Promise<boolean> {
    if (this.#isBroken) await this.#reopen();
    return this.#database !== null;
  }

  #reopen(): Promise<void> {
    if (this.#isWithout || this.#storage.why === "emptied") return Promise.resolve();
    this.#reopening ??= this.#replaceConnection().finally(() => (this.#reopening = null));
    return this.#reopening;
  }

  async #replaceConnection(): Promise<void> {
    const broken = this.#database;
    try {
      const { database, isNew } = await this.#connection();
      broken?.close();
      if (this.#isWithout) {
        // Another tab has had everything deleted meanwhile: no empty database must stay.
        database.close();
        if (isNew) await this.#remove();
        return;
      }
      if (isNew) {
        // The records of the cases are gone, so what this tab writes would belong to no case.
        this.#database = null;
        database.close();
        this.#report({ state: "memory", why: "emptied", reason: "" });
        return;
      }
      this.#database = database;
      this.#isBroken = false;
    } catch (error) {
      if (broken !== null) return;
      const why = whyOf(error);
      this.#report({ state: "memory", why: why === "absent" ? "lost" : why, reason: messageOf(error) });
    }
  }

  /**
   * From now on nothing is read from the database or written to it: new cases are in memory only, and those of before
   * are out of reach until the page is loaded again.
   */
  doWithout(why: "chosen" | "wiped"): void {
    this.#isWithout = true;
    const database = this.#database;
    this.#database = null;
    this.#isBroken = false;
    database?.close();
    for (const waiting of [this.#overlay, this.#postponed, this.#undone, this.#owners]) waiting.clear();
    for (const caseId of this.#known) this.#lost.set(caseId, "deleted");
    this.#known.clear();
    this.#marked.clear();
    this.#report({ state: "memory", why, reason: "" });
  }

  /**
   * Deletes the database with every case of every tab, and does without one.
   *
   * @throws DatabaseError if another tab keeps it open, or the browser refuses
   */
  async wipe(): Promise<void> {
    this.doWithout("chosen");
    await this.#remove();
    this.#report({ state: "memory", why: "wiped", reason: "" });
  }

  /**
   * About how much a case takes of the database.
   *
   * @returns bytes before the browser's own compression, which is not known; 0 if nothing of the case is in the database
   */
  async sizeOf(caseId: string): Promise<number> {
    const database = this.#database;
    if (database === null) return 0;
    const range = rangeOfCase(caseId);
    const sizes = CASE_STORES.map(async (name) => {
      const { store } = database.transaction(name);
      const [count, some] = await Promise.all([
        store.count(range as never),
        store.getAll(range as never, MEASURED),
      ]);
      const measured = some.reduce((sum: number, value) => sum + storedSize(value), 0);
      return some.length === 0 ? 0 : (measured / some.length) * count;
    });
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }

  /**
   * The database for a read.
   *
   * @returns null if there has been none from the start
   * @throws DatabaseError if the browser has closed it: what was stored before cannot be read now
   */
  async #readable(): Promise<Database | null> {
    await this.#caughtUp();
    if (this.#reopening !== null && this.#database === null) await this.#reopening;
    if (this.#database === null && this.#isBroken)
      throw new DatabaseError(this.#storage.why ?? "lost", this.#storage.reason);
    return this.#database;
  }

  #report(storage: Storage): void {
    const { state, why, reason } = this.#storage;
    if (state === storage.state && why === storage.why && reason === storage.reason) return;
    this.#storage = storage;
    this.#events.storage(storage);
  }

  #reportFull(error: unknown): void {
    if (this.#database !== null) this.#report({ state: "full", reason: messageOf(error) });
    if (this.#database !== null && isInvalid(error)) this.#isBroken = true;
  }

  /** Resolves when every write that has begun is stored, or kept in memory. */
  async written(): Promise<void> {
    while (this.#writes.size > 0) await Promise.allSettled(this.#writes);
  }

  /**
   * Deletes and then writes entries of one case: all of it, or nothing, in which case the entries are kept in memory.
   * Does nothing where the case belongs to another tab by now, or is deleted.
   */
  async write(caseId: string, puts: readonly Entry[], deletions: readonly Deletion[] = []): Promise<void> {
    if (puts.length + deletions.length === 0) return;
    await this.writeParts(caseId, putsOf(puts), deletions);
  }

  /**
   * Writes many entries of one case, a part at a time, so that making and handing them over does not keep the page from
   * anything else. They are stored together all the same: all of them, or nothing, and then they are kept in memory.
   *
   * @param report called with the number of parts that the database has taken, before it has stored them
   */
  async writeParts(
    caseId: string,
    puts: Puts,
    deletions: readonly Deletion[] = [],
    report?: (parts: number) => void,
  ): Promise<void> {
    if (this.#lost.has(caseId)) return;
    const change: Change = { caseId, puts, deletions, ...(report && { report }) };
    const write = new Promise<void>((done) => {
      this.#waiting.push({ ...change, done });
      if (!this.#isStoring) void this.#storeWaiting();
    }).finally(() => this.#writes.delete(write));
    this.#writes.add(write);
    this.#latest = write;
    await write;
  }

  /** Resolves when everything that was to be written before this call can be read. */
  async #caughtUp(): Promise<void> {
    if (this.#isStoring) await this.#latest.catch(() => undefined);
  }

  /**
   * Stores what waits, in order. What has come while something else was stored goes together, in one transaction: a
   * folder of small files brings thousands of changes a second, and each transaction costs more than what is in it.
   */
  async #storeWaiting(): Promise<void> {
    this.#isStoring = true;
    while (this.#waiting.length > 0) {
      const together = this.#waiting.splice(0, this.#atFirst());
      if (together.length === 1 || !(await this.#storeTogether(together))) {
        // What the database refuses as a whole it may take in part.
        for (const change of together) {
          const stored = this.#write(change);
          change.done(stored);
          await stored.catch(() => undefined);
        }
      }
    }
    this.#isStoring = false;
  }

  /** How many of the changes that wait are stored together: those of one case, none of which reports its progress. */
  #atFirst(): number {
    const [first] = this.#waiting;
    const end = this.#waiting.findIndex(
      ({ caseId, report }) => caseId !== first!.caseId || report !== undefined,
    );
    return Math.max(1, Math.min(end < 0 ? this.#waiting.length : end, MOST_TOGETHER));
  }

  /** @returns whether the database has taken all of them; false if it is unchanged */
  async #storeTogether(changes: readonly WaitingChange[]): Promise<boolean> {
    const { caseId } = changes[0]!;
    for (const change of changes) this.#dropDeleted(change);
    try {
      if (!this.#lost.has(caseId) && !(await this.#store(caseId, changes))) return false;
    } catch {
      return false;
    }
    for (const { done } of changes) done(Promise.resolve());
    if (!this.#lost.has(caseId)) this.#events.stored(caseId);
    return true;
  }

  /** What is deleted must not come back from memory. */
  #dropDeleted({ caseId, deletions }: Change): void {
    if (deletions.length === 0) return;
    for (const [id, { store, key }] of this.#overlay) {
      if (deletions.some((deletion) => isDeleted(caseId, deletion, store, key))) this.#overlay.delete(id);
    }
  }

  async #write(change: Change): Promise<void> {
    const { caseId, puts, deletions } = change;
    if (this.#lost.has(caseId)) return;
    this.#dropDeleted(change);
    const hadDatabase = this.#database !== null || this.#isBroken;
    try {
      if (await this.#store(caseId, [change])) {
        if (!this.#lost.has(caseId)) this.#events.stored(caseId);
        return;
      }
    } catch (error) {
      this.#reportFull(error);
    }
    if (hadDatabase) add(this.#undone, caseId, deletions);
    if (this.#lost.has(caseId)) return;
    for (const part of puts.parts())
      for (const entry of part) this.#overlay.set(overlayKey(entry.store, entry.key), entry);
    await this.#mark(caseId);
  }

  /**
   * Records in the case that not all of it is stored: the next session must know. A small change of a record often fits
   * where a page of findings did not. Where it does not, the next refusal tries again.
   */
  async #mark(caseId: string): Promise<void> {
    if (this.#database === null || this.#marked.has(caseId) || !this.#known.has(caseId)) return;
    await this.#changeRecord(caseId, (record) => {
      if (record.unstored) return record;
      this.#marked.add(caseId);
      return { ...record, unstored: true };
    });
  }

  /** Whether the case's record says, because of this tab, that something is not stored. */
  isMarked(caseId: string): boolean {
    return this.#marked.has(caseId);
  }

  async #unmark(caseId: string): Promise<void> {
    this.#marked.delete(caseId);
    await this.#changeRecord(caseId, ({ unstored: _, ...record }) => record);
  }

  async #changeRecord(caseId: string, change: (record: Case) => Case): Promise<void> {
    try {
      const transaction = this.#database!.transaction("cases", "readwrite");
      transaction.done.catch(() => undefined);
      const record = await transaction.store.get(caseId);
      if (record === undefined || this.#lossOf(caseId, record) !== null) return;
      const put = transaction.store.put(change(record), caseId);
      put.catch(() => undefined);
      await Promise.all([put, transaction.done]);
    } catch (error) {
      this.#marked.delete(caseId);
      this.#reportFull(error);
    }
  }

  /**
   * @returns whether the database is done with it; false if there is no database
   * @throws DOMException if the database refuses it: then it is unchanged
   */
  async #store(
    caseId: string,
    changes: readonly Pick<Change, "puts" | "deletions" | "report">[],
  ): Promise<boolean> {
    const database = this.#database;
    if (database === null) return false;
    // A case that is not in the database yet comes along: without its record, no one would find or delete the rest.
    const isWritten = changes.some(({ puts }) => puts.stores.includes("cases"));
    const record = isWritten ? undefined : this.#overlay.get(overlayKey("cases", caseId));
    const stores = new Set<StoreName>(["cases"]);
    for (const { puts, deletions } of changes) {
      for (const store of puts.stores) stores.add(store);
      for (const { store } of deletions) stores.add(store);
    }
    const transaction = database.transaction([...stores], "readwrite");
    /** What was written, for later. */
    const entries: Entry[] = [];
    const requests: Promise<unknown>[] = [];
    const wait = (request: Promise<unknown>): void => {
      // If another request fails first, no one else handles the failure of this one.
      request.catch(() => undefined);
      requests.push(request);
    };
    wait(transaction.done);
    try {
      const loss = this.#lossOf(caseId, await transaction.objectStore("cases").get(caseId));
      if (loss !== null) {
        transaction.abort();
        this.lose(caseId, loss);
        this.#events.lost(caseId, loss);
        return true;
      }
      // The schema ties a value's type to its store. Here the store is a variable, so the caller must ensure that they
      // fit.
      const put = (entry: Entry): void => {
        const { store, key, value } = entry;
        entries.push(entry);
        wait(transaction.objectStore(store).put(value as never, key as never));
      };
      if (record !== undefined) put(record);
      for (const { puts, deletions, report } of changes) {
        for (const deletion of deletions)
          wait(transaction.objectStore(deletion.store).delete(rangeOfDeletion(caseId, deletion) as never));
        let parts = 0;
        for (const part of puts.parts()) {
          // A transaction lives on as long as one of its requests is waited for, and nothing else.
          if (parts > 0) {
            await Promise.all(requests.slice(1));
            requests.length = 1;
          }
          part.forEach(put);
          report?.(++parts);
        }
      }
      await Promise.all(requests);
    } catch (error) {
      try {
        // A write that was refused before it began does not abort those before it.
        transaction.abort();
      } catch {
        // It is aborted already.
      }
      throw error;
    }
    for (const entry of entries) {
      const { store, key, value } = entry;
      const id = overlayKey(store, key);
      const kept = this.#overlay.get(id);
      // A newer value of the case's record may have been refused meanwhile.
      if (kept?.value === value || entry !== record) this.#overlay.delete(id);
      if (store === "cases") this.#isOurs(caseId);
    }
    return true;
  }

  #isOurs(caseId: string): void {
    this.#known.add(caseId);
    this.#owners.delete(caseId);
  }

  #lossOf(caseId: string, record: Case | undefined): CaseLoss | null {
    if (record === undefined) return this.#known.has(caseId) ? "deleted" : null;
    const owner = this.#owners.has(caseId) ? this.#owners.get(caseId) : this.tab;
    return record.owner === owner ? null : "taken-over";
  }

  /** From now on nothing is written to the case. What is in memory of a deleted case goes. */
  lose(caseId: string, loss: CaseLoss): void {
    this.#lost.set(caseId, loss);
    this.#postponed.delete(caseId);
    this.#undone.delete(caseId);
    if (loss === "deleted") this.#forget(caseId);
  }

  #forget(caseId: string): void {
    for (const [id, entry] of this.#overlay) {
      if (caseIdOf(entry) === caseId) this.#overlay.delete(id);
    }
  }

  /**
   * Makes this tab the owner of a stored case: from now on no other tab can write to it.
   *
   * @param change of the case's record
   * @returns the record as it is now; undefined if the case is not stored
   */
  async claim(caseId: string, change: Partial<Case>): Promise<Case | undefined> {
    await this.#caughtUp();
    const loss = this.#lost.get(caseId);
    // What another tab has done since counts, not what this one still had in memory.
    if (loss !== undefined) this.#forget(caseId);
    const kept = this.#overlay.get(overlayKey("cases", caseId))?.value as Case | undefined;
    const database = this.#database;
    if (database === null || kept !== undefined) return kept;
    const transaction = database.transaction("cases", "readwrite");
    transaction.done.catch(() => undefined);
    const stored = await transaction.store.get(caseId);
    if (stored === undefined) return undefined;
    this.#lost.delete(caseId);
    this.#known.add(caseId);
    const claimed: Case = { ...stored, ...change, owner: this.tab };
    try {
      const put = transaction.store.put(claimed, caseId);
      put.catch(() => undefined);
      await Promise.all([put, transaction.done]);
      this.#isOurs(caseId);
      return claimed;
    } catch (error) {
      // A full disk: the case can be worked in all the same, as long as no other tab claims it.
      this.#owners.set(caseId, stored.owner);
      this.#reportFull(error);
      return stored;
    }
  }

  /** All entries of a store, or those of one case. Only what is in memory while the browser has closed its database. */
  async all(store: StoreName, caseId: string | null): Promise<unknown[]> {
    const found = new Map<string, unknown>();
    const database = await this.#readable().catch(() => null);
    if (database !== null) {
      try {
        const range = caseId === null ? undefined : rangeOfCase(caseId);
        const transaction = database.transaction(store);
        const [keys, values] = await Promise.all([
          transaction.store.getAllKeys(range as never),
          transaction.store.getAll(range as never),
        ]);
        keys.forEach((key, i) => found.set(overlayKey(store, key as StoreKey), values[i]));
      } catch (error) {
        this.#reportFull(error);
      }
    }
    for (const [id, entry] of this.#overlay) {
      if (entry.store === store && (caseId === null || caseIdOf(entry) === caseId))
        found.set(id, entry.value);
    }
    return [...found.values()];
  }

  /**
   * The entries of a case in a store, some at a time, since all together may be larger than memory: in the order of
   * their keys, and those that the database lacks at the end. Otherwise like `all`.
   *
   * @param owner the second part of their keys; all if it is absent
   */
  async *each(store: StoreName, caseId: string, owner?: string): AsyncGenerator<unknown> {
    const given = new Set<string>();
    const database = await this.#readable().catch(() => null);
    try {
      let next = database === null ? null : someOf(database, store, rangeOfCase(caseId, owner));
      while (next !== null) {
        const { keys, values, rest } = await next;
        // While these are used, the database reads the next ones.
        next = rest === null ? null : someOf(database!, store, rest);
        next?.catch(() => undefined);
        for (const [i, key] of keys.entries()) {
          const id = overlayKey(store, key);
          const kept = this.#overlay.get(id);
          given.add(id);
          yield kept === undefined ? values[i] : kept.value;
        }
      }
    } catch (error) {
      this.#reportFull(error);
    }
    for (const [id, entry] of this.#overlay) {
      if (entry.store !== store || caseIdOf(entry) !== caseId || given.has(id)) continue;
      if (owner === undefined || entry.key[1] === owner) yield entry.value;
    }
  }

  /**
   * The entries of a case in a store for an export, some at a time, in the order of their keys. Unlike `each`, it leaves
   * nothing out: what cannot be read ends it.
   *
   * @throws DatabaseError if the browser has closed its database
   * @throws DOMException if it does not answer
   */
  async *entries(store: StoreName, caseId: string): AsyncGenerator<Entry[], void> {
    const database = await this.#readable();
    const kept = this.#kept((entry) => entry.store === store && caseIdOf(entry) === caseId);
    kept.sort((a, b) => compareKeys(a.key, b.key));
    let range: IDBKeyRange | null = database === null ? null : rangeOfCase(caseId);
    let wanted = FIRST_EXPORTED;
    while (database !== null && range !== null) {
      const { store: stored } = database.transaction(store);
      const [keys, values] = await Promise.all([
        stored.getAllKeys(range as never, wanted),
        stored.getAll(range as never, wanted),
      ]);
      const batch: Entry[] = [];
      for (const [i, key] of (keys as StoreKey[]).entries()) {
        while (kept.length > 0 && compareKeys(kept[0]!.key, key) < 0) batch.push(kept.shift()!);
        const isReplaced = kept.length > 0 && compareKeys(kept[0]!.key, key) === 0;
        batch.push(isReplaced ? kept.shift()! : { store, key, value: values[i] });
      }
      if (batch.length > 0) yield batch;
      const last = keys.at(-1);
      range = keys.length < wanted ? null : IDBKeyRange.bound(last, range.upper, true, range.upperOpen);
      const size = values.reduce((sum: number, value) => sum + storedSize(value), 0) / values.length;
      wanted = Math.max(1, Math.min(MOST_EXPORTED, Math.floor(EXPORTED_BYTES / size)));
    }
    if (kept.length > 0) yield kept;
  }

  /** About how many entries a case has in some stores: what is only in memory may be counted twice. */
  async count(stores: readonly StoreName[], caseId: string): Promise<number> {
    const database = await this.#readable();
    const range = rangeOfCase(caseId);
    const counts = stores.map((name) =>
      database === null ? 0 : database.transaction(name).store.count(range as never),
    );
    const kept = this.#kept((entry) => caseIdOf(entry) === caseId && stores.includes(entry.store));
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, kept.length);
  }

  /**
   * Writes entries of one case, all of them or none. Unlike `write`, it keeps nothing in memory that the database refuses:
   * for what is better not stored at all than in part. Without a database, memory is all there is.
   *
   * @throws DatabaseError if the browser has closed its database, or another tab has deleted the case
   * @throws DOMException if the database refuses it
   */
  async writeWhole(caseId: string, puts: readonly Entry[]): Promise<void> {
    const database = await this.#readable();
    if (database !== null && (await this.#store(caseId, [changeOf(puts)]))) {
      if (this.#lost.has(caseId)) throw new DatabaseError("lost", "Another tab has deleted the case.");
      return;
    }
    if (database !== null || this.#lost.has(caseId)) throw new DatabaseError("lost", CLOSED);
    for (const entry of puts) this.#overlay.set(overlayKey(entry.store, entry.key), entry);
  }

  /** @throws DatabaseError if the browser has closed its database, which may have the entry */
  async get(store: StoreName, key: StoreKey): Promise<unknown> {
    await this.#caughtUp();
    const kept = this.#overlay.get(overlayKey(store, key));
    return kept === undefined ? (await this.#readable())?.get(store, key as never) : kept.value;
  }

  /** The entries of a case that are only in memory, though there is a database. */
  refused(caseId: string): Entry[] {
    if (this.#database === null && !this.#isBroken) return [];
    return [...this.#overlay.values()].filter((entry) => caseIdOf(entry) === caseId);
  }

  /** Deletes as soon as everything of the case is stored: the database must not lose what nothing there replaces. */
  async deleteOnceStored(caseId: string, deletions: readonly Deletion[]): Promise<void> {
    if (this.refused(caseId).length === 0) await this.write(caseId, [], deletions);
    else {
      add(this.#postponed, caseId, deletions);
      for (const [id, { store, key }] of this.#overlay) {
        if (deletions.some((deletion) => isDeleted(caseId, deletion, store, key))) this.#overlay.delete(id);
      }
    }
  }

  /**
   * Tries again to store what was refused: there may be room by now.
   *
   * @returns whether nothing is left in memory
   */
  async retry(): Promise<boolean> {
    if (this.#isBroken && this.#database !== null) await this.#reopen();
    // Two at once would delete what the other has just stored.
    this.#retrying ??= this.#storeAnew().finally(() => (this.#retrying = null));
    return this.#retrying;
  }

  async #storeAnew(): Promise<boolean> {
    if (await this.#storeAll()) return true;
    // Only now the connection may have turned out to be broken.
    if (!this.#isBroken || this.#database === null) return false;
    await this.#reopen();
    return this.#storeAll();
  }

  async #storeAll(): Promise<boolean> {
    if (this.#database === null) return false;
    try {
      for (const entry of this.#kept(({ store }) => store === "cases"))
        await this.#store(caseIdOf(entry), [changeOf([entry])]);
      for (const [caseId, deletions] of [...this.#undone]) {
        const replaces = ({ store, key }: Entry): boolean =>
          deletions.some((deletion) => isDeleted(caseId, deletion, store, key));
        await this.#store(caseId, [changeOf(this.#kept(replaces), deletions)]);
        this.#undone.delete(caseId);
      }
      for (const group of this.#groups()) await this.#store(caseIdOf(group[0]!), [changeOf(group)]);
      for (const [caseId, deletions] of [...this.#postponed]) {
        await this.#store(caseId, [changeOf([], deletions)]);
        this.#postponed.delete(caseId);
      }
    } catch (error) {
      this.#reportFull(error);
      return false;
    }
    if (this.#overlay.size === 0) for (const caseId of [...this.#marked]) await this.#unmark(caseId);
    if (this.#database !== null && this.#overlay.size === 0) this.#report({ state: "saved", reason: "" });
    return this.#overlay.size === 0;
  }

  #kept(applies: (entry: Entry) => boolean): Entry[] {
    return [...this.#overlay.values()].filter(applies);
  }

  /** What is in memory, in the groups that belong together: a page of findings and its rows have the same key. */
  #groups(): Iterable<Entry[]> {
    const groups = new Map<string, Entry[]>();
    for (const entry of this.#kept(({ store }) => store !== "cases")) {
      const id = JSON.stringify(entry.key);
      const group = groups.get(id);
      if (group === undefined) groups.set(id, [entry]);
      else group.push(entry);
    }
    return groups.values();
  }

  /**
   * The rules that are kept for new cases, of all tabs.
   *
   * @throws DatabaseError if the browser has closed its database
   */
  async keptRules(): Promise<KeptRules[]> {
    const database = await this.#readable();
    return database === null ? [] : database.transaction("keptRules").store.getAll();
  }

  /**
   * Keeps rules for new cases, in place of those with the same id, or removes them. Unlike the entries of a case, what the
   * browser refuses is not kept in memory: the analyst is there, and the page says so at once.
   *
   * @throws DatabaseError if there is no database
   * @throws DOMException if the browser refuses it: then everything is as it was
   */
  async changeKeptRules(change: { readonly put: KeptRules } | { readonly remove: string }): Promise<void> {
    const database = await this.#readable();
    if (database === null) throw new DatabaseError(this.#storage.why ?? "absent", this.#storage.reason);
    const transaction = database.transaction("keptRules", "readwrite");
    // If the request fails, the transaction does too, and one failure is enough.
    transaction.done.catch(() => undefined);
    if ("put" in change) await transaction.store.put(change.put, change.put.id);
    else await transaction.store.delete(change.remove);
    await transaction.done;
  }

  /**
   * Removes a case and everything in it, in one transaction, whoever owns it. From now on nothing is written to it.
   *
   * @throws DOMException if the browser refuses: then the case is still there, and takes what is written to it
   */
  async deleteCase(caseId: string): Promise<void> {
    const before = this.#lost.get(caseId);
    // Whatever a scan still hands over comes too late.
    this.#lost.set(caseId, "deleted");
    try {
      await this.#deleteStored(caseId);
      this.lose(caseId, "deleted");
    } catch (error) {
      if (before === undefined) this.#lost.delete(caseId);
      else this.#lost.set(caseId, before);
      throw error;
    }
  }

  /**
   * Puts a case in the place of others, in one transaction: either the record of the case is stored and the others are
   * gone with everything in them, or nothing has changed.
   *
   * @param record of the case whose other entries are stored already
   * @param replaced the first of them must be this tab's still
   * @throws DatabaseError if the browser has closed its database, or another tab has taken or deleted the first
   * @throws DOMException if the browser refuses
   */
  async replaceCases(record: Case, replaced: readonly string[]): Promise<void> {
    const database = await this.#readable();
    const [first] = replaced;
    if (database !== null) {
      const transaction = database.transaction(["cases", ...CASE_STORES], "readwrite");
      transaction.done.catch(() => undefined);
      const cases = transaction.objectStore("cases");
      const stored = first === undefined ? undefined : await cases.get(first);
      if (first !== undefined && (stored === undefined || this.#lossOf(first, stored) !== null)) {
        transaction.abort();
        throw new DatabaseError("lost", "Another tab works in the case.");
      }
      const requests: Promise<unknown>[] = [cases.put({ ...record, owner: this.tab }, record.id)];
      for (const id of replaced) {
        const range = rangeOfCase(id);
        requests.push(cases.delete(id));
        for (const name of CASE_STORES) requests.push(transaction.objectStore(name).delete(range as never));
      }
      for (const request of requests) request.catch(() => undefined);
      await Promise.all([...requests, transaction.done]);
      this.#isOurs(record.id);
    } else {
      const key = record.id;
      this.#overlay.set(overlayKey("cases", key), {
        store: "cases",
        key,
        value: { ...record, owner: this.tab },
      });
    }
    for (const id of replaced) this.lose(id, "deleted");
  }

  async #deleteStored(caseId: string): Promise<void> {
    if (this.#database === null) return;
    const transaction = this.#database.transaction(["cases", ...CASE_STORES], "readwrite");
    const range = rangeOfCase(caseId);
    await Promise.all([
      transaction.objectStore("cases").delete(caseId),
      ...CASE_STORES.map((name) => transaction.objectStore(name).delete(range as never)),
      transaction.done,
    ]);
  }
}

function changeOf(
  entries: readonly Entry[],
  deletions: readonly Deletion[] = [],
): Pick<Change, "puts" | "deletions"> {
  return { puts: putsOf(entries), deletions };
}

function putsOf(entries: readonly Entry[]): Puts {
  return { stores: [...new Set(entries.map(({ store }) => store))], parts: () => [entries] };
}

/** The first entries of a range, and the range of those after them; null if there are none. */
async function someOf(
  database: Database,
  store: StoreName,
  range: IDBKeyRange,
): Promise<{
  readonly keys: readonly StoreKey[];
  readonly values: readonly unknown[];
  readonly rest: IDBKeyRange | null;
}> {
  const { store: stored } = database.transaction(store);
  const [keys, values] = await Promise.all([
    stored.getAllKeys(range as never, BATCH),
    stored.getAll(range as never, BATCH),
  ]);
  const rest =
    keys.length < BATCH ? null : IDBKeyRange.bound(keys.at(-1), range.upper, true, range.upperOpen);
  return { keys: keys as StoreKey[], values, rest };
}

function add(deletions: Map<string, Deletion[]>, caseId: string, more: readonly Deletion[]): void {
  if (more.length > 0) deletions.set(caseId, [...(deletions.get(caseId) ?? []), ...more]);
}

function caseIdOf({ store, key }: Entry): string {
  return store === "cases" ? (key as string) : key[0]!;
}

function overlayKey(store: StoreName, key: StoreKey): string {
  return JSON.stringify([store, key]);
}

/** As IndexedDB orders the keys of one store. */
function compareKeys(a: StoreKey, b: StoreKey): number {
  if (typeof a === "string" || typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  for (const [i, part] of a.entries()) {
    const other = b[i]!;
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}

function whyOf(error: unknown): NoDatabase {
  return error instanceof DatabaseError ? error.why : "absent";
}

/** So Firefox refuses everything that is written once the disk was full. */
function isInvalid(error: unknown): boolean {
  return error instanceof DOMException && error.name === "InvalidStateError";
}

function messageOf(error: unknown): string {
  if (error instanceof DatabaseError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
