/**
 * What leaves the page: alerts as CSV, as Elastic's documents, for Timesketch, Timeline Explorer and the ATT&CK Navigator,
 * and the CSV of the file list, of the audit trail and of what a hunt found; the report of a case as a page. Values come in, text goes out; sentences are
 * made in wording.
 */
export { toCsv } from "./csv.ts";
export { alertCsv, type AlertExport } from "./alert-csv.ts";
export { auditCsv, type AuditExport } from "./audit-csv.ts";
export { type HuntExport, huntCsvHeader, huntCsvLine, huntNdjsonLine } from "./hunt-export.ts";
export { HuntFile, type HuntFileOptions, type HuntForm, type HuntResult } from "./hunt-file.ts";
export { evidenceCsv, type EvidenceExport } from "./evidence-csv.ts";
export {
  type AnsweredGuide,
  type AnsweredStep,
  type AuditSection,
  type BlindSpot,
  type EvidenceSection,
  type ExceptionSection,
  type FindingGroup,
  type GuideAnswers,
  type HuntSection,
  type Method,
  type NearMissSection,
  type Phrase,
  type Report,
  REPORT_SECTIONS,
  REPORT_STYLE,
  type ReportAnswer,
  type ReportFile,
  type ReportFinding,
  reportHtml,
  type ReportHunt,
  type ReportNearMiss,
  type ReportRecord,
  type ReportRule,
  type ReportSections,
  reportStyleHash,
  type RuleSection,
  sectionTitle,
  type Timeline,
  type TimelineEntry,
  type Unseen,
} from "./report/index.ts";
export { toIsoUtc } from "../time/index.ts";
export { alertDocument } from "./alert-document.ts";
export { chosenHeader, chosenLine, FIRST_COLUMNS } from "./chosen-csv.ts";
export { exportFileName } from "./file-name.ts";
export { navigatorLayer, type RuleAlerts } from "./navigator-layer.ts";
export { timelineHeader, timelineLine } from "./timeline-csv.ts";
export { timesketchHeader, timesketchLine } from "./timesketch-csv.ts";
export { indicatorCsv, type IndicatorExport } from "./indicator-csv.ts";
export {
  type Adapted,
  ALL_INDICES,
  type BulkOfFile,
  bulkOfFile,
  type BulkReceiver,
  type BulkRequest,
  eqlSearch,
  FieldPlan,
  type FieldUses,
  fieldUsesOf,
  indexTemplate,
  LONGEST_KEYWORD,
  LONGEST_OTHER,
  MOST_FIELDS,
  MOST_NAMES,
  MOST_RESULTS,
  NOTHING_ADAPTED,
  OTHER_FIELDS,
  OTHER_INDEX,
  rulesNdjson,
  type RuleWithExceptions,
} from "./cluster/index.ts";
