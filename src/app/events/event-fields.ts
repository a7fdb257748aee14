import type { EventField } from "../../scan/index.ts";

/** The fields whose most frequent values the view of all events lists. */
export const FACET_FIELDS = [
  "host.name",
  "user.name",
  "winlog.channel",
  "event.code",
  "event.category",
  "event.action",
  "process.name",
] as const satisfies readonly EventField[];

const NAMES: Readonly<Record<EventField, readonly string[]>> = {
  "host.name": ["host"],
  "user.name": ["user"],
  object: [],
  "winlog.channel": ["channel"],
  "event.code": ["code", "id", "event id", "winlog.event_id"],
  "event.category": ["category"],
  "event.action": ["action"],
  "process.name": ["process"],
  "process.pid": ["pid"],
  "process.entity_id": ["entity"],
};

/** What the fields of the event index can be called in a query bar: see `conditionOf`. */
export const EVENT_FIELD_NAMES: ReadonlyMap<string, EventField> = new Map(
  (Object.entries(NAMES) as [EventField, readonly string[]][]).flatMap(([field, names]) =>
    [field, ...names].map((name): [string, EventField] => [name, field]),
  ),
);
