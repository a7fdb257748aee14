/** Reads reports of Windows Error Reporting. */
export { readWer } from "./read-wer.ts";
export type { WerPair, WerReport } from "./wer-report.ts";
