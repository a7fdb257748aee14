/** Scans one large file in several workers at once, each taking the lines that begin in one split. */
export { MergedScan } from "./merged-scan.ts";
export { isSplittable, scanSplits, type SplitQueue, type SplitResult } from "./scan-splits.ts";
export { SHARED_FROM_BYTES } from "./split.ts";
export { SplitScheduler } from "./split-scheduler.ts";
