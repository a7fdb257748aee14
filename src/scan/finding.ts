import type { FieldValue, FlatEvent } from "../eql/index.ts";
import type { DecodedRecord, Place } from "../formats/index.ts";
import type { EcsEvent, Occurrence, SourceId } from "../sources/index.ts";
import type { AssumedZone } from "./reading.ts";

/** One record and the event that it is. */
export interface SeenEvent {
  readonly place: Place;
  readonly source: SourceId;
  /** The index the document was exported from; empty if nothing says so. */
  readonly index: string;
  readonly extension?: string;
  /** Set where the event's time named no zone. */
  readonly zone?: AssumedZone & { readonly occurs: Occurrence };
  /** The flat event as pairs: a message to another thread turns objects without prototype into plain ones. */
  readonly fields: readonly (readonly [string, FieldValue])[];
  /** The record as it stands in the file. */
  readonly raw: string;
  /** Of a row of a table, its header; what earlier versions kept has none. */
  readonly header?: string;
}

/** One record that a rule matched. */
export interface Finding extends SeenEvent {
  readonly ruleId: string;
}

/** @param zone that times without one were taken to be from */
export function seenEvent(
  { event, source, index, extension, assumedZone }: EcsEvent,
  { place, text, header }: Pick<DecodedRecord, "place" | "text"> & { readonly header?: string | undefined },
  zone: AssumedZone,
): SeenEvent {
  return {
    place,
    source,
    index,
    ...(extension !== undefined && { extension }),
    ...(assumedZone !== undefined && { zone: { ...zone, occurs: assumedZone } }),
    fields: Object.entries(event) as unknown as SeenEvent["fields"],
    raw: text,
    ...(header !== undefined && { header }),
  };
}

/** The flat event of a finding. */
export function eventOf(finding: { readonly fields: SeenEvent["fields"] }): FlatEvent {
  const event = Object.create(null) as Record<string, FieldValue>;
  for (const [field, value] of finding.fields) event[field] = value;
  return event;
}
