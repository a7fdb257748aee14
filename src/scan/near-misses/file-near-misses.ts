import type { FlatEvent } from "../../ecs/index.ts";
import type { RecordLocation } from "../../formats/index.ts";
import { indexedEvent } from "../event-index/index.ts";
import type { MissedClause } from "../scan-rules.ts";
import {
  FIRST_KEPT,
  type NearMisses,
  type NearMissEvent,
  type NearMissPlace,
  PLACES_KEPT,
  PLACES_OF_FILE,
} from "./near-miss.ts";
import { whatClauseSaw } from "./what-a-clause-saw.ts";

interface Gathered extends NearMisses {
  count: number;
  readonly first: NearMissEvent[];
  readonly places: NearMissPlace[];
}

/** Counts the near misses in one file, and keeps the first of each clause: millions of one clause take no memory. */
export class FileNearMisses {
  readonly #byRule = new Map<string, Map<number, Gathered>>();
  #placesLeft = PLACES_OF_FILE;

  /**
   * @param time epoch milliseconds; NaN if there is none
   * @param place called for an event whose place is kept
   */
  add(
    { ruleId, number, clause, text, isExclusion }: MissedClause,
    event: FlatEvent,
    time: number,
    place: () => RecordLocation,
  ): void {
    const clauses = this.#clausesOf(ruleId);
    let gathered = clauses.get(number);
    if (gathered === undefined) {
      gathered = { ruleId, clause: number, text, isExclusion, count: 0, first: [], places: [] };
      clauses.set(number, gathered);
    }
    gathered.count++;
    const isFirst = gathered.first.length < FIRST_KEPT;
    const isPlaceKept = gathered.places.length < PLACES_KEPT && this.#placesLeft > 0;
    if (!isFirst && !isPlaceKept) return;
    const at = place();
    if (isPlaceKept) {
      this.#placesLeft--;
      gathered.places.push({ offset: at.offset, ...(at.member !== undefined && { member: at.member }) });
    }
    if (isFirst)
      gathered.first.push({
        place: at,
        time,
        event: indexedEvent(event),
        saw: whatClauseSaw(clause, event),
      });
  }

  /** Adds the near misses in the next bytes of the same file. */
  join(next: readonly NearMisses[], linesBefore: number): void {
    for (const { first, places = [], ...of } of next) {
      const clauses = this.#clausesOf(of.ruleId);
      const before = clauses.get(of.clause);
      const moved = first.map((one) => ({
        ...one,
        place: { ...one.place, line: one.place.line + linesBefore },
      }));
      clauses.set(of.clause, {
        ...of,
        count: of.count + (before?.count ?? 0),
        first: [...(before?.first ?? []), ...moved].slice(0, FIRST_KEPT),
        places: [...(before?.places ?? []), ...places].slice(0, PLACES_KEPT),
      });
    }
  }

  #clausesOf(ruleId: string): Map<number, Gathered> {
    const clauses = this.#byRule.get(ruleId) ?? new Map<number, Gathered>();
    this.#byRule.set(ruleId, clauses);
    return clauses;
  }

  /** By rule id, then in the order of the rule's clauses. */
  finish(): NearMisses[] {
    const rules = [...this.#byRule].sort(([a], [b]) => (a < b ? -1 : 1));
    return rules.flatMap(([, clauses]) => [...clauses.values()].sort((a, b) => a.clause - b.clause));
  }
}
