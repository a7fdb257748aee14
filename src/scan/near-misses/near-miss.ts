/** Events that one clause alone kept from matching a rule, by that clause. */
import type { Scalar } from "../../ecs/index.ts";
import type { RecordLocation } from "../../formats/index.ts";
import type { IndexedEvent } from "../event-index/index.ts";

/** The near misses of one clause of one rule in one file. */
export interface NearMisses {
  readonly ruleId: string;
  /** The clause's number in the rule: see `nearMissClauses`. */
  readonly clause: number;
  /** The clause in the canonical spelling of the rule's language. */
  readonly text: string;
  /** Whether the events failed the clause by what they have: it begins with `not`. */
  readonly isExclusion: boolean;
  /** How many events; always exact. */
  readonly count: number;
  /** The first of them in the file, `FIRST_KEPT` at most. */
  readonly first: readonly NearMissEvent[];
  /** Where the first of them are, `PLACES_KEPT` at most; absent in what earlier versions stored. */
  readonly places?: readonly NearMissPlace[];
}

/** Where the record of a near miss is in its file. */
export type NearMissPlace = Pick<RecordLocation, "offset" | "member">;

/** One event that nearly matched. All texts are hostile, and cut where they are long. */
export interface NearMissEvent {
  readonly place: RecordLocation;
  /** Epoch milliseconds; NaN if the event has no time that can be read. */
  readonly time: number;
  /** The event as the event index would have it. */
  readonly event: IndexedEvent;
  /** What the clause looked at: its fields, and the event's values. */
  readonly saw: readonly SeenField[];
}

export interface SeenField {
  readonly field: string;
  /** The first values, texts cut where they are long; empty if the event does not have the field. */
  readonly values: readonly Scalar[];
  /** How many more values it has. */
  readonly more: number;
}

/** How many events are kept of each clause of each rule. */
export const FIRST_KEPT = 20;
/** Of how many events of each clause of each rule the place is kept, so that they can be listed. */
export const PLACES_KEPT = 1000;
/** Of how many in all clauses of a file: with thousands of rules, all of them would take too much memory. */
export const PLACES_OF_FILE = 100_000;
