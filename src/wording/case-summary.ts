import {
  completenessOf,
  endedEarly,
  type Evidence,
  hasEmptyLog,
  isBusy,
  isPartlyStored,
  wasRead,
} from "../case/index.ts";
import { alternatives, count, plural } from "./format.ts";

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
  let cutGzip = 0;
  let headerOnly = 0;
  let beingRead = 0;
  let unfinished = 0;
  let unread = 0;
  let cut = 0;
  let empty = 0;
  let unstored = 0;
  let partlyStored = 0;
  for (const file of evidence) {
    events += file.records;
    carved += file.carved ?? 0;
    // A file that could not be read at all has an unknown number of records.
    if (file.state === "unreadable" || file.state === "failed") unread++;
    else {
      const early = endedEarly(file);
      lost += file.lost - early;
      cutGzip += early;
    }
    headerOnly += file.headerOnly ?? 0;
    unstored += file.unstored?.alerts ?? 0;
    if (isPartlyStored(file)) partlyStored++;
    if (isBusy(file)) beingRead++;
    else if (file.state === "cancelled" || file.state === "locked") unfinished++;
    const completeness = completenessOf(file);
    if (completeness === "cut") cut++;
    if (completeness === "empty") empty++;
  }
  const remnants = carved === 0 ? "" : ` and ${plural(carved, "carved record")}`;
  const parts = [
    alertWords(alerts, hidden.shown),
    `${plural(events, "event")}${remnants}`,
    plural(evidence.length, "file"),
  ];
  if (hidden.suppressed > 0) parts.push(`${count(hidden.suppressed)} suppressed by exceptions`);
  if (hidden.buildingBlocks > 0) parts.push(`${plural(hidden.buildingBlocks, "building block")} hidden`);
  if (beingRead > 0) parts.push(`${plural(beingRead, "file")} still being read`);
  if (unfinished > 0) parts.push(`${plural(unfinished, "file")} not read to the end`);
  if (unread > 0) parts.push(`${plural(unread, "file")} unreadable`);
  if (lost > 0) parts.push(`${plural(lost, "record")} unreadable`);
  if (cutGzip > 0)
    parts.push(`${plural(cutGzip, "compressed file")} ${cutGzip === 1 ? "ends" : "end"} early`);
  if (headerOnly > 0) parts.push(`${plural(headerOnly, "event")} with only a header`);
  if (cut > 0) parts.push(`${plural(cut, "file")} incomplete`);
  if (empty > 0) parts.push(`${plural(empty, "file")} without events`);
  if (unstored > 0) parts.push(`${plural(unstored, "alert")} not stored`);
  else if (partlyStored > 0) parts.push(`${plural(partlyStored, "file")} not all stored`);
  const notWhole = beingRead + unfinished + unread + lost + cutGzip + headerOnly + cut + empty + partlyStored;
  if (notWhole === 0) parts.push("fully read");
  return parts.join(" · ");
}

function alertWords(alerts: number, shown: number | null): string {
  if (alerts === 0) return "No alerts";
  return shown === null ? plural(alerts, "alert") : `Showing ${count(shown)} of ${plural(alerts, "alert")}`;
}

/** A reason why an empty list is not an all-clear, with the files that it applies to. */
export interface Caveat {
  readonly text: string;
  /** Paths of the first few files, and of all. */
  readonly files: readonly string[];
  readonly more: number;
  readonly paths: readonly string[];
  /** A category of events that these files lack, if that is the reason. */
  readonly category?: string;
}

const MAX_FILES = 5;

const FILE_CAVEATS: readonly (readonly [text: string, applies: (evidence: Evidence) => boolean])[] = [
  ["Could not be examined", ({ state }) => state === "unreadable" || state === "failed"],
  ["Not all that was found in them could be stored", isPartlyStored],
  ["Not read to the end", ({ state }) => state === "cancelled"],
  ["Archives with files that need a password", ({ state }) => state === "locked"],
  [
    "Contain unreadable records that might have matched",
    (file) => wasRead(file) && file.lost > (file.locked ?? 0),
  ],
  [
    "Contain events whose values could not be read, so that rules saw only their header",
    ({ headerOnly = 0 }) => headerOnly > 0,
  ],
  [
    "Only part of a search's hits",
    ({ problems }) => problems.some(({ code }) => code === "incomplete-response"),
  ],
  ["Truncated: what is missing was not examined", isTruncated],
  ["No events", (file) => wasRead(file) && file.records === 0],
];

/** The end of the file is missing, whether or not a record was cut with it. */
function isTruncated({ problems }: Evidence): boolean {
  return (
    hasEmptyLog({ problems }) ||
    problems.some(({ code }) => code === "cut-short" || code === "evtx-truncated" || code === "tar-cut") ||
    endedEarly({ problems }) > 0
  );
}

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

/**
 * Which categories of events are missing from how many of the files with events: rules for them could not match there.
 * Categories that are missing from the same files share a caveat.
 */
function missingCategories(evidence: readonly Evidence[]): Caveat[] {
  const files = evidence.filter((file) => wasRead(file) && file.records > 0);
  const lacking = new Map<string, Evidence[]>();
  for (const file of files) {
    for (const category of file.missingCategories) {
      const others = lacking.get(category);
      if (others === undefined) lacking.set(category, [file]);
      else others.push(file);
    }
  }
  const groups = new Map<string, { readonly categories: string[]; readonly files: readonly Evidence[] }>();
  for (const category of [...lacking.keys()].sort()) {
    const without = lacking.get(category)!;
    const key = without.map(({ id }) => id).join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { categories: [category], files: without });
    else group.categories.push(category);
  }
  return [...groups.values()].map(({ categories, files: without }) => ({
    ...caveat(
      `No ${alternatives(categories)} events in ${filesOf(without.length, files.length)}, so rules for them could not match there (were they collected?)`,
      without,
    ),
    category: categories[0]!,
  }));
}

function filesOf(some: number, all: number): string {
  if (some < all) return `${count(some)} of ${count(all)} files`;
  return all === 1 ? "the only file with events" : `all ${count(all)} files with events`;
}

function caveat(text: string, evidence: readonly Evidence[]): Caveat {
  const paths = evidence.map(({ path }) => path);
  return { text, files: paths.slice(0, MAX_FILES), more: Math.max(0, paths.length - MAX_FILES), paths };
}
