import type { FlatEvent } from "../../ecs/index.ts";
import type { EventField, EventQuery, EventRow } from "../../scan/index.ts";
import type { Answer } from "./answer.ts";

/** What a question asks of the event index. */
export interface AskedIndex {
  /** The number of events that the index has, and of events in the case. */
  readonly coverage: { readonly indexed: number; readonly events: number };
  countOf(query: EventQuery): Promise<number>;
  top(query: EventQuery, field: EventField, limit: number): Promise<(readonly [string, number])[]>;
  rows(query: EventQuery, skip: number, limit: number): Promise<EventRow[]>;
  /** See `EventIndex.childrenOf` and `EventIndex.inferredParents`. */
  childrenOf(
    entities: readonly string[],
  ): Promise<{ readonly children: readonly string[]; readonly isInferred: boolean }>;
  inferredParents(
    entities: readonly string[],
  ): Promise<readonly (readonly [entity: string, parent: string])[]>;
}

/** Which alerts of the case are asked for, besides the one whose guide it is. */
export interface AlertSearch {
  /** Of these hosts, or with `isElsewhere` of all others; absent for every host. */
  readonly hosts?: readonly string[];
  readonly isElsewhere?: boolean;
  /** `user.name`, whatever its case; absent for everybody. */
  readonly user?: string;
  /** Only those of the same rule. */
  readonly isSameRule?: boolean;
  /** Epoch milliseconds, both included. */
  readonly from: number;
  readonly to: number;
}

/** Where the record of an alert is, and its time in epoch milliseconds. */
export interface AlertPlace {
  readonly evidenceId: string;
  readonly offset: number;
  readonly member?: string | undefined;
  readonly time: number;
}

/** The other alerts of a case. */
export interface OtherAlerts {
  readonly count: number;
  /** By the name of their rule, and by host, most first. */
  readonly rules: readonly (readonly [name: string, count: number])[];
  readonly hosts: readonly (readonly [name: string, count: number])[];
  /** Some of them: those nearest to the alert. */
  readonly nearest: readonly AlertPlace[];
  /** How many rules are enabled and can run: what none of them looks for raises no alert. */
  readonly rulesRun: number;
}

/** Everything that a question may look at. */
export interface AskedEvidence {
  readonly index: AskedIndex;
  /**
   * Reads the events of records again, for fields that the index lacks: undefined where the file is not at hand, null
   * where no event is at that place any more.
   */
  read(rows: readonly EventRow[]): Promise<(FlatEvent | null | undefined)[]>;
  otherAlerts(search: AlertSearch): OtherAlerts;
}

/** The alert whose guide it is: its last event, and where its record is. */
export interface AskedAlert {
  readonly event: FlatEvent;
  /** Epoch milliseconds; NaN without a time. */
  readonly time: number;
  readonly evidenceId: string;
  readonly offset: number;
  readonly member?: string | undefined;
}

/** What a step of a guide asks of the evidence. */
export interface Question {
  /** Names the question. */
  readonly id: string;
  ask(evidence: AskedEvidence, alert: AskedAlert): Promise<Answer>;
}
