/** Joins the readers, the mappers and the rules over the bytes of one file. */
export {
  correlate,
  type CorrelatedSequence,
  type CorrelateOptions,
  type Correlation,
} from "./sequences/correlate.ts";
export type { GroupFacts, GroupTerm } from "./sequences/group-search.ts";
export { type EventsRead, type EventsReceiver, readAllEvents } from "./all-events.ts";
export type { ScanCode, ScanDiagnostic, ScanDiagnostics } from "./diagnostic.ts";
export { eventOf, type Finding, type PackedEvent, packEvent, type SeenEvent } from "./finding.ts";
export { withLockedMembers } from "./sequences/file-term-matches.ts";
export {
  CUT_TEXT,
  EVENT_FIELDS,
  type EventAround,
  type EventDensity,
  type EventFacet,
  type EventField,
  type EventFilter,
  type Candidate,
  CATEGORY_SEPARATOR,
  type EventGap,
  type EventGroup,
  type EventGroups,
  type EventPlace,
  EventIndex,
  type MarkedPlaces,
  type EventQuery,
  type EventRow,
  type RecordIdGaps,
  eventRowOf,
  type FileAnswer,
  type IndexAnswer,
  INDEXED_FIELDS,
  type IndexedEvent,
  MAX_TEXT,
  MOST_INDEXED,
  type PackedPart,
  type TextSearch,
  unpackPart,
} from "./event-index/index.ts";
export { deflate, inflate } from "./deflated.ts";
export type { PackedFindings, PackFindings } from "./packed-findings.ts";
export { COLLECTED_BYTES, type CollectedScan, collectScan } from "./collected-scan.ts";
export { fingerprintOf } from "./fingerprint-of.ts";
export { searchWords, type WordHits, type WordReceiver, type WordSearchResult } from "./word-search.ts";
export { hashesQuickly } from "./file-digest.ts";
export { type FileHash, hashFile } from "./hash-file.ts";
export { type HuntCondition, meetsAll } from "./hunt-conditions.ts";
export { countedValues, type HuntLimit, isOnlyCounted, LeanFindings } from "./lean-findings.ts";
export { type ArchiveClass, classifyArchive } from "./archive/classify-archive.ts";
export { classify, type FileClass } from "./classify.ts";
export { holdsEvidence } from "./archive/holds-evidence.ts";
export type { Inventory } from "./inventory.ts";
export { opensArchive } from "./archive/opens-archive.ts";
export { readEventsAt } from "./read-events-at.ts";
export {
  type AssumedZone,
  type ReadSettings,
  readSettingsKey,
  type SeenDateOrder,
  zoneOfSettings,
} from "./read-settings.ts";
export type { SequenceMiss } from "./sequences/replay.ts";
export { prescanFile, scanFile, type ScanOptions, type ScanResult } from "./scan-file.ts";
export { ResumedReceiver } from "./resumed-receiver.ts";
export type { ScanProgress, ScanReceiver } from "./scan-receiver.ts";
export {
  type Decision,
  type MissedClause,
  type ScanRule,
  ScanRules,
  type MatchedTerm,
} from "./scan-rules.ts";
export { sha256Hex } from "./sha256.ts";
export type { CorrelatedEvent } from "./sequences/term-match-order.ts";
export { buffersOf, type TermMatchColumns } from "./sequences/term-matches.ts";
export {
  FIRST_KEPT,
  type NearMisses,
  type NearMissEvent,
  type NearMissPlace,
  type SeenField,
} from "./near-misses/index.ts";
export { ProblemList } from "./problem-list.ts";
export {
  type Pass,
  scanSplits,
  SHARED_FROM_BYTES,
  isPrescannedBy,
  splitKindOf,
  type SplitKind,
  type SplitQueue,
  SplitScheduler,
  type SplitResult,
} from "./parallel/index.ts";
