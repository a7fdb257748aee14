import { type Evidence, isEventLog } from "../case/index.ts";
import { plural } from "./format.ts";

/** The file's read settings: `with its times read as UTC+02:00`, `without deleted records`. */
export function wantedWords(evidence: Evidence): string {
  const { zone, carve, dateOrder, encoding } = evidence.reading ?? {};
  const words: string[] = [];
  if (zone !== undefined) words.push(`with its times read as ${zone}`);
  if (dateOrder !== undefined)
    words.push(`with the ${dateOrder === "day-first" ? "day" : "month"} first in its dates`);
  if (encoding !== undefined) words.push(`with its text read as ${encoding}`);
  if (isEventLog(evidence)) words.push(`${carve ? "with" : "without"} deleted records`);
  return words.length === 0 ? "with the default settings" : words.join(" and ");
}

/** ` and 12 carved records`, if carving is on. */
export function carvedWords({ reading: readSettings, carved = 0, state }: Evidence): string {
  if (!readSettings?.carve && carved === 0) return "";
  if (carved > 0) return ` and ${plural(carved, "carved record")}`;
  return state === "done" ? " and no carved records" : "";
}
