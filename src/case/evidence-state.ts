/** What the state of a piece of evidence means: is it busy, was it read, is anything still to do. */
import type { Evidence } from "./model.ts";
import { type AssumedZone, readSettingsKey } from "../scan/index.ts";

/** Where times of a file that name no zone were taken to be from; null where all name theirs. */
export function assumedZoneOf({ zone, problems }: Evidence): AssumedZone | null {
  // Cases from before zones could be told say it in the remark alone.
  const isOld = zone === undefined && problems.some(({ code }) => code === "assumed-zone");
  return isOld ? { name: "UTC", told: false } : (zone ?? null);
}

/** Whether records outside the log can be asked for. */
export function isEventLog({ format }: Evidence): boolean {
  return /\bEVTX\b/.test(format);
}

/** Whether what the analyst said of a file is still to be followed: it could not be opened, or the scan was stopped. */
export function isUnread({ reading: readSettings = {}, readAs = "", state }: Evidence): boolean {
  return readAs !== readSettingsKey(readSettings) && !["waiting", "scanning", "proving"].includes(state);
}
