import { type Element, element, empty, type Fragment, type Node, slot } from "../formats/evtx/nodes.ts";
import { CHUNK, ChunkWriter } from "../formats/evtx/chunk-writer.ts";
import { type Value, value } from "../formats/evtx/values.ts";
import { evtxFile } from "../formats/evtx/writer.ts";
import type { Activity, Datum } from "./activity.ts";
import type { Form } from "./form.ts";

/* EVTX as written by the event log service, with typed values, and by collectors that know no templates. */

const NAMESPACE = "http://schemas.microsoft.com/win/2004/08/events/event";
/** Everything in one chunk of 64 KiB. */
const RECORDS_A_CHUNK = 8;

const GUID = 0x0f;
const SID = 0x13;

function sidBytes(sid: string): string {
  const [, , authority, ...parts] = sid.split("-");
  const bytes = Buffer.alloc(8 + 4 * parts.length);
  bytes[0] = 1;
  bytes[1] = parts.length;
  bytes.writeUIntBE(Number(authority), 2, 6);
  parts.forEach((part, i) => bytes.writeUInt32LE(Number(part), 8 + 4 * i));
  return bytes.toString("hex");
}

function guidBytes(guid: string): string {
  const bytes = Buffer.from(guid.replace(/[^0-9a-f]/gi, ""), "hex");
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes.toString("hex");
}

function fileTime(time: string): bigint {
  const [seconds, decimals] = time.slice(0, -1).split(".");
  return BigInt(Date.parse(`${seconds}Z`)) * 10_000n + BigInt(decimals!) + 116_444_736_000_000_000n;
}

function valueOf({ value: text, type }: Datum): Value {
  switch (type) {
    case "text":
      return value.string(text);
    case "number":
      return value.uint32(Number(text));
    case "hex32":
      return value.hexInt32(Number(text));
    case "hex64":
      return value.hexInt64(BigInt(text));
    case "sid":
      return value.raw(SID, sidBytes(text));
    case "guid":
      return value.raw(GUID, guidBytes(text));
  }
}

const templates = new Map<string, Element>();
function once(key: string, make: () => Element): Element {
  let template = templates.get(key);
  if (template === undefined) templates.set(key, (template = make()));
  return template;
}

function payload({ data, userData }: Activity, of: (datum: Datum, i: number) => Node): Element {
  if (userData === undefined) {
    return element(
      "EventData",
      {},
      ...data.map((datum, i) => element("Data", { Name: datum.name }, of(datum, i))),
    );
  }
  const children = data.map((datum, i) => element(datum.name, {}, of(datum, i)));
  return element("UserData", {}, element(userData.name, { xmlns: userData.namespace }, ...children));
}

function system(activity: Activity, of: (name: string, text: string) => Node, withSid: boolean): Element {
  const { provider, providerGuid } = activity;
  return element(
    "System",
    {},
    empty("Provider", { Name: provider, Guid: providerGuid }),
    element("EventID", {}, of("code", String(activity.code))),
    element("Version", {}, of("version", String(activity.version))),
    element("Level", {}, of("level", String(activity.level))),
    element("Task", {}, of("task", String(activity.task))),
    element("Opcode", {}, of("opcode", String(activity.opcode))),
    element("Keywords", {}, of("keywords", activity.keywords)),
    empty("TimeCreated", { SystemTime: of("time", activity.time) }),
    element("EventRecordID", {}, of("recordId", String(activity.recordId))),
    empty("Correlation"),
    empty("Execution", {
      ProcessID: of("pid", String(activity.pid)),
      ThreadID: of("tid", String(activity.tid)),
    }),
    element("Channel", {}, activity.channel),
    element("Computer", {}, of("computer", activity.computer)),
    withSid ? empty("Security", { UserID: of("sid", activity.sid ?? "") }) : empty("Security"),
  );
}

const SLOTS = "code version level task opcode keywords time recordId pid tid computer sid payload".split(" ");

export function withTemplates(activity: Activity): Fragment {
  const root = once(activity.provider, () =>
    element(
      "Event",
      { xmlns: NAMESPACE },
      system(activity, (name) => slot(SLOTS.indexOf(name), name === "sid"), true),
      slot(SLOTS.indexOf("payload"), true),
    ),
  );
  const content: Fragment = {
    root: once(`${activity.provider} ${activity.code}`, () => payload(activity, (_, i) => slot(i))),
    values: activity.data.map(valueOf),
  };
  return {
    root,
    values: [
      value.uint16(activity.code),
      value.uint8(activity.version),
      value.uint8(activity.level),
      value.uint16(activity.task),
      value.uint8(activity.opcode),
      value.hexInt64(BigInt(activity.keywords)),
      value.fileTime(fileTime(activity.time)),
      value.uint64(BigInt(activity.recordId)),
      value.uint32(activity.pid),
      value.uint32(activity.tid),
      value.string(activity.computer),
      activity.sid === null ? value.none() : value.raw(SID, sidBytes(activity.sid)),
      value.fragment(content),
    ],
  };
}

function withoutTemplates(activity: Activity): Fragment {
  return {
    root: element(
      "Event",
      { xmlns: NAMESPACE },
      system(activity, (_, text) => text, activity.sid !== null),
      payload(activity, ({ value }) => value),
    ),
    values: null,
  };
}

function log(activities: readonly Activity[], fragmentOf: (activity: Activity) => Fragment): Uint8Array {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < activities.length; at += RECORDS_A_CHUNK) {
    const writer = new ChunkWriter();
    activities
      .slice(at, at + RECORDS_A_CHUNK)
      .forEach((activity, i) => writer.add(at + i + 1, fragmentOf(activity), fileTime(activity.time)));
    chunks.push(writer.finish());
  }
  return evtxFile(chunks);
}

/** The size limit of one record of the events here, including its templates. */
const MOST_OF_A_RECORD = 6 * 1024;

/**
 * A log of about the given number of bytes, with chunks as full as the service leaves them.
 *
 * @param events returns `count` events, beginning with number `from`
 */
export function fullLog(
  bytes: number,
  events: (from: number, count: number) => readonly Activity[],
): Uint8Array {
  const chunks: Uint8Array[] = [];
  let written = 0;
  while (chunks.length * CHUNK < bytes) {
    const writer = new ChunkWriter();
    while (writer.next < CHUNK - MOST_OF_A_RECORD) {
      const [event] = events(written++, 1);
      writer.add(written, withTemplates(event!), fileTime(event!.time));
    }
    chunks.push(writer.finish());
  }
  return evtxFile(chunks);
}

export const EVENT_LOGS: readonly Form[] = [
  { name: "EVTX", format: "EVTX 3.1", write: (activities) => log(activities, withTemplates) },
  {
    name: "EVTX without templates",
    format: "EVTX 3.1",
    write: (activities) => log(activities, withoutTemplates),
  },
];
