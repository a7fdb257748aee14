import type { FlatEvent, MutableFlatEvent } from "../../ecs/index.ts";
import type { EventDatum, WindowsEvent, XmlElement } from "../../formats/index.ts";
import { isMapped } from "../mapped.ts";
import { channelOfProvider } from "./channels.ts";
import { mapWindowsEvent, type Trace } from "./map-event.ts";
import { dataFromMessage } from "./message.ts";
import { missingValues } from "./missing-values.ts";
import { hasPipeline } from "./modules.ts";
import { type EventDraft, finished } from "./raw-event.ts";

const DATA = "winlog.event_data.";
const USER_DATA = "winlog.user_data.";

/**
 * Fields that shippers and processors of Beats also add to raw documents. They indicate a pipeline only for events to
 * which the pipeline gives no category. Any other event without a category counts as unmapped, or rules would miss it.
 */
const DOUBTFUL_FIELDS = [
  "event.module",
  "file.path",
  "process.entity_id",
  "process.executable",
  "process.pid",
  "source.ip",
  "user.id",
];

const PROPERTIES: readonly (readonly [keyof EventDraft & string, string])[] = [
  ["provider", "winlog.provider_name"],
  ["providerGuid", "winlog.provider_guid"],
  ["eventId", "winlog.event_id"],
  ["version", "winlog.version"],
  ["systemTime", "@timestamp"],
  ["recordId", "winlog.record_id"],
  ["activityId", "winlog.activity_id"],
  ["relatedActivityId", "winlog.related_activity_id"],
  ["processId", "winlog.process.pid"],
  ["threadId", "winlog.process.thread.id"],
  ["channel", "winlog.channel"],
  ["computer", "winlog.computer_name"],
  ["userSid", "winlog.user.identifier"],
];

/** Fields that a pipeline sets again, whatever Winlogbeat sent. */
const PIPELINE_WINS = new Set([
  ...DOUBTFUL_FIELDS,
  "@timestamp",
  "event.action",
  "event.code",
  "winlog.record_id",
  "winlog.event_id",
]);

export const WINLOGBEAT_EXTENSION =
  "This document of Winlogbeat has no event.category, as if it went through no ingest pipeline. Elastic's rules do not see such a document; Loupe maps it as the pipeline would have.";

/**
 * Reads a document as Winlogbeat sends it, before any ingest pipeline, from a channel that an Elastic pipeline would
 * map.
 *
 * @param event the flattened document
 * @param hasTypes whether numbers are still numbers: the cells of a table are texts, and so are keywords in a hit's
 *   `fields`
 * @returns null for every other document; those stay unchanged
 */
export function readWinlogbeat(event: FlatEvent, hasTypes: boolean): WindowsEvent | null {
  const has = (field: string): boolean => event[field] !== undefined;
  if (!(has("winlog.channel") || has("winlog.provider_name")) || isMapped(event)) return null;
  const draft: EventDraft = {};
  for (const [property, field] of PROPERTIES) {
    const value = first(event[field]);
    if (value !== undefined) (draft as Record<string, unknown>)[property] = String(value);
  }
  // A table may have only some of the columns, of which two say the same.
  if (draft.eventId === undefined && !hasTypedValues(event)) draft.eventId = textOf(event["event.code"]);
  draft.provider ??= textOf(event["event.provider"]);
  if (draft.eventId === undefined) return null;
  draft.channel ??= channelOfProvider(draft.provider ?? "", draft.eventId);
  if (draft.channel === undefined) return null;
  const data: EventDatum[] = [];
  const children: XmlElement[] = [];
  for (const field in event) {
    const value = first(event[field]);
    if (value === undefined) continue;
    if (field.startsWith(DATA)) data.push({ name: field.slice(DATA.length), value: String(value) });
    else if (field.startsWith(USER_DATA)) {
      children.push({ name: field.slice(USER_DATA.length), attributes: [], children: [String(value)] });
    }
  }
  // A processor may have dropped the values: the message repeats them.
  const message = first(event["message"]);
  const isEmpty = data.length === 0 && children.length === 0;
  if (isEmpty && typeof message === "string")
    data.push(...(dataFromMessage(draft.provider, draft.eventId, message)?.data ?? []));
  draft.eventData = data;
  const task = first(event["winlog.task"]);
  if (typeof task === "string") draft.rendering = { task };
  if (children.length > 0) {
    draft.userData = { name: "UserData", attributes: [], children: [{ name: "", attributes: [], children }] };
  }
  const read = finished(draft);
  if (!hasPipeline(read)) return null;
  // Without any value, nothing else shows that an event lacks them.
  if (isEmpty && data.length === 0 && missingValues(read) === undefined) return null;
  const isAmbiguous = DOUBTFUL_FIELDS.some(has) || (hasTypes && hasPipelinesNumber(event));
  return isAmbiguous && mapWindowsEvent(read)["event.category"] === undefined ? null : read;
}

/** Returns the mapped event with everything else that Winlogbeat knew: host, agent, the account's name. */
export function mapWinlogbeat(read: WindowsEvent, document: FlatEvent, trace?: Trace): MutableFlatEvent {
  const out = mapWindowsEvent(read, trace);
  for (const field in document) {
    const value = document[field]!;
    if (field.startsWith(DATA) || (PIPELINE_WINS.has(field) && out[field] !== undefined)) continue;
    trace?.at(field, "kept as Winlogbeat sent it");
    out[field] = value;
  }
  return out;
}

/** Whether values have the types of a database around them, `winlog.event_id.$numberInt`: those are undone first. */
function hasTypedValues(event: FlatEvent): boolean {
  for (const field in event) if (field.startsWith("winlog.event_id.")) return true;
  return false;
}

function textOf(value: FlatEvent[string] | undefined): string | undefined {
  return value === undefined ? undefined : String(first(value));
}

function first(value: FlatEvent[string]): string | number | boolean | undefined {
  return typeof value === "object" ? value[0] : value;
}

/**
 * Elastic gives some events of the Security log neither category nor user. Their record number still shows that a
 * pipeline saw them, as it turns the number into text.
 */
function hasPipelinesNumber(event: FlatEvent): boolean {
  const recordId = first(event["winlog.record_id"]);
  const channel = String(first(event["winlog.channel"])).toLowerCase();
  return typeof recordId === "string" && channel === "security" && !isHuge(recordId);
}

/** Readers turn numbers beyond 2^53 into text. */
function isHuge(text: string): boolean {
  return text.length >= 16 && !Number.isSafeInteger(Number(text));
}
