import type { WindowsEvent } from "../../formats/index.ts";
import type { WrittenTime, Zone } from "../../time/index.ts";

/**
 * Why only the header of an event could be read. `message`: its values are in a message text that could not be taken
 * apart, or not in the export at all. `payload`: the payload is cut or damaged. `unnamed`: there are values, but their
 * names are not known.
 */
export type HeaderOnly = "message" | "payload" | "unnamed";

/** A Windows event that was read out of some export's own shape. */
export interface RawEvent {
  readonly event: WindowsEvent;
  /** The shape's name, for the page. */
  readonly shape: string;
  /** Set if the record's time named no zone and was read in the given one: how often that zone's clock showed it. */
  readonly assumedZone: WrittenTime["assumed"];
  /** Set if the event's values could not be read. `partial`: some could, the rest is cut off. */
  readonly unread?: HeaderOnly | "partial";
  /** The parts of the event that the shape does not contain, for the alert. */
  readonly lacks?: string;
  /** What this shape calls a value that event XML has at `System/Channel`, `EventData/Image` and so on. */
  readonly nameInRecord: (xmlPath: string) => string;
}

/**
 * One shape's reader.
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
