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

/** What Loupe has to ask the analyst about a file. A default is assumed until they answer. */
export type OpenQuestion = "password" | "zone" | "date-order" | "encoding";

/** The questions about a file that the analyst has not answered, the one that matters most first. */
export function openQuestions({ state, problems, reading = {} }: Evidence): readonly OpenQuestion[] {
  const has = (wanted: string): boolean => problems.some(({ code }) => code === wanted);
  const questions: OpenQuestion[] = [];
  if (state === "locked") questions.push("password");
  if (reading.zone === undefined && has("assumed-zone")) questions.push("zone");
  if (reading.dateOrder === undefined && has("date-order")) questions.push("date-order");
  if (reading.encoding === undefined && has("invalid-utf8")) questions.push("encoding");
  return questions;
}
