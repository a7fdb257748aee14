import type { IDBPDatabase, IDBPTransaction, StoreNames } from "idb";
import type {
  Decided,
  Disposition,
  Evidence,
  FindingPage,
  PackedRowPage,
  RowPage,
  TermMatchPage,
} from "./model.ts";
import { alertNameOf, type DecidedAlert, dispositionPages, dispositionPlace } from "./pack-dispositions.ts";
import { packRowPage } from "./pack-rows.ts";
import { CASE_STORES, type LoupeSchema, SHARED_STORES, type StoreName } from "./schema.ts";
import {
  type EarlierEvidence,
  type EarlierFindingPage,
  type EarlierRowPage,
  type EarlierTermMatchPage,
  isNumbered,
  renamedAlerts,
  upgradeEvidence,
  upgradeFindings,
  upgradeRows,
  upgradeTermMatches,
} from "./upgrade.ts";

/** The number of database records that have been upgraded, and the total. */
export interface UpgradeProgress {
  readonly done: number;
  readonly total: number;
}

type Upgrade = IDBPTransaction<LoupeSchema, StoreNames<LoupeSchema>[], "versionchange">;

/**
 * Upgrades the database to this version, in the transaction that raises the version number: if anything ends it early,
 * the database is unchanged. A case may be larger than memory, so records are upgraded one by one.
 */
export async function upgradeDatabase(
  database: IDBPDatabase<LoupeSchema>,
  oldVersion: number,
  transaction: Upgrade,
  report: (progress: UpgradeProgress) => void,
): Promise<void> {
  for (const name of ["cases", ...CASE_STORES, ...SHARED_STORES] as const) {
    if (!database.objectStoreNames.contains(name)) database.createObjectStore(name);
  }
  const steps: ((step: () => void) => Promise<void>)[] = [];
  const names: StoreName[] = [];
  if (oldVersion > 0 && oldVersion < 3) {
    steps.push((step) => toVersion3(transaction, step));
    names.push("evidence", "rows", "findings", "sightings");
  }
  if (oldVersion > 0 && oldVersion < 7) {
    steps.push((step) => toVersion7(transaction, step));
    names.push("rows");
  }
  if (oldVersion > 0 && oldVersion < 8) {
    steps.push(async (step) => {
      await toVersion8(judgementsOf(transaction), transaction, step);
      database.deleteObjectStore(JUDGEMENTS as never);
    });
    names.push(JUDGEMENTS as never);
  }
  if (steps.length === 0) return;
  const counts = await Promise.all(names.map((name) => transaction.objectStore(name).count()));
  const total = counts.reduce((sum, count) => sum + count, 0);
  let done = 0;
  report({ done, total });
  for (const upgrade of steps) await upgrade(() => report({ done: ++done, total }));
}

/*
 * Versions 4 to 6 only added stores, which are made above, and what version 8 stored is read as it is. Add a step to a
 * later version after these; each must produce what its version stored.
 */

async function toVersion3(transaction: Upgrade, step: () => void): Promise<void> {
  await each(transaction, "evidence", step, (old) => upgradeEvidence(old as EarlierEvidence));
  const judged = await numberedDispositions(transaction);
  await each(transaction, "rows", step, async (old) => {
    const page = old as EarlierRowPage;
    for (const [from, to] of renamedAlerts(page)) {
      if (judged.has(from)) await moveDisposition(transaction, page.caseId, from, to);
    }
    return upgradeRows(page);
  });
  await each(transaction, "findings", step, (old) => upgradeFindings(old as EarlierFindingPage));
  await each(transaction, "sightings", step, async (old) => {
    const page = old as EarlierTermMatchPage;
    const evidence = await transaction.objectStore("evidence").get([page.caseId, page.evidenceId]);
    return upgradeTermMatches(page, evidence);
  });
}

async function toVersion7(transaction: Upgrade, step: () => void): Promise<void> {
  await each(transaction, "rows", step, (old) => packRowPage(old as RowPage));
}

type Upgraded = Evidence | FindingPage | RowPage | PackedRowPage | TermMatchPage;

/**
 * Replaces each record of a store with its upgraded form. Only the keys are all in memory, about one for two hundred
 * alerts. A cursor would not need them, but updating through one takes Firefox fifteen times as long.
 */
async function each(
  transaction: Upgrade,
  name: "evidence" | "findings" | "rows" | "sightings",
  step: () => void,
  upgraded: (old: unknown) => Upgraded | Promise<Upgraded>,
): Promise<void> {
  const store = transaction.objectStore(name);
  for (const key of await store.getAllKeys()) {
    const old: unknown = await store.get(key as never);
    const now = await upgraded(old);
    // The schema ties a value's type to its store. Here the store is a variable, so the caller must ensure that they
    // fit.
    if (now !== old) await store.put(now as never, key as never);
    step();
  }
}

/** A disposition had a record of its own, in a store that is gone. */
const JUDGEMENTS = "judgements";

/** That store, as far as it is used. */
interface Judgements {
  getAllKeys(): Promise<[caseId: string, alertId: string][]>;
  getAll(query: IDBKeyRange | undefined, count: number): Promise<Disposition[]>;
  getAllKeys(query: IDBKeyRange | undefined, count: number): Promise<[caseId: string, alertId: string][]>;
  get(key: readonly [string, string]): Promise<Disposition | undefined>;
  put(value: Disposition, key: readonly [string, string]): Promise<unknown>;
  delete(key: readonly [string, string]): Promise<void>;
}

function judgementsOf(transaction: Upgrade): Judgements {
  return transaction.objectStore(JUDGEMENTS as never) as unknown as Judgements;
}

/** As many are read at once. */
const AT_ONCE = 10_000;

/** The ids of the alerts of one file, and of a case, come one after the other: so much is in memory at a time. */
async function toVersion8(judgements: Judgements, transaction: Upgrade, step: () => void): Promise<void> {
  let group = { caseId: "", owner: "", alerts: [] as DecidedAlert[] };
  /** What was decided about many is stored once for each page. */
  let known = new Map<string, Decided>();
  const store = async (): Promise<void> => {
    for (const page of dispositionPages(group.caseId, group.alerts))
      await transaction.objectStore("dispositions").put(page, [page.caseId, page.owner, page.page]);
  };
  let range: IDBKeyRange | undefined;
  for (;;) {
    const [keys, values] = await Promise.all([
      judgements.getAllKeys(range, AT_ONCE),
      judgements.getAll(range, AT_ONCE),
    ]);
    for (const [i, [caseId]] of keys.entries()) {
      const { alertId, ...decided } = values[i]!;
      const name = alertNameOf(alertId);
      const { owner } = dispositionPlace(name);
      if (caseId !== group.caseId || owner !== group.owner) {
        await store();
        group = { caseId, owner, alerts: [] };
        known = new Map();
      }
      const text = JSON.stringify(decided);
      const same = known.get(text) ?? decided;
      known.set(text, same);
      group.alerts.push([name, same]);
      step();
    }
    if (keys.length < AT_ONCE) break;
    range = IDBKeyRange.lowerBound(keys.at(-1), true);
  }
  await store();
}

/**
 * The alerts numbered by version 1 that have a disposition. There are few, since people decide. Querying the database
 * for each alert would take longer than everything else.
 */
async function numberedDispositions(transaction: Upgrade): Promise<ReadonlySet<string>> {
  const keys = await judgementsOf(transaction).getAllKeys();
  return new Set(keys.map(([, alertId]) => alertId).filter(isNumbered));
}

/** A disposition already stored under the new id was made later, so it is kept. */
async function moveDisposition(
  transaction: Upgrade,
  caseId: string,
  from: string,
  to: string,
): Promise<void> {
  const dispositions = judgementsOf(transaction);
  const [old, now] = await Promise.all([dispositions.get([caseId, from]), dispositions.get([caseId, to])]);
  if (old === undefined) return;
  if (now === undefined) await dispositions.put({ ...old, alertId: to }, [caseId, to]);
  await dispositions.delete([caseId, from]);
}
