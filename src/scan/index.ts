/** Joins the readers, the mappers and the rules over the bytes of one file. */
export { compileRule, type CompiledRule, type ScanRule, scanRuleOf } from "./compiled-rule.ts";
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
export { sha256Hex } from "./sha256.ts";
