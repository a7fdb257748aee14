import type { Evidence, EvidenceState } from "../../case/index.ts";
import { alternatives, count, plural } from "../../wording/index.ts";

/** Alerts that are counted but not listed. */
export interface Hidden {
  /** The number of alerts that pass the filter; null if no filter is set. */
  readonly shown: number | null;
  /** Covered by exceptions. */
  readonly suppressed: number;
  /** From building block rules. */
  readonly buildingBlocks: number;
}

/** Summarises the alert list and what was examined: without the latter, a number of alerts means nothing. */
export function summarySentence(alerts: number, evidence: readonly Evidence[], hidden: Hidden): string {
  let events = 0;
  let carved = 0;
  let lost = 0;
  let headerOnly = 0;
  let unfinished = 0;
  let unread = 0;
  for (const file of evidence) {
    events += file.records;
    carved += file.carved ?? 0;
    // A file that could not be read at all has an unknown number of records.
    if (file.state === "unreadable" || file.state === "failed") unread++;
    else lost += file.lost;
    headerOnly += file.headerOnly ?? 0;
    if (file.state !== "done" && file.state !== "unreadable" && file.state !== "failed") unfinished++;
  }
  const remnants = carved === 0 ? "" : ` and ${plural(carved, "carved record")}`;
  const parts = [
    alertWords(alerts, hidden.shown),
    `${plural(events, "event")}${remnants}`,
    plural(evidence.length, "file"),
  ];
  if (hidden.suppressed > 0) parts.push(`${count(hidden.suppressed)} suppressed by exceptions`);
  if (hidden.buildingBlocks > 0) parts.push(`${plural(hidden.buildingBlocks, "building block")} hidden`);
  if (unfinished > 0) parts.push(`${plural(unfinished, "file")} not read to the end`);
  if (unread > 0) parts.push(`${plural(unread, "file")} unreadable`);
  if (lost > 0) parts.push(`${plural(lost, "record")} unreadable`);
  if (headerOnly > 0) parts.push(`${plural(headerOnly, "event")} with only a header`);
  if (unfinished === 0 && unread === 0 && lost === 0 && headerOnly === 0) parts.push("fully read");
  return parts.join(" · ");
}

function alertWords(alerts: number, shown: number | null): string {
  if (alerts === 0) return "No alerts";
  return shown === null ? plural(alerts, "alert") : `Showing ${count(shown)} of ${plural(alerts, "alert")}`;
}

/** A reason why an empty list is not an all-clear, with the files that it applies to. */
export interface Caveat {
  readonly text: string;
  /** Paths of the first few files. */
  readonly files: readonly string[];
  readonly more: number;
}

const MAX_FILES = 5;

const FILE_CAVEATS: readonly (readonly [text: string, applies: (evidence: Evidence) => boolean])[] = [
  ["Could not be examined", ({ state }) => state === "unreadable" || state === "failed"],
  ["Not read to the end", ({ state }) => state === "cancelled"],
  ["Archives with files that need a password", ({ state }) => state === "locked"],
  [
    "Contain unreadable records that might have matched",
    ({ state, lost, locked = 0 }) => wasRead(state) && lost > locked,
  ],
  [
    "Contain events whose values could not be read, so that rules saw only their header",
    ({ headerOnly = 0 }) => headerOnly > 0,
  ],
  [
    "Only part of a search's hits",
    ({ problems }) => problems.some(({ code }) => code === "incomplete-response"),
  ],
  ["No events", ({ state, records }) => wasRead(state) && records === 0],
];

/**
 * Returns the caveats of an empty alert list; none if it is complete.
 *
 * @param outdated files that have not been scanned with all enabled rules
 */
export function caveats(evidence: readonly Evidence[], outdated: readonly Evidence[]): Caveat[] {
  return [
    ...FILE_CAVEATS.map(([text, applies]) => caveat(text, evidence.filter(applies))),
    ...missingCategories(evidence),
    caveat("Not scanned with all enabled rules, or not correlated with all of them", outdated),
  ].filter(({ files }) => files.length > 0);
}

/** Files without any event of a category, grouped by the missing categories: rules for these could not match. */
function missingCategories(evidence: readonly Evidence[]): Caveat[] {
  const groups = new Map<string, Evidence[]>();
  for (const file of evidence) {
    if (!wasRead(file.state) || file.records === 0 || file.missingCategories.length === 0) continue;
    const key = alternatives([...file.missingCategories].sort());
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  return [...groups].map(([categories, files]) =>
    caveat(`No ${categories} events, so rules for them could not match (were they collected?)`, files),
  );
}

/** Whether the file was read to its end, except for locked archive members. */
function wasRead(state: EvidenceState): boolean {
  return state === "done" || state === "locked";
}

function caveat(text: string, evidence: readonly Evidence[]): Caveat {
  const paths = evidence.map(({ path }) => path);
  return { text, files: paths.slice(0, MAX_FILES), more: Math.max(0, paths.length - MAX_FILES) };
}
