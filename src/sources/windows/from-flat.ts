import type { EventDatum } from "../../formats/index.ts";
import type { TextProperty } from "./header.ts";
import { BY_POSITION, dataFromMessage, type MessageData } from "./message.ts";
import { auditOutcome, keywordsWithOutcome } from "./keywords.ts";
import { type EventDraft, finished, type RawReader } from "./raw-event.ts";
import { hasEventType, hasNoValues, SYSMON_CHANNEL, SYSMON_PROVIDER } from "./templates.ts";
import { channelOfProvider } from "./channels.ts";
import { braced, own, scalarText } from "./text.ts";
import { timeColumns, timeIn } from "./time-column.ts";
import { looseData } from "./loose-data.ts";

/** Names of the header's properties: NXLog's, then those of other shippers. The first one present counts. */
const HEADER: readonly (readonly [property: TextProperty, place: string, ...keys: string[]])[] = [
  [
    "provider",
    "System/Provider@Name",
    "SourceName",
    "ProviderName",
    "Provider",
    "EventSourceName",
    "Provider_Name",
  ],
  ["providerGuid", "System/Provider@Guid", "ProviderGuid"],
  ["eventId", "System/EventID", "EventID", "EventId", "EventCode"],
  ["version", "System/Version", "Version"],
  ["level", "System/Level", "Level"],
  ["task", "System/Task", "Task"],
  ["opcode", "System/Opcode", "OpcodeValue"],
  ["keywords", "System/Keywords", "Keywords"],
  ["recordId", "System/EventRecordID", "RecordNumber", "EventRecordID", "EventRecordId"],
  ["activityId", "System/Correlation@ActivityID", "ActivityID"],
  ["relatedActivityId", "System/Correlation@RelatedActivityID", "RelatedActivityID"],
  ["processId", "System/Execution@ProcessID", "ExecutionProcessID", "ProcessID"],
  ["threadId", "System/Execution@ThreadID", "ExecutionThreadID", "ThreadID"],
  ["channel", "System/Channel", "Channel", "EventLog", "LogName"],
  ["computer", "System/Computer", "Hostname", "Computer", "ComputerName", "MachineName"],
  ["userSid", "System/Security@UserID", "UserID"],
];
const TIMES = ["EventTime", "TimeCreated", "SystemTime", "TimeGenerated", "_time"];
const PLACES = new Map<string, readonly string[]>([
  ...HEADER.map(([, place, ...keys]) => [place, keys] as const),
  ["System/TimeCreated@SystemTime", TIMES.flatMap(timeColumns)],
]);

/** Fields about the shipper itself and the header's account: they are not values of the event. */
const SHIPPER = [
  "@timestamp",
  "@version",
  "AccountName",
  "AccountType",
  "Category",
  "Domain",
  "EventReceivedTime",
  "EventTypeOrignal",
  "Message",
  "Opcode",
  "Severity",
  "SeverityValue",
  "SourceModuleName",
  "SourceModuleType",
  "host",
  "port",
  "tags",
  "type",
];
const NO_DATA = new Set([
  ...SHIPPER,
  ...HEADER.flatMap(([, , ...keys]) => keys),
  ...TIMES.flatMap(timeColumns),
]);

/** Texts that NXLog writes into `EventType`, overwriting Sysmon's value. */
const NXLOG_TYPES = new Set([
  "CRITICAL",
  "ERROR",
  "WARNING",
  "INFO",
  "VERBOSE",
  "DEBUG",
  "AUDIT_SUCCESS",
  "AUDIT_FAILURE",
]);

/** Where events of several channels are. */
const NO_CHANNEL = /\.evtx?$|^ForwardedEvents$/i;

/** Names that only Sysmon has: they identify its events if a shipper dropped the header (EQLLIB's form). */
const SYSMON_FIELDS = ["UtcTime", "ProcessGuid", "SourceProcessGuid", "SourceProcessGUID", "TargetObject"];

/**
 * Reads flat events, with header and values side by side: the generations of NXLog in the OTRF data sets, and
 * EQLLIB's Sysmon form without any header. Values that a generation overwrites (`EventType`, `ProcessId`) come from
 * `Message` if there is one.
 */
export const fromFlat: RawReader = (document, zone) => {
  if (hasPayload(document)) return null;
  const first = (keys: readonly string[]): string | undefined => {
    for (const key of keys) {
      const text = scalarText(own(document, key));
      // Kibana's CSV writes a dash for a missing field.
      if (text !== undefined && text !== "" && text !== "-") return text;
    }
    return undefined;
  };
  const draft: EventDraft = {};
  for (const [property, , ...keys] of HEADER) draft[property] = first(keys);
  // Kibana's CSV separates thousands by a comma, `4,657`.
  const eventId = draft.eventId?.replace(/^(\d{1,2}),(\d{3})$/, "$1$2");
  if (eventId === undefined || !/^\d{1,5}$/.test(eventId)) return null;
  draft.eventId = eventId;
  if (draft.channel === undefined && draft.provider === undefined) {
    if (SYSMON_FIELDS.filter((field) => Object.hasOwn(document, field)).length < 2) return null;
    draft.provider = SYSMON_PROVIDER;
    draft.channel = SYSMON_CHANNEL;
  }
  const usual = channelOfProvider(draft.provider ?? "", eventId);
  // LogParser names the file or the log that it read, which may be one of forwarded events.
  if (draft.channel === undefined || NO_CHANNEL.test(draft.channel)) draft.channel = usual ?? draft.channel;
  if (draft.providerGuid !== undefined) draft.providerGuid = braced(draft.providerGuid);

  const time = timeIn(document, TIMES, zone) ?? timeIn(document, ["@timestamp"], zone);
  draft.systemTime = time?.read?.iso ?? time?.text;

  // NXLog's word for the outcome; other shippers have it in the place of the keywords.
  const outcome = auditOutcome(first(["EventType"]) ?? "") ?? auditOutcome(draft.keywords ?? "");
  if (outcome !== undefined) draft.keywords = keywordsWithOutcome(draft.keywords, outcome);

  const message = first(["Message"]);
  const { data, byPosition } = dataOf(document, draft.provider, eventId, message);
  draft.eventData = data;
  const task = first(["Category"]);
  const opcode = first(["Opcode"]);
  draft.rendering = {
    ...(message !== undefined && { message }),
    ...(task !== undefined && { task }),
    ...(opcode !== undefined && { opcode }),
  };
  return {
    shape: "flat Windows event",
    assumedZone: time?.read?.assumed ?? false,
    ...(byPosition && { lacks: BY_POSITION }),
    ...(message !== undefined &&
      data.length === 0 &&
      !hasNoValues(draft.provider, eventId) && {
        unread: "message",
        lacks:
          "This export keeps the event's values in a message that could not be taken apart: the event has a header only.",
      }),
    nameInRecord: (xmlPath) =>
      xmlPath.startsWith("EventData/")
        ? xmlPath.slice("EventData/".length)
        : (PLACES.get(xmlPath)?.find((key) => Object.hasOwn(document, key)) ??
          (xmlPath === "RenderingInfo/Task" ? "Category" : xmlPath.slice(xmlPath.indexOf("/") + 1))),
    event: finished(draft),
  };
};

/** Whether the values are in an `EventData` of their own, not beside the header: see `fromLoose`. */
function hasPayload(document: object): boolean {
  const payload = own(document, "EventData");
  return typeof payload === "string"
    ? /^\s*[[{]/.test(payload)
    : typeof payload === "object" && payload !== null;
}

function dataOf(
  document: object,
  provider: string | undefined,
  code: string,
  message: string | undefined,
): MessageData {
  const data: EventDatum[] = [];
  const names = new Set<string>();
  let xml: readonly EventDatum[] = [];
  for (const key of Object.keys(document)) {
    if (NO_DATA.has(key)) continue;
    const value = scalarText(own(document, key));
    if (value === undefined) continue;
    // Sentinel's SecurityEvent has event XML there for what its columns lack.
    if (key === "EventData" && value.includes("<")) {
      xml = looseData(value, provider, code)?.eventData ?? [];
      if (xml.length > 0) continue;
    }
    if (key === "EventType" && NXLOG_TYPES.has(value)) continue;
    names.add(key);
    data.push({ name: key, value: key.toLowerCase().endsWith("guid") ? braced(value) : value });
  }
  for (const datum of [...xml, ...insertsOf(document, provider, code)]) {
    if (names.has(datum.name)) continue;
    names.add(datum.name);
    data.push(datum);
  }
  const lacksType = hasEventType(code) && !names.has("EventType");
  if (message === undefined || (names.has("ProcessId") && !lacksType)) return { data, byPosition: false };
  const rendered = dataFromMessage(provider, code, message);
  for (const datum of rendered?.data ?? []) {
    if (!names.has(datum.name)) data.push(datum);
  }
  return { data, byPosition: rendered?.byPosition ?? false };
}

/** Values by position: fluent-bit's winevtlog, Get-EventLog, and LogParser, which joins them. */
const LISTS = ["StringInserts", "ReplacementStrings", "Strings"];
const LOG_PARSER = ["EventLog", "EventTypeName"];

/** The values that are there by position, where their names are known. */
function insertsOf(document: object, provider: string | undefined, code: string): readonly EventDatum[] {
  for (const name of LISTS) {
    const list = own(document, name);
    const isJoined = typeof list === "string" && LOG_PARSER.every((mark) => Object.hasOwn(document, mark));
    const values: unknown = isJoined ? list.split("|") : list;
    if (!Array.isArray(values)) continue;
    const data = looseData(values, provider, code)?.eventData ?? [];
    if (data.every((datum) => datum.name !== "")) return data;
  }
  return [];
}
