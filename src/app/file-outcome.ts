import type { Evidence } from "../case/index.ts";
import type { Problem } from "../formats/index.ts";
import type { ScanResult } from "../scan/index.ts";
import { formatWords, messageOf } from "../wording/index.ts";

/** What the ledger says of a file at each turn of its examination. */

export function newEvidence(caseId: string, order: number, file: File, path: string): Evidence {
  return {
    id: crypto.randomUUID(),
    caseId,
    order,
    name: file.name,
    path,
    size: file.size,
    lastModified: file.lastModified,
    state: "waiting",
    addedAt: Date.now(),
    bytes: 0,
    format: "",
    kind: null,
    records: 0,
    notEvents: 0,
    lost: 0,
    remarks: 0,
    alerts: 0,
    problems: [],
    inventory: null,
    zone: null,
    missingCategories: [],
    scanMilliseconds: 0,
    hashMilliseconds: 0,
    sha256: "",
    fingerprint: "",
  };
}

/** Before a file is scanned again: what is known of its bytes stays, its alerts as well until they are found again. */
export function waitingAgain(): Partial<Evidence> {
  return {
    state: "waiting",
    bytes: 0,
    records: 0,
    carved: 0,
    notEvents: 0,
    lost: 0,
    remarks: 0,
    problems: [],
    inventory: null,
    zone: null,
    missingCategories: [],
    sha256: "",
    fingerprint: "",
  };
}

/** After a pass that proved every record. */
export function validatedOutcome(result: ScanResult): Partial<Evidence> {
  return {
    state: result.locked.length > 0 ? "locked" : result.readable ? "done" : "unreadable",
    bytes: result.bytes,
    format: formatWords(result.kind),
    kind: result.kind,
    records: result.events,
    carved: result.carved,
    notEvents: result.notEvents,
    lost: result.lost,
    remarks: result.remarks,
    inventory: result.inventory,
    zone: result.zone,
    missingCategories: result.missingCategories,
    fingerprint: result.fingerprint,
    fieldsSeen: result.fieldsSeen,
    seekable: result.seekable,
    locked: result.locked.length,
  };
}

/** After a quick look: the alerts are there, the counts are still to come. */
export function prescanOutcome(result: ScanResult): Partial<Evidence> {
  return {
    state: "proving",
    bytes: result.bytes,
    format: formatWords(result.kind),
    kind: result.kind,
    records: result.events,
    fingerprint: result.fingerprint,
  };
}

export const STOPPED = {
  before: "This file was not read: the scan was stopped before it.",
  scanning:
    "The scan was stopped before this file had been read to its end. What had been found is kept; add the file again to examine all of it.",
  proving:
    "The file was searched for the rules' texts to its end, but the scan was stopped before every record had been proved well-formed, counted and decoded where it spells its text with escapes: the number of events is an estimate, damage would not have been noticed, and an alert may be missing. Add the file again to examine all of it.",
} as const;

export function hashUnknown(error: unknown): string {
  return `The SHA-256 is unknown: the file could not be read a second time (${messageOf(error)}).`;
}

export const HASH_STOPPED = "The SHA-256 is unknown: the scan was stopped before it.";

export function broken(error: unknown): string {
  return `The scan of this file broke (${messageOf(error)}). That is an error in Loupe, not in the file: what was found before is kept, the rest was not examined.`;
}

export function correlationBroke(error: unknown): string {
  return `The sequence rules could not be run (${messageOf(error)}): what they would have found is missing. That is an error in Loupe.`;
}

/** Two readings of a file did not give the same. */
export const CHANGED: Problem = {
  code: "changed",
  message:
    "The file changed between its two readings, for the scan and for its SHA-256: the hash is not that of the bytes that were examined. Copy it, and add the copy.",
  lost: true,
  offset: 0,
};
