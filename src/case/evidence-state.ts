/** What the state of a piece of evidence means: is it busy, was it read, is anything still to do. */
import type { Evidence } from "./model.ts";
import { hasEventLog } from "../formats/index.ts";
import { readSettingsKey } from "../scan/index.ts";

/** Whether records outside the log can be asked for. */
export function isEventLog({ kind }: Evidence): boolean {
  return kind !== null && hasEventLog(kind);
}

export function isArchive({ kind }: Evidence): boolean {
  return kind?.kind === "archive";
}

/** Whether the file as a whole is packed, so that places in it are those of the unpacked content. */
export function isGzip({ kind }: Evidence): boolean {
  return kind !== null && kind.kind !== "archive" && kind.gzipMembers !== undefined;
}

/** Whether what the analyst said of a file is still to be followed: it could not be opened, or the scan was stopped. */
export function isUnread(evidence: Evidence): boolean {
  const { reading: readSettings = {}, readAs = "" } = evidence;
  return readAs !== readSettingsKey(readSettings) && !isBusy(evidence);
}

/** Whether a file waits for its scan, or is being scanned or validated. */
export function isBusy({ state }: Pick<Evidence, "state">): boolean {
  return state === "waiting" || state === "scanning" || state === "proving";
}

/** Whether a file was read to its end, all of it but for locked members of an archive. */
export function wasRead({ state }: Pick<Evidence, "state">): boolean {
  return state === "done" || state === "locked";
}
