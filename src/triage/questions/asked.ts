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
}

/** The other alerts of a case on some hosts in a range of time. */
export interface OtherAlerts {
  readonly count: number;
  /** By the name of their rule, most first. */
  readonly rules: readonly (readonly [name: string, count: number])[];
}

/** Everything that a question may look at. */
export interface AskedEvidence {
  readonly index: AskedIndex;
  /**
   * Reads the events of records again, for fields that the index lacks: undefined where the file is not at hand, null
   * where no event is at that place any more.
   */
  read(rows: readonly EventRow[]): Promise<(FlatEvent | null | undefined)[]>;
  /**
   * @param from epoch milliseconds, both included
   */
  otherAlerts(hosts: readonly string[], from: number, to: number): OtherAlerts;
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
