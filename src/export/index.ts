export { toCsv } from "./csv.ts";
export { alertCsv, type AlertExport } from "./alert-csv.ts";
export { evidenceCsv, type EvidenceExport } from "./evidence-csv.ts";
export { toIsoUtc } from "../time/index.ts";
