import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Exception } from "./exception.ts";
import type { Case, Evidence, FindingPage, Judgement, RowPage } from "./model.ts";

/**
 * Everything of a case stands under its id, so that deleting it is one range in each store and one transaction.
 * Findings and rows are packed in pages: one record for two hundred alerts is written ten times as fast as two
 * hundred records. The format's history is CHANGELOG.md's business; raise VERSION and upgrade when it changes.
 */
export interface LoupeSchema extends DBSchema {
  cases: { key: string; value: Case };
  evidence: { key: [caseId: string, id: string]; value: Evidence };
  findings: { key: [caseId: string, evidenceId: string, page: number]; value: FindingPage };
  rows: { key: [caseId: string, evidenceId: string, page: number]; value: RowPage };
  judgements: { key: [caseId: string, alertId: string]; value: Judgement };
  exceptions: { key: [caseId: string, id: string]; value: Exception };
}

export type StoreName = "cases" | "evidence" | "findings" | "rows" | "judgements" | "exceptions";
export const CASE_STORES = ["evidence", "findings", "rows", "judgements", "exceptions"] as const;

export const DATABASE = "loupe";
const VERSION = 1;
/** A browser that does not answer by then gets a case that lives in the tab alone. */
const PATIENCE_MS = 5000;

/** Opens the database, or rejects where the browser has none, refuses it, or does not answer. */
export async function openDatabase(onClosed: () => void): Promise<IDBPDatabase<LoupeSchema>> {
  if (typeof indexedDB === "undefined") throw new Error("This browser has no IndexedDB.");
  const opening = openDB<LoupeSchema>(DATABASE, VERSION, {
    upgrade(database) {
      for (const name of ["cases", ...CASE_STORES] as const) database.createObjectStore(name);
    },
    blocking(_current, _blocked, event) {
      // Another tab wants to change the database: without this it would wait for ever.
      (event.target as IDBDatabase).close();
      onClosed();
    },
    terminated: onClosed,
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The browser's database does not answer.")), PATIENCE_MS);
  });
  try {
    return await Promise.race([opening, limit]);
  } finally {
    clearTimeout(timer);
  }
}
