import { emptyEvent, type FieldValue, type FlatEvent } from "../ecs/index.ts";
import type { DecodedRecord, RecordLocation } from "../formats/index.ts";
import type { DerivedField, EcsEvent, SourceId } from "../sources/index.ts";
import type { Occurrence } from "../time/index.ts";
import type { AssumedZone, SeenDateOrder } from "./read-settings.ts";

/**
 * A flat event as JSON; as pairs of names and values where JSON cannot write it. It passes between threads and into
 * the database, where the hundred fields of an event cost ten times as much as one text.
 */
export type PackedEvent = string | readonly (readonly [string, FieldValue])[];

/** One record and its event. */
export interface SeenEvent {
  readonly place: RecordLocation;
  readonly source: SourceId;
  /** The index the document was exported from; empty if nothing says so. */
  readonly index: string;
  readonly extension?: string;
  /** The event's fields that Loupe derived, if any; absent in what earlier versions stored. */
  readonly derived?: readonly DerivedField[];
  /** Set where the event's time named no zone. */
  readonly zone?: AssumedZone & { readonly occurs: Occurrence };
  /** Set where day and month of one of its dates can be swapped. */
  readonly dateOrder?: SeenDateOrder;
  /** The flat event, packed; `eventOf` unpacks it. */
  readonly fields: PackedEvent;
  /** The record's text as in the file. */
  readonly raw: string;
  /** For a row of a table, the table's header; absent if the row was stored before headers were. */
  readonly header?: string;
}

/** One record that a rule matched. */
export interface Finding extends SeenEvent {
  readonly ruleId: string;
}

/**
 * @param zone the zone in which times without one were read
 * @param dateOrder how a date was read whose day and month can be swapped
 */
export function seenEvent(
  { event, source, index, extension, derived, assumedZone }: EcsEvent,
  { place, text, header }: Pick<DecodedRecord, "place" | "text"> & { readonly header?: string | undefined },
  zone: AssumedZone,
  dateOrder: SeenDateOrder | null = null,
): SeenEvent {
  return {
    place,
    source,
    index,
    ...(extension !== undefined && { extension }),
    ...(derived !== undefined && derived.length > 0 && { derived }),
    ...(assumedZone !== undefined && { zone: { ...zone, occurs: assumedZone } }),
    ...(dateOrder !== null && { dateOrder }),
    fields: packEvent(event),
    raw: text,
    ...(header !== undefined && { header }),
  };
}

/** JSON has no infinity, which 1e999 in evidence becomes: it would turn into null, as nothing else in an event does. */
export function packEvent(event: FlatEvent): PackedEvent {
  const text = JSON.stringify(event);
  return text.includes("null") ? (Object.entries(event) as [string, FieldValue][]) : text;
}

/** The flat event of a finding. */
export function eventOf({ fields }: Pick<SeenEvent, "fields">): FlatEvent {
  const event = emptyEvent();
  const pairs =
    typeof fields === "string" ? Object.entries(JSON.parse(fields) as Record<string, FieldValue>) : fields;
  for (const [field, value] of pairs) event[field] = value;
  return event;
}
