import type { IDBPDatabase, IDBPTransaction, StoreNames } from "idb";
import type { Evidence, FindingPage, RowPage, TermMatchPage } from "./model.ts";
import { CASE_STORES, type LoupeSchema } from "./schema.ts";
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

/** Records of the database that have been upgraded, and how many there are. */
export interface UpgradeProgress {
  readonly done: number;
  readonly total: number;
}

type Upgrade = IDBPTransaction<LoupeSchema, StoreNames<LoupeSchema>[], "versionchange">;

/**
 * Brings the database to this version, in the transaction that raises it: whatever ends that early leaves the database as it
 * was. A case may be larger than memory, so its records are taken one after the other.
 */
export async function upgradeDatabase(
  database: IDBPDatabase<LoupeSchema>,
  oldVersion: number,
  transaction: Upgrade,
  report: (progress: UpgradeProgress) => void,
): Promise<void> {
  for (const name of ["cases", ...CASE_STORES] as const) {
    if (!database.objectStoreNames.contains(name)) database.createObjectStore(name);
  }
  if (oldVersion > 0 && oldVersion < 3) await toVersion3(transaction, report);
}

/** A step to a later version belongs behind this one, and this one then has to give what version 3 stored. */
async function toVersion3(transaction: Upgrade, report: (progress: UpgradeProgress) => void): Promise<void> {
  const names = ["evidence", "rows", "findings", "sightings"] as const;
  const counts = await Promise.all(names.map((name) => transaction.objectStore(name).count()));
  const total = counts.reduce((sum, count) => sum + count, 0);
  let done = 0;
  const step = (): void => report({ done: ++done, total });
  report({ done, total });

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

type Upgraded = Evidence | FindingPage | RowPage | TermMatchPage;

/**
 * Puts what an upgrade makes of each record of a store in its place. Only the keys are all in memory: one for some two
 * hundred alerts. A cursor would need none, but updating through one takes Firefox fifteen times as long.
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
    // The schema ties a value to its store; here the store is a variable, so the tie is the caller's.
    if (now !== old) await store.put(now as never, key as never);
    step();
  }
}

/**
 * The alerts numbered by version 1 that something was decided about: few, since people decide. Asking the database for each
 * alert would take longer than all the rest.
 */
async function numberedDispositions(transaction: Upgrade): Promise<ReadonlySet<string>> {
  const keys = await transaction.objectStore("judgements").getAllKeys();
  return new Set(keys.map(([, alertId]) => alertId).filter(isNumbered));
}

/** What was decided later, under the id of now, stays. */
async function moveDisposition(
  transaction: Upgrade,
  caseId: string,
  from: string,
  to: string,
): Promise<void> {
  const dispositions = transaction.objectStore("judgements");
  const [old, now] = await Promise.all([dispositions.get([caseId, from]), dispositions.get([caseId, to])]);
  if (old === undefined) return;
  if (now === undefined) await dispositions.put({ ...old, alertId: to }, [caseId, to]);
  await dispositions.delete([caseId, from]);
}
