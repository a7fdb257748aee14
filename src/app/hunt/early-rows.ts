import type { Evidence } from "../../case/index.ts";
import { locationKey } from "../../formats/index.ts";
import type { Runnable } from "../../rules/index.ts";
import { type Candidate, eventOf, type SeenEvent } from "../../scan/index.ts";
import { type HuntRow, huntRow, compareRows } from "./hunt-rows.ts";

/** Of how many events the index is asked where they are: more than anyone sees at once. */
export const MOST_EARLY = 100;
/** Less than this is read before anyone waits. */
const LEAST_BYTES = 32 * 1024 * 1024;

type Read = (evidence: Evidence, places: readonly Candidate[]) => Promise<readonly (SeenEvent | null)[]>;

/**
 * Reads the first events of a hunt straight from where the event index has them, long before the files are read up to there.
 *
 * @param candidates from files in which a record can be read at its place
 * @returns those that match
 */
export async function earlyRows(
  candidates: readonly Candidate[],
  files: readonly Evidence[],
  runs: Extract<Runnable, { kind: "event" }>,
  read: Read,
): Promise<readonly HuntRow[]> {
  const rows: HuntRow[] = [];
  for (const [file, evidence] of files.entries()) {
    const places = candidates.filter(({ evidenceId }) => evidenceId === evidence.id);
    if (places.length === 0 || evidence.seekable !== true || evidence.size < LEAST_BYTES) continue;
    for (const seen of await read(evidence, places))
      if (seen !== null && matches(runs, seen)) rows.push(huntRow(seen, evidence.id, file));
  }
  return rows;
}

/** What the query cannot decide is left to the search. */
function matches(runs: Extract<Runnable, { kind: "event" }>, seen: SeenEvent): boolean {
  try {
    return runs.matches(eventOf(seen));
  } catch {
    return false;
  }
}

/** Those that were found by reading the files, and the early ones that were not yet: as many as are listed. */
export function withEarly(
  found: readonly HuntRow[],
  early: readonly HuntRow[],
  most: number,
  from: "first" | "last",
): readonly HuntRow[] {
  if (early.length === 0) return found;
  const known = new Set(found.map(keyOf));
  const all = [...found, ...early.filter((row) => !known.has(keyOf(row)))].sort(compareRows);
  return from === "first" ? all.slice(0, most) : all.slice(-most);
}

function keyOf({ evidenceId, place }: HuntRow): string {
  return `${evidenceId} ${locationKey(place)}`;
}
