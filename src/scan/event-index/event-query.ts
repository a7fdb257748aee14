/** The fields by which the index can be asked. */
export const EVENT_FIELDS = [
  "host.name",
  "user.name",
  "object",
  "winlog.channel",
  "event.code",
  "event.category",
  "event.action",
  "process.name",
  "process.pid",
  "process.entity_id",
] as const;
export type EventField = (typeof EVENT_FIELDS)[number];

/** Which events are asked for. */
export interface EventQuery {
  /** Epoch milliseconds, both included. Without either, events without a time count as well. */
  readonly from?: number;
  readonly to?: number;
  /** Every one must hold: the event's field has one of the values; with `isNot`, it has none of them. */
  readonly filters?: readonly EventFilter[];
}

export interface EventFilter {
  readonly field: EventField;
  readonly values: readonly string[];
  readonly isNot?: boolean;
  /** The values are parts of the field's text, and case does not count. The index has the first 160 characters of a text. */
  readonly isPart?: boolean;
}

/** Stands in the place of texts beyond the number that the index keeps. */
export const CUT_TEXT = "…";

/** One event of the index. Texts are empty where the event has none. */
export interface EventRow {
  readonly evidenceId: string;
  readonly member?: string;
  /** Where its record is in the file, or in the member of an archive, in bytes. */
  readonly offset: number;
  readonly length: number;
  /** Epoch milliseconds; NaN without a time. */
  readonly time: number;
  readonly host: string;
  readonly user: string;
  readonly object: string;
  readonly value: string;
  readonly channel: string;
  readonly code: string;
  readonly category: string;
  readonly action: string;
  readonly process: string;
  readonly pid: string;
  readonly entity: string;
  readonly parentEntity: string;
}

/** What happened before and after a moment, in the order of time. */
export interface EventAround {
  /** The last ones before it, and those at it. */
  readonly before: readonly EventRow[];
  readonly after: readonly EventRow[];
  /** How many there are in all, on either side. */
  readonly countBefore: number;
  readonly countAfter: number;
}

/** Events over time, in steps of the same length. */
export interface EventDensity {
  /** Start of the first step, in epoch milliseconds. */
  readonly start: number;
  /** Length of a step in milliseconds. */
  readonly step: number;
  /** Counts by step: for each value of the field that was asked for, largest sum first; under "" without a field. */
  readonly series: readonly (readonly [value: string, counts: Uint32Array])[];
}
