/** Scans one large file in several workers at once, each taking the lines that begin in a stretch of it. */
export { JoinedScan } from "./merged-scan.ts";
export { goesInStretches, scanStretches, type StretchDesk, type StretchScan } from "./scan-splits.ts";
export { SHARED_FROM_BYTES } from "./split.ts";
export { StretchOffice } from "./split-scheduler.ts";
