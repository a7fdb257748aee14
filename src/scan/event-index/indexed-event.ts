import type { FlatEvent } from "../../ecs/index.ts";
import { firstOf } from "../../match/index.ts";
import type { EventRow } from "./event-query.ts";

/** What the event index keeps of an event besides its time and place: texts, each empty where the event has none. */
export interface IndexedEvent {
  readonly host: string;
  readonly user: string;
  /** The Windows channel; of another log, its data set or the module that read it. */
  readonly channel: string;
  readonly code: string;
  readonly category: string;
  /** All categories, joined by `CATEGORY_SEPARATOR`: an event of the registry is one of the configuration as well. */
  readonly categories: string;
  readonly action: string;
  /** What the event is about: see `OBJECT_FIELDS`. */
  readonly object: string;
  /** The data of a registry value. */
  readonly value: string;
  readonly process: string;
  readonly pid: string;
  readonly entity: string;
  readonly parentEntity: string;
  /** The number and the name of its parent. */
  readonly parentPid: string;
  readonly parentName: string;
  /** Where a logon or a connection came from. */
  readonly address: string;
  /** The name of the computer that a logon came from, as it gave it. */
  readonly workstation: string;
  /** `Network`, `RemoteInteractive`, …: Elastic's words. */
  readonly logonType: string;
  /** Why a logon failed. */
  readonly failure: string;
  /** The number that its log gave the record; 0 without one, and for a number that is no whole one below 2^32. */
  readonly recordId: number;
}

/** Between the categories of one event. */
export const CATEGORY_SEPARATOR = ", ";
/** More categories are not kept: evidence decides how many an event has. */
const MOST_CATEGORIES = 4;

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

const PARENT_FIELDS = ["process.parent.name", "process.parent.executable"] as const;

const ADDRESS_FIELDS = ["source.ip", "source.address"] as const;
/**
 * Whose session it is, and where from, in the logs of the Terminal Services. They are in UserData, which no pipeline of
 * Elastic maps; an export may have made it EventData. 1149 has no names for its values.
 */
const SESSION_CHANNEL = /TerminalServices-(?:LocalSessionManager|RemoteConnectionManager)/i;
const SESSION_USER_FIELDS = ["User", "Param1"].flatMap(inData);
const SESSION_ADDRESS_FIELDS = ["Address", "Param3"].flatMap(inData);

function inData(name: string): string[] {
  return [`winlog.user_data.${name}`, `winlog.event_data.${name}`];
}

const ORIGIN_FIELDS = ["source.domain", "winlog.logon.type", "winlog.logon.failure.reason"] as const;
const RECORD_ID_FIELD = "winlog.record_id";

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
  "process.parent.pid",
  ...PARENT_FIELDS,
  ...USER_FIELDS,
  ...CHANNEL_FIELDS,
  ...PROCESS_FIELDS,
  ...OBJECT_FIELDS,
  ...ADDRESS_FIELDS,
  ...SESSION_USER_FIELDS,
  ...SESSION_ADDRESS_FIELDS,
  ...ORIGIN_FIELDS,
  RECORD_ID_FIELD,
];

export function indexedEvent(event: FlatEvent): IndexedEvent {
  const text = (field: string): string => textOf(event, field);
  const channel = firstText(event, CHANNEL_FIELDS);
  const isSession = SESSION_CHANNEL.test(channel);
  return {
    host: text("host.name"),
    user:
      (isSession && withoutDomain(firstText(event, SESSION_USER_FIELDS))) || firstText(event, USER_FIELDS),
    channel,
    code: text("event.code"),
    category: text("event.category"),
    categories: categoriesOf(event),
    action: text("event.action"),
    object: firstText(event, OBJECT_FIELDS),
    value: text(VALUE_FIELD),
    process: firstText(event, PROCESS_FIELDS),
    pid: text("process.pid"),
    entity: text("process.entity_id"),
    parentEntity: text("process.parent.entity_id"),
    parentPid: text("process.parent.pid"),
    parentName: firstText(event, PARENT_FIELDS),
    address: unlessDash(
      firstText(event, ADDRESS_FIELDS) || (isSession ? firstText(event, SESSION_ADDRESS_FIELDS) : ""),
    ),
    workstation: unlessDash(text("source.domain")),
    logonType: text("winlog.logon.type"),
    failure: text("winlog.logon.failure.reason"),
    recordId: recordIdOf(event),
  };
}

function categoriesOf(event: FlatEvent): string {
  const value = event["event.category"];
  if (!Array.isArray(value) || value.length < 2) return textOf(event, "event.category");
  const texts = [...new Set(value.slice(0, MOST_CATEGORIES).map(String))];
  const joined = texts.join(CATEGORY_SEPARATOR);
  return joined.length <= MAX_TEXT ? joined : textOf(event, "event.category");
}

/** Of `CORP\alice` the name, as `user.name` has it of other events. */
function withoutDomain(account: string): string {
  return account.slice(account.lastIndexOf("\\") + 1);
}

/** Windows writes a dash where it has nothing to say. */
function unlessDash(text: string): string {
  return text === "-" ? "" : text;
}

function recordIdOf(event: FlatEvent): number {
  const value = firstOf(event[RECORD_ID_FIELD]);
  const id = typeof value === "number" || typeof value === "string" ? Number(value) : NaN;
  return Number.isInteger(id) && id > 0 && id < 2 ** 32 ? id : 0;
}

/** An event as the index would give it, whether the index has it or not. */
export function eventRowOf(
  event: FlatEvent,
  at: Pick<EventRow, "evidenceId" | "member" | "offset" | "length" | "time">,
): EventRow {
  const { evidenceId, member, offset, length, time } = at;
  return {
    evidenceId,
    ...(member !== undefined && { member }),
    offset,
    length,
    time,
    ...indexedEvent(event),
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
