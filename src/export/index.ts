/** CSV of alerts, of the file list, of the audit trail and of what a hunt found. Values come in, text goes out; sentences are made in wording. */
export { toCsv } from "./csv.ts";
export { alertCsv, type AlertExport } from "./alert-csv.ts";
export { auditCsv, type AuditExport } from "./audit-csv.ts";
export { huntCsv, type HuntExport, huntNdjson } from "./hunt-export.ts";
export { evidenceCsv, type EvidenceExport } from "./evidence-csv.ts";
export { toIsoUtc } from "../time/index.ts";
