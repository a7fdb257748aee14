/** What the state of a piece of evidence means: is it busy, was it read, is anything still to do. */
import type { Evidence } from "./model.ts";
import { readSettingsKey } from "../scan/index.ts";

/** Whether records outside the log can be asked for. */
export function isEventLog({ format }: Evidence): boolean {
  return /\bEVTX\b/.test(format);
}

/** Whether what the analyst said of a file is still to be followed: it could not be opened, or the scan was stopped. */
export function isUnread({ reading: readSettings = {}, readAs = "", state }: Evidence): boolean {
  return readAs !== readSettingsKey(readSettings) && !["waiting", "scanning", "proving"].includes(state);
}
