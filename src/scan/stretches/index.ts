/** Scans one large file in several workers at once, each taking the lines that begin in a stretch of it. */
export { JoinedScan } from "./joined-scan.ts";
export { goesInStretches, scanStretches, type StretchDesk, type StretchScan } from "./scan-stretches.ts";
export { SHARED_FROM_BYTES } from "./stretch.ts";
export { StretchOffice } from "./stretch-office.ts";
