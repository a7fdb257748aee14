import type { DBSchema } from "idb";
import type { CaseExceptionItem, CaseRule, RuleFileReport, RuleSetRecord } from "./case-rule.ts";
import type { StoredException } from "./exception.ts";
import type { GuideProgress } from "./guide-progress.ts";
import type { AuditRecord } from "./audit.ts";
import type { KeptRules } from "./kept-rules.ts";
import type { NearMissRecord } from "./near-miss-record.ts";
import type {
  Case,
  EventPage,
  Evidence,
  StoredFindingPage,
  DispositionPage,
  PackedRowPage,
  TermMatchPage,
} from "./model.ts";

/**
 * The keys of everything in a case begin with the case's id, so that deletion takes one range per store and one
 * transaction. Findings and rows are packed into pages: writing one record for two hundred alerts is ten times as fast
 * as writing two hundred records. If you change what is stored, raise VERSION and add a step to upgrade.ts: see
 * docs/storage.md.
 */
export interface LoupeSchema extends DBSchema {
  cases: { key: string; value: Case };
  evidence: { key: [caseId: string, id: string]; value: Evidence };
  findings: { key: [caseId: string, evidenceId: string, page: number]; value: StoredFindingPage };
  rows: { key: [caseId: string, evidenceId: string, page: number]; value: PackedRowPage };
  dispositions: { key: [caseId: string, owner: string, page: number]; value: DispositionPage };
  audit: { key: [caseId: string, id: string]; value: AuditRecord };
  guides: { key: [caseId: string, alertId: string]; value: GuideProgress };
  exceptions: { key: [caseId: string, id: string]; value: StoredException };
  rules: { key: [caseId: string, ruleId: string]; value: CaseRule };
  ruleSets: { key: [caseId: string, key: string]; value: RuleSetRecord };
  ruleFiles: { key: [caseId: string, id: string]; value: RuleFileReport };
  exceptionItems: { key: [caseId: string, itemKey: string]; value: CaseExceptionItem };
  events: { key: [caseId: string, evidenceId: string, page: number]; value: EventPage };
  nearMisses: { key: [caseId: string, evidenceId: string]; value: NearMissRecord };
  sightings: { key: [caseId: string, evidenceId: string, ruleId: string]; value: TermMatchPage };
  keptRules: { key: string; value: KeptRules };
}

/** Stores that belong to no case: what is in them stays when cases are deleted. */
export const SHARED_STORES = ["keptRules"] as const;

/** Every store whose keys begin with a case's id. */
export const CASE_STORES = [
  "evidence",
  "findings",
  "rows",
  "dispositions",
  "exceptions",
  "rules",
  "ruleSets",
  "ruleFiles",
  "exceptionItems",
  "sightings",
  "events",
  "audit",
  "guides",
  "nearMisses",
] as const;
export type CaseStoreName = (typeof CASE_STORES)[number];
export type StoreName = "cases" | CaseStoreName;
export type StoreKey = string | readonly [string, string] | readonly [string, string, number | string];
