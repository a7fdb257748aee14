import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { CaseExceptionItem, CaseRule, RuleFileReport, RuleSetRecord } from "./case-rule.ts";
import type { Exception } from "./exception.ts";
import type { Case, Evidence, FindingPage, Disposition, RowPage, TermMatchPage } from "./model.ts";

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
  judgements: { key: [caseId: string, alertId: string]; value: Disposition };
  exceptions: { key: [caseId: string, id: string]; value: Exception };
  rules: { key: [caseId: string, ruleId: string]; value: CaseRule };
  ruleSets: { key: [caseId: string, key: string]; value: RuleSetRecord };
  ruleFiles: { key: [caseId: string, id: string]; value: RuleFileReport };
  exceptionItems: { key: [caseId: string, itemKey: string]; value: CaseExceptionItem };
  sightings: { key: [caseId: string, evidenceId: string, ruleId: string]; value: TermMatchPage };
}

/** Every store whose keys begin with a case's id. */
export const CASE_STORES = [
  "evidence",
  "findings",
  "rows",
  "judgements",
  "exceptions",
  "rules",
  "ruleSets",
  "ruleFiles",
  "exceptionItems",
  "sightings",
] as const;
export type StoreName = "cases" | (typeof CASE_STORES)[number];

export const DATABASE = "loupe";
/** 1: one rule. 2: rules of the case, their files and exceptions, sightings of sequence rules. */
const VERSION = 2;
/** A browser that does not answer by then gets a case that lives in the tab alone. */
const PATIENCE_MS = 5000;

/** Opens the database, or rejects where the browser has none, refuses it, or does not answer. */
export async function openDatabase(onClosed: () => void): Promise<IDBPDatabase<LoupeSchema>> {
  if (typeof indexedDB === "undefined") throw new Error("This browser has no IndexedDB.");
  const opening = openDB<LoupeSchema>(DATABASE, VERSION, {
    upgrade(database) {
      // What version 1 wrote is still read as it is; only stores have been added.
      for (const name of ["cases", ...CASE_STORES] as const) {
        if (!database.objectStoreNames.contains(name)) database.createObjectStore(name);
      }
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
