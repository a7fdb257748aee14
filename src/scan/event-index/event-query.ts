/** The fields by which the index can be asked. */
export const EVENT_FIELDS = [
  "host.name",
  "user.name",
  "object",
  "winlog.channel",
  "event.code",
  // The first category of an event. Filters and facets know the others as well.
  "event.category",
  // All of them in one text: see `CATEGORY_SEPARATOR`.
  "categories",
  "event.action",
  "process.name",
  "process.pid",
  "process.entity_id",
  "process.parent.entity_id",
  "process.parent.pid",
  "source.ip",
  "source.domain",
  "winlog.logon.type",
  "winlog.logon.failure.reason",
] as const;
export type EventField = (typeof EVENT_FIELDS)[number];

/** Which events are asked for. */
export interface EventQuery {
  /** Epoch milliseconds, both included. Without either, events without a time count as well. */
  readonly from?: number;
  readonly to?: number;
  /** The id of the file whose events alone are asked for; those of all files if absent. */
  readonly file?: string;
  /** Every one must hold: the event's field has one of the values; with `isNot`, it has none of them. */
  readonly filters?: readonly EventFilter[];
  /** Every one must hold as well. */
  readonly texts?: readonly TextSearch[];
  /** The events at these places alone are asked for. */
  readonly places?: readonly EventPlace[];
}

/** Where the record of an event is. */
export interface EventPlace {
  readonly evidenceId: string;
  /** The member of an archive; absent for the file itself. */
  readonly member?: string;
  readonly offset: number;
}

export interface EventFilter {
  /** Of several categories that an event has, one is enough. */
  readonly field: EventField;
  readonly values: readonly string[];
  /** Further values in which `*` stands for any characters and `?` for one. Case does not matter in them. */
  readonly patterns?: readonly string[];
  readonly isNot?: boolean;
  /** The values are parts of the field's text, and case does not count. The index has the first 160 characters of a text. */
  readonly isPart?: boolean;
  /** Whether values that differ only in case are the same. */
  readonly ignoresCase?: boolean;
}

/**
 * A search through what the index has of an event in words: host, user, channel, code, category, action, object, value,
 * process and where a logon came from. Each of the words occurs in one of them, whatever its case; with `isNot`, one of the words occurs in none.
 */
export interface TextSearch {
  readonly words: readonly string[];
  readonly isNot?: boolean;
}

/** The values of a field with their counts, largest first. Spellings that differ only in case are one value. */
export interface EventFacet {
  readonly field: EventField;
  readonly values: readonly (readonly [value: string, count: number])[];
  /** How many different values there are in all. */
  readonly distinct: number;
}

/** Events that have the same values in some fields, whatever their case. */
export interface EventGroup {
  readonly values: readonly string[];
  readonly count: number;
  /** The first and the last of their times, in epoch milliseconds; NaN if none has a time. */
  readonly from: number;
  readonly to: number;
}

export interface EventGroups {
  /** Largest first. */
  readonly groups: readonly EventGroup[];
  /** How many there are in all. */
  readonly distinct: number;
}

/** The longest time without an event of a host in a channel, between two of its events. */
export interface EventGap {
  readonly host: string;
  readonly channel: string;
  /** The times of the events before and after it, in epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** The number of events of the host in the channel that have a time. */
  readonly count: number;
}

/** What the numbers of the records of a host in a channel say about records that are not there. */
export interface RecordIdGaps {
  readonly host: string;
  readonly channel: string;
  /** Different numbers, and the first and the last of them. */
  readonly present: number;
  readonly first: number;
  readonly last: number;
  /** Numbers between the first and the last that no record has, and how many runs of them there are. */
  readonly missing: number;
  readonly gaps: number;
  /** The longest run: the records before and after it, with their times in epoch milliseconds, NaN without one. */
  readonly widest: {
    readonly before: number;
    readonly after: number;
    readonly from: number;
    readonly to: number;
  };
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
  /** The number and the name of its parent; absent where nothing says them. */
  readonly parentPid?: string;
  readonly parentName?: string;
  /** Where a logon came from, and of which type it was; absent where the event says nothing. */
  readonly address?: string;
  readonly workstation?: string;
  readonly logonType?: string;
  readonly failure?: string;
  /** The number that its log gave the record. */
  readonly recordId?: number;
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
