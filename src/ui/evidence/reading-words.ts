import type { Evidence } from "../../case/index.ts";
import { type AssumedZone, readingKey } from "../../scan/index.ts";
import { plural } from "../common/format.ts";

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
export function isUnread({ reading = {}, readAs = "", state }: Evidence): boolean {
  return readAs !== readingKey(reading) && !["waiting", "scanning", "proving"].includes(state);
}

/** How it is to be read then: `with its times taken for UTC+02:00`, `without deleted records`. */
export function wantedWords(evidence: Evidence): string {
  const { zone, carve } = evidence.reading ?? {};
  const words: string[] = [];
  if (zone !== undefined) words.push(`with its times taken for ${zone}`);
  if (isEventLog(evidence)) words.push(`${carve ? "with" : "without"} deleted records`);
  return words.join(" and ");
}

/** ` and 12 carved records`, where they were asked for. */
export function carvedWords({ reading, carved = 0, state }: Evidence): string {
  if (!reading?.carve && carved === 0) return "";
  if (carved > 0) return ` and ${plural(carved, "carved record")}`;
  return state === "done" ? " and no carved record" : "";
}
