/** Derives from the state of an evidence file whether it is busy, whether it was read and whether work remains. */
import type { Evidence } from "./model.ts";
import { hasEventLog } from "../formats/index.ts";
import { readSettingsKey } from "../scan/index.ts";

/** Whether deleted records can be carved from the file. */
export function isEventLog({ kind }: Evidence): boolean {
  return kind !== null && hasEventLog(kind);
}

export function isArchive({ kind }: Evidence): boolean {
  return kind?.kind === "archive";
}

/** Whether the file as a whole is compressed, so that locations in it refer to the uncompressed content. */
export function isGzip({ kind }: Evidence): boolean {
  return kind !== null && kind.kind !== "archive" && kind.gzipMembers !== undefined;
}

/**
 * Whether the analyst's read settings have yet to be applied: the file could not be opened, or the scan was stopped.
 */
export function isUnread(evidence: Evidence): boolean {
  const { reading: readSettings = {}, readAs = "" } = evidence;
  return readAs !== readSettingsKey(readSettings) && !isBusy(evidence);
}

/** Whether something that was found in the file is lost, because the browser refused to store it. */
export function isPartlyStored({ unstored }: Pick<Evidence, "unstored">): boolean {
  return unstored !== undefined && unstored !== null;
}

/** Whether the file has to be scanned again before all of it is examined and stored. */
export function isUnfinished(evidence: Pick<Evidence, "state" | "unstored">): boolean {
  return evidence.state === "cancelled" || evidence.state === "failed" || isPartlyStored(evidence);
}

/** Whether a file waits for its scan, or is being scanned or validated. */
export function isBusy({ state }: Pick<Evidence, "state">): boolean {
  return state === "waiting" || state === "scanning" || state === "proving";
}

/** Whether a file was read to its end, all of it but for locked members of an archive. */
export function wasRead({ state }: Pick<Evidence, "state">): boolean {
  return state === "done" || state === "locked";
}
