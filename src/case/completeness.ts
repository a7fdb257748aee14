import type { EvidenceProblem } from "./diagnostic.ts";
import { wasRead } from "./evidence-state.ts";
import type { Evidence } from "./model.ts";

/**
 * How much of a file's content could be examined. `lossy`: some of it could not be read, or only the header of events.
 * `cut`: all that is there was read, but a part of the file is missing: it is truncated, an archive has an event log without
 * content, or it has some of a search's hits.
 * `empty`: there is no event in it. `whole`: none of these.
 */
export type Completeness = "whole" | "lossy" | "cut" | "empty";

/** Problems that mean that a part of the file is missing. The first problem of each code is always kept. */
const MISSING_PART: ReadonlySet<EvidenceProblem["code"]> = new Set([
  "cut-short",
  "evtx-truncated",
  "incomplete-response",
  "tar-cut",
]);

/** @returns null for a file that was not read to its end: its state says why */
export function completenessOf(evidence: Evidence): Completeness | null {
  if (!wasRead(evidence)) return null;
  const { lost, locked = 0, headerOnly = 0, records, carved = 0, problems } = evidence;
  if (lost > locked || headerOnly > 0) return "lossy";
  if (problems.some(({ code }) => MISSING_PART.has(code)) || hasEmptyLog(evidence)) return "cut";
  return records + carved === 0 ? "empty" : "whole";
}

/** Whether an archive has an event log of no bytes. Windows writes none: even one without events has a header. */
export function hasEmptyLog({ problems }: Pick<Evidence, "problems">): boolean {
  return problems.some(
    ({ code, member }) => code === "empty" && member !== undefined && /\.evtx$/i.test(member),
  );
}

/**
 * How many of a file's losses are compressed data that ends early: each is a loss of unknown size, not of one record. In
 * an archive there may be several.
 */
export function endedEarly({ problems }: Pick<Evidence, "problems">): number {
  return problems.filter(
    (problem) => problem.code === "bad-gzip" && "data" in problem && problem.data.kind === "cut-short",
  ).length;
}
