/** CSV of alerts and of the file list. Values come in, text goes out; sentences are made in wording. */
export { toCsv } from "./csv.ts";
export { alertCsv, type AlertExport } from "./alert-csv.ts";
export { evidenceCsv, type EvidenceExport } from "./evidence-csv.ts";
export { toIsoUtc } from "../time/index.ts";
