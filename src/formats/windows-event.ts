/**
 * One event of the Windows event log, whatever file form it came in: EVTX, event XML, or one of the JSON and CSV
 * dialects. What `<System>` says stands in its own properties, the payload as the provider wrote it. All values are
 * text as event XML writes them, since that is what Elastic's shippers send: numbers in decimal unless the provider's
 * type is hexadecimal (`0x…`), GUIDs in braces, SIDs as `S-1-…`.
 *
 * Absent properties were absent in the record. Source of the names: the event schema,
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
  /** As written, up to nine decimals: `2024-05-14T02:01:17.2501234Z`. */
  readonly systemTime?: string;
  readonly recordId?: string;
  readonly activityId?: string;
  readonly relatedActivityId?: string;
  /** Of the process that wrote the log, not of the one the event is about. */
  readonly processId?: string;
  readonly threadId?: string;
  readonly channel?: string;
  readonly computer?: string;
  /** `Security@UserID`. */
  readonly userSid?: string;
  /** The children of `<EventData>`, in their order; an unnamed one has the name "". */
  readonly eventData?: readonly EventDatum[];
  /** `<EventData Name="…">`, where it has one. */
  readonly eventDataName?: string;
  /** `<Binary>` of EventData: hexadecimal digits. */
  readonly binary?: string;
  /** `<UserData>`, or any other payload that is not EventData. */
  readonly userData?: XmlElement;
  readonly rendering?: Rendering;
}

export interface EventDatum {
  readonly name: string;
  /** Empty for an element without text. */
  readonly value: string;
}

/** `<RenderingInfo>`: the texts of the machine that exported the event, in its language. */
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

/** An element as it stands, for payloads that follow no common shape. */
export interface XmlElement {
  readonly name: string;
  /** Name and value, in their order. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  /** Elements, and the texts between them. */
  readonly children: readonly (XmlElement | string)[];
}

/** The value of a record that holds a Windows event; told apart from JSON by its class. */
export class WindowsEventRecord {
  readonly event: WindowsEvent;

  constructor(event: WindowsEvent) {
    this.event = event;
  }
}
