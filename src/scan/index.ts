/** Joins the readers, the mappers and the rules over the bytes of one file. */
export { correlate, type CorrelatedSequence, type CorrelateOptions, type Correlation } from "./correlate.ts";
export { eventOf, type Finding, type SeenEvent } from "./finding.ts";
export { withLocked } from "./file-sightings.ts";
export { type FileHash, hashFile } from "./hash-file.ts";
export { holdsEvidence } from "./holds-evidence.ts";
export type { Inventory } from "./inventory.ts";
export { opensArchive } from "./opens-archive.ts";
export { readPlaces } from "./read-places.ts";
export { type AssumedZone, type Reading, readingKey, zoneOfReading } from "./reading.ts";
export type { Loss } from "./replay.ts";
export {
  scanFile,
  type ScanOptions,
  type ScanProgress,
  type ScanReceiver,
  type ScanResult,
} from "./scan-file.ts";
export { type Decision, type ScanRule, ScanRules, type Sighted, windowMillis } from "./scan-rules.ts";
export { sha256Hex } from "./sha256.ts";
export type { CorrelatedEvent } from "./sighting-order.ts";
export { buffersOf, type PackedSightings } from "./sightings.ts";
export { ProblemList } from "./problem-list.ts";
export {
  goesInStretches,
  scanStretches,
  SHARED_FROM_BYTES,
  type StretchDesk,
  StretchOffice,
  type StretchScan,
} from "./stretches/index.ts";
