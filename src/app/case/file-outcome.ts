import type { CaseDiagnostic, Evidence } from "../../case/index.ts";
import type { ScanResult } from "../../scan/index.ts";
import { formatWords, messageOf } from "../../wording/index.ts";

/** The entry of a file in the ledger, at each stage of its examination. */

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

/** Before a file is scanned again. Its alerts stay until the scan has found them again or not. */
export function waitingAgain(): Partial<Evidence> {
  return {
    state: "waiting",
    bytes: 0,
    records: 0,
    carved: 0,
    notEvents: 0,
    headerOnly: 0,
    lost: 0,
    remarks: 0,
    problems: [],
    inventory: null,
    zone: null,
    missingCategories: [],
    sha256: "",
    fingerprint: "",
    unstored: null,
  };
}

/** After a pass that validated every record. */
export function validatedOutcome(result: ScanResult): Partial<Evidence> {
  return {
    state: result.locked.length > 0 ? "locked" : result.readable ? "done" : "unreadable",
    bytes: result.bytes,
    format: formatWords(result.kind),
    kind: result.kind,
    records: result.events,
    carved: result.carved,
    notEvents: result.notEvents,
    headerOnly: result.headerOnly,
    lost: result.lost,
    remarks: result.notes,
    inventory: result.inventory,
    zone: result.zone,
    missingCategories: result.missingCategories,
    fingerprint: result.fingerprint,
    fieldsSeen: result.fieldsSeen,
    fieldsSeenExact: result.fieldsSeenExact,
    seekable: result.seekable,
    locked: result.locked.length,
  };
}

/** After a prescan: the alerts are there, and the exact counts are still to come. */
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

/** The analyst stopped the scan, or the page was closed. */
export function stopped(
  kind: CaseDiagnostic<"cancelled">["data"]["kind"],
  offset = 0,
): CaseDiagnostic<"cancelled"> {
  return { code: "cancelled", severity: "warning", data: { kind }, offset };
}

/** The file was scanned, but could not be read a second time. */
export function hashUnknown(error: unknown): CaseDiagnostic<"read-failed"> {
  const data = { kind: "second-read", detail: messageOf(error) } as const;
  return { code: "read-failed", severity: "warning", data, offset: 0 };
}

export function broken(error: unknown, offset: number): CaseDiagnostic<"scan-failed"> {
  return { code: "scan-failed", severity: "error", data: { detail: messageOf(error) }, offset };
}

/** Two reads of a file did not give the same. */
export const CHANGED: CaseDiagnostic<"changed"> = {
  code: "changed",
  severity: "error",
  data: { kind: "between-reads" },
  offset: 0,
};
