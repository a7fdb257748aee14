import type { EventField } from "../../scan/index.ts";
import { type Condition, condition, type IsField, readConditions } from "../filter/index.ts";

/** The fields whose most frequent values the view of all events lists. */
export const FACET_FIELDS = [
  "host.name",
  "user.name",
  "winlog.channel",
  "event.code",
  "event.category",
  "event.action",
  "process.name",
  "source.ip",
  "winlog.logon.type",
] as const satisfies readonly EventField[];

const NAMES: Readonly<Record<EventField, readonly string[]>> = {
  "host.name": ["host"],
  "user.name": ["user"],
  object: [],
  "winlog.channel": ["channel"],
  "event.code": ["code", "id", "winlog.event_id"],
  "event.category": ["category"],
  categories: [],
  "event.action": ["action"],
  "process.name": ["process"],
  "process.pid": ["pid"],
  "process.entity_id": ["entity"],
  "process.parent.entity_id": [],
  "process.parent.pid": ["parent pid"],
  "source.ip": ["ip", "address", "source"],
  "source.domain": ["workstation"],
  "winlog.logon.type": ["logon type", "logon"],
  "winlog.logon.failure.reason": ["reason"],
};

/** What the fields of the event index can be called in a query bar, in lower case. */
export const EVENT_FIELD_NAMES: ReadonlyMap<string, EventField> = new Map(
  (Object.entries(NAMES) as [EventField, readonly string[]][]).flatMap(([field, names]) =>
    [field, ...names].map((name): [string, EventField] => [name, field]),
  ),
);

/** Whether a name in front of a colon is that of a field: see `readConditions`. */
export const isEventField: IsField = (name) => EVENT_FIELD_NAMES.has(name.toLowerCase());

/** What someone typed as conditions on the event index. A field that it does not have is looked for as text. */
export function readEventConditions(text: string): Condition[] {
  return readConditions(text, isEventField).map((read) => {
    if (read.field === "") return read;
    const field = EVENT_FIELD_NAMES.get(read.field.toLowerCase());
    return field === undefined
      ? condition("", `${read.field}: ${read.value}`, { isNot: read.isNot, isOff: read.isOff })
      : { ...read, field };
  });
}
