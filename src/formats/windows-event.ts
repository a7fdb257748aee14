/**
 * One event of the Windows event log, whatever file format it came in: EVTX, event XML, or one of the JSON and CSV
 * dialects. The parts of `<System>` have their own properties; the payload is as the provider wrote it. All values are
 * text as event XML writes them, because Elastic's shippers send them like that: numbers in decimal unless the
 * provider's type is hexadecimal (`0x…`), GUIDs in braces, SIDs as `S-1-…`.
 *
 * A property is absent if the record does not contain it. The names come from the event schema,
 * http://schemas.microsoft.com/win/2004/08/events/event.
 */
export interface WindowsEvent {
  readonly provider?: string;
  readonly providerGuid?: string;
  readonly eventSourceName?: string;
  /** Decimal digits. */
  readonly eventId?: string;
  readonly qualifiers?: string;
  readonly version?: string;
  readonly level?: string;
  readonly task?: string;
  readonly opcode?: string;
  /** As written: `0x8020000000000000`. */
  readonly keywords?: string;
  /** As written, with up to nine decimals: `2024-05-14T02:01:17.2501234Z`. */
  readonly systemTime?: string;
  readonly recordId?: string;
  readonly activityId?: string;
  readonly relatedActivityId?: string;
  /** ID of the process that wrote the event, not of the process that the event is about. */
  readonly processId?: string;
  readonly threadId?: string;
  readonly channel?: string;
  readonly computer?: string;
  /** `Security@UserID`. */
  readonly userSid?: string;
  /** The children of `<EventData>`, in order; the name of an unnamed child is "". */
  readonly eventData?: readonly EventDatum[];
  /** The name in `<EventData Name="…">`, if it has one. */
  readonly eventDataName?: string;
  /** `<Binary>` in EventData: hexadecimal digits. */
  readonly binary?: string;
  /** `<UserData>`, or any other payload that is not EventData. */
  readonly userData?: XmlElement;
  readonly rendering?: Rendering;
}

export interface EventDatum {
  readonly name: string;
  /** Empty if the element has no text. */
  readonly value: string;
}

/** `<RenderingInfo>`: texts from the machine that exported the event, in that machine's language. */
export interface Rendering {
  readonly culture?: string;
  readonly message?: string;
  readonly level?: string;
  readonly task?: string;
  readonly opcode?: string;
  readonly channel?: string;
  readonly provider?: string;
  readonly keywords?: readonly string[];
}

/** An element as written, for payloads without a common structure. */
export interface XmlElement {
  readonly name: string;
  /** Pairs of name and value, in order. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  /** Elements, and the texts between them. */
  readonly children: readonly (XmlElement | string)[];
}

/** The value of a record that is a Windows event; the class distinguishes it from JSON. */
export class WindowsEventRecord {
  readonly event: WindowsEvent;

  constructor(event: WindowsEvent) {
    this.event = event;
  }
}
