/** The model of a case and its storage. */
export { AlertColumns, type AlertTextColumn } from "./alert-columns.ts";
export { exportAlerts, type ExportedAlert, type ExportedEvent, type ExportSources } from "./alert-export.ts";
export { alertRow, sequenceId, sequenceRow, sharedFields, withOverrides } from "./alert-row.ts";
export type { AlertKey } from "./alert-id.ts";
export { alertUuid, sequenceUuid } from "./alert-uuid.ts";
export {
  type CaseExceptionItem,
  type CaseRule,
  decisionKey,
  exceptionItemKey,
  itemsOf,
  type RuleFileReport,
  type RuleOrigin,
  type RuleSetRecord,
} from "./case-rule.ts";
export {
  type CaseReport,
  type KeptAnswer,
  type KeptAnswers,
  type KeptGuide,
  type KeptPart,
  NO_REPORT,
  type ReportedEvent,
  type ReportedHunt,
} from "./case-report.ts";
export { CommonConditions } from "./common-conditions.ts";
export {
  AUDIT_ACTIONS,
  type AuditAction,
  auditAction,
  type AuditDetail,
  type AuditRecord,
  type Named,
} from "./audit.ts";
export { beginWith, type KeptRule, type KeptRules, keptRules, packOf } from "./kept-rules.ts";
export { CaseStore, type EvidenceRemoval } from "./case-store.ts";
export { type CaseHold, CaseLocks } from "./case-locks.ts";
export { derivedUsed } from "./derived-used.ts";
export { storageLifetime, type StorageLifetime } from "./storage-lifetime.ts";
export { TabChannel, type TabMessage } from "./tab-channel.ts";
export type { CaseLoss, Entry, EntryStoreEvents, Storage } from "./entry-store.ts";
export { VERSION as DATABASE_VERSION } from "./database.ts";
export { CASE_STORES, type CaseStoreName, type LoupeSchema } from "./schema.ts";
export type { CaseCode, CaseDiagnostic, CaseDiagnostics, EvidenceProblem } from "./diagnostic.ts";
export { type Completeness, completenessOf, endedEarly, hasEmptyLog } from "./completeness.ts";
export {
  isArchive,
  isBusy,
  isEventLog,
  isGzip,
  isPartlyStored,
  isUnfinished,
  isUnread,
  openQuestions,
  type OpenQuestion,
  wasRead,
} from "./evidence-state.ts";
export type { NearMissRecord, RuleNearMisses } from "./near-miss-record.ts";
export {
  type AlertName,
  alertNameOf,
  type DecidedAlert,
  DispositionPacker,
  dispositionPages,
  type DispositionPlace,
  dispositionPlace,
  idOfName,
  pageOfEvent,
  unpackDispositions,
} from "./pack-dispositions.ts";
export { PACKED_TEXTS } from "./alert-parts.ts";
export { packRows } from "./pack-rows.ts";
export {
  buffersOfAlerts,
  packAlerts,
  type PackedAlerts,
  placedRows,
  ruleIdsOf,
  storedFindings,
  unpackFindings,
} from "./pack-alerts.ts";
export { isPageOwnerOfRule, pageOwnerOf, pageOwnerOfRule } from "./page-owner.ts";
export { DatabaseError, type NoDatabase } from "./opening-attempt.ts";
export type { UpgradeProgress } from "./upgrade-database.ts";
export {
  conditionOf,
  entryOf,
  type Exception,
  EXCEPTION_OPERATORS,
  type ExceptionCondition,
  type ExceptionOperator,
  ExceptionTests,
  isInForce,
  type StoredException,
} from "./exception.ts";
export {
  type GuideProgress,
  progressOf,
  STEP_STATES,
  type StepProgress,
  type StepState,
  withStep,
} from "./guide-progress.ts";
export { packRowPage, unpackRowPage } from "./pack-rows.ts";
export { isPartlyCovered } from "./alert-group.ts";
export { isSequence } from "./model.ts";
export type * from "./decision.ts";
export type * from "./model.ts";
