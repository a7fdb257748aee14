import type { FlatEvent } from "../../ecs/index.ts";
import { firstOf } from "../../match/index.ts";

/** What the event index keeps of an event besides its time and place: texts, each empty where the event has none. */
export interface IndexedEvent {
  readonly host: string;
  readonly user: string;
  /** The Windows channel; of another log, its data set or the module that read it. */
  readonly channel: string;
  readonly code: string;
  readonly category: string;
  readonly action: string;
  /** What the event is about: see `OBJECT_FIELDS`. */
  readonly object: string;
  /** The data of a registry value. */
  readonly value: string;
  readonly process: string;
  readonly pid: string;
  readonly entity: string;
  readonly parentEntity: string;
}

/** What an event is about: the first of these fields that it has. A command line comes last, as every process has one. */
const OBJECT_FIELDS = [
  "registry.path",
  "file.path",
  "file.name",
  "dll.path",
  "dns.question.name",
  "destination.domain",
  "destination.ip",
  "service.name",
  "winlog.event_data.ServiceName",
  "winlog.event_data.TaskName",
  "winlog.event_data.ObjectName",
  "winlog.event_data.TargetImage",
  "group.name",
  "winlog.event_data.ShareName",
  "process.command_line",
] as const;

const CHANNEL_FIELDS = ["winlog.channel", "event.dataset", "event.module"] as const;
const USER_FIELDS = ["user.name", "user.id"] as const;
const PROCESS_FIELDS = ["process.name", "process.executable"] as const;

const VALUE_FIELD = "registry.data.strings";

/** Every field that the index reads. */
export const INDEXED_FIELDS: readonly string[] = [
  "host.name",
  "event.code",
  "event.category",
  "event.action",
  "process.pid",
  VALUE_FIELD,
  "process.entity_id",
  "process.parent.entity_id",
  ...USER_FIELDS,
  ...CHANNEL_FIELDS,
  ...PROCESS_FIELDS,
  ...OBJECT_FIELDS,
];

export function indexedEvent(event: FlatEvent): IndexedEvent {
  const text = (field: string): string => textOf(event, field);
  return {
    host: text("host.name"),
    user: firstText(event, USER_FIELDS),
    channel: firstText(event, CHANNEL_FIELDS),
    code: text("event.code"),
    category: text("event.category"),
    action: text("event.action"),
    object: firstText(event, OBJECT_FIELDS),
    value: text(VALUE_FIELD),
    process: firstText(event, PROCESS_FIELDS),
    pid: text("process.pid"),
    entity: text("process.entity_id"),
    parentEntity: text("process.parent.entity_id"),
  };
}

/**
 * The most characters of a text that are kept. The record has the whole text. Millions of events, each with a text of its
 * own, have to fit into memory.
 */
export const MAX_TEXT = 160;

function firstText(event: FlatEvent, fields: readonly string[]): string {
  for (const field of fields) {
    const text = textOf(event, field);
    if (text !== "") return text;
  }
  return "";
}

function textOf(event: FlatEvent, field: string): string {
  const value = firstOf(event[field]);
  if (value === undefined) return "";
  const text = String(value);
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}
