/** Scans one large file in several workers at once, each taking one split after the other. */
export { MergedScan } from "./merged-scan.ts";
export { isPrescannedBy, scanSplits, splitKindOf, type SplitQueue, type SplitResult } from "./scan-splits.ts";
export { type Pass, SHARED_FROM_BYTES, type SplitKind } from "./split.ts";
export { SplitScheduler } from "./split-scheduler.ts";
