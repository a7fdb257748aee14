/** Joins the readers, the mappers and the rules over the bytes of one file. */
export { eventOf, type Finding } from "./finding.ts";
export { type FileHash, hashFile } from "./hash-file.ts";
export type { Inventory } from "./inventory.ts";
export {
  scanFile,
  type ScanOptions,
  type ScanProgress,
  type ScanReceiver,
  type ScanResult,
} from "./scan-file.ts";
export { type ScanRule, ScanRules } from "./scan-rules.ts";
export { sha256Hex } from "./sha256.ts";
export { ProblemList } from "./problem-list.ts";
