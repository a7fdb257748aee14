import type { WindowsEvent } from "../../formats/index.ts";
import type { ReadTime, Zone } from "../../time/index.ts";

/** A Windows event that was read out of some export's own shape. */
export interface RawEvent {
  readonly event: WindowsEvent;
  /** How the shape is called, for the page. */
  readonly shape: string;
  /** The record's time named no zone and was taken for that which was given: how often that had it. */
  readonly assumedZone: ReadTime["assumed"];
  /** What of the event is not there because the shape does not hold it, for the alert. */
  readonly lacks?: string;
  /** The name that a place of event XML, `System/Channel` or `EventData/Image`, has in this shape. */
  readonly spell: (place: string) => string;
}

/**
 * * One shape's reader.
 *
 * @param document an object of JSON, or a row of text by column
 * @param zone the zone of times that name none
 * @returns null for a document of another shape
 */
export type RawReader = (document: object, zone: Zone) => RawEvent | null;

/** A builder of WindowsEvent: properties that are undefined are left out. */
export type EventDraft = { -readonly [K in keyof WindowsEvent]: WindowsEvent[K] | undefined };

export function finished(draft: EventDraft): WindowsEvent {
  const event: Record<string, unknown> = {};
  for (const [property, value] of Object.entries(draft)) if (value !== undefined) event[property] = value;
  return event;
}
