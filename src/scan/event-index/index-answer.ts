import type { EventPlace } from "./event-query.ts";
import type { IndexedPart } from "./indexed-part.ts";
import { Verdict } from "./verdicts.ts";

/** What the index knows of the events of one file and a query. */
export interface FileAnswer {
  readonly evidenceId: string;
  /** The events that the index has of the file. */
  readonly events: number;
  /** Those that match for certain, and those that may. */
  readonly certain: number;
  readonly possible: number;
  /** Where all of these are, ascending; null in an archive, and where there are too many. */
  readonly offsets: Float64Array<ArrayBuffer> | null;
}

/** An event that matches, or may. */
export interface Candidate extends EventPlace {
  readonly length: number;
}

export interface IndexAnswer {
  readonly files: readonly FileAnswer[];
  /** Those of all files that happened first, or last; empty where there are too many to look for them. */
  readonly nearest: readonly Candidate[];
}

/** Where more events of a file may match, nothing is saved by looking at these alone. */
const MOST_OFFSETS = 200_000;
/** Among more of them than this, the first are found as soon by reading the files. */
const MOST_SORTED = 200_000;

/** Gathers what the verdicts of events say of each file. */
export class AnswerBuilder {
  readonly #files = new Map<
    string,
    { events: number; certain: number; possible: number; offsets: number[] | null }
  >();
  readonly #candidates: { readonly part: IndexedPart; readonly row: number }[] = [];

  addPart(part: IndexedPart, verdictOf: (row: number) => Verdict): void {
    let file = this.#files.get(part.evidenceId);
    if (file === undefined)
      this.#files.set(part.evidenceId, (file = { events: 0, certain: 0, possible: 0, offsets: [] }));
    file.events += part.count;
    for (let row = 0; row < part.count; row++) {
      const verdict = verdictOf(row);
      if (verdict === Verdict.no) continue;
      if (verdict === Verdict.yes) file.certain++;
      else file.possible++;
      if (part.members[row] !== 0 || (file.offsets?.length ?? 0) >= MOST_OFFSETS) file.offsets = null;
      else file.offsets?.push(part.offsets[row]!);
      if (this.#candidates.length <= MOST_SORTED) this.#candidates.push({ part, row });
    }
  }

  /** @param limit of how many of the nearest the places are wanted */
  finish(limit: number, from: "first" | "last", memberOf: (code: number) => string): IndexAnswer {
    const files = Array.from(this.#files, ([evidenceId, { offsets, ...counts }]): FileAnswer => ({
      evidenceId,
      ...counts,
      offsets: offsets && Float64Array.from(offsets).sort(),
    }));
    return { files, nearest: this.#nearest(limit, from, memberOf) };
  }

  #nearest(limit: number, from: "first" | "last", memberOf: (code: number) => string): readonly Candidate[] {
    if (this.#candidates.length > MOST_SORTED) return [];
    // As in the list, events without a time come first.
    const timeOf = ({ part, row }: { part: IndexedPart; row: number }): number =>
      Number.isNaN(part.times[row]) ? -Infinity : part.times[row]!;
    const sorted = this.#candidates.sort((a, b) => compare(timeOf(a), timeOf(b)));
    const some = from === "first" ? sorted.slice(0, limit) : sorted.slice(-limit);
    return some.map(({ part, row }) => {
      const member = memberOf(part.members[row]!);
      return {
        evidenceId: part.evidenceId,
        ...(member !== "" && { member: member.slice(1) }),
        offset: part.offsets[row]!,
        length: part.lengths[row]!,
      };
    });
  }
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
