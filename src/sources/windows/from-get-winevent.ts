import type { EventDatum } from "../../formats/index.ts";
import { parseWrittenTime, wholeNumber } from "../../time/index.ts";
import { channelOfProvider, providerOfChannel, providerOfMessage } from "./channels.ts";
import { BY_POSITION, dataFromMessage } from "./message.ts";
import { finished, type RawEvent, type RawReader } from "./raw-event.ts";
import { hasNoValues, isHexadecimal, namesByPosition } from "./templates.ts";
import { braced, isObject, own, scalarText } from "./text.ts";

/** PowerShell's names for what event XML calls by others. */
const PLACES = new Map([
  ["System/Provider@Name", "ProviderName"],
  ["System/Provider@Guid", "ProviderId"],
  ["System/EventID", "Id"],
  ["System/TimeCreated@SystemTime", "TimeCreated"],
  ["System/EventRecordID", "RecordId"],
  ["System/Execution@ProcessID", "ProcessId"],
  ["System/Execution@ThreadID", "ThreadId"],
  ["System/Security@UserID", "UserId"],
  ["System/Correlation@ActivityID", "ActivityId"],
  ["System/Correlation@RelatedActivityID", "RelatedActivityId"],
  ["System/Channel", "LogName"],
  ["System/Computer", "MachineName"],
  ["RenderingInfo/Task", "TaskDisplayName"],
  ["RenderingInfo/Message", "Message"],
]);

/** Column names that only Get-WinEvent uses. */
const OWN_COLUMNS = ["ProviderName", "LevelDisplayName", "TaskDisplayName", "RecordId", "MachineName"];

/**
 * An EventLogRecord of Get-WinEvent, through ConvertTo-Json or Export-Csv. The payload is in `Properties`, by
 * position and without names, or, in CSV, only in the rendered `Message`.
 */
export const fromGetWinEvent: RawReader = (document, zone) => {
  const text = (key: string): string | undefined => scalarText(unwrapped(own(document, key))) || undefined;
  const eventId = text("Id");
  const time = text("TimeCreated");
  const log = text("LogName");
  const named = text("ProviderName");
  // People use Select-Object to keep a few columns, most often TimeCreated, Id and Message.
  const isRecord =
    log !== undefined ||
    (time !== undefined && OWN_COLUMNS.some((column) => Object.hasOwn(document, column)));
  if (eventId === undefined || !/^\d{1,5}$/.test(eventId) || !isRecord) return null;
  const read = time === undefined ? null : parseWrittenTime(time, zone);
  const message = text("Message");
  const provider =
    named ??
    (log === undefined ? undefined : providerOfChannel(log, eventId)) ??
    providerOfMessage(message ?? "");
  const channel = log ?? channelOfProvider(provider ?? "", eventId);
  const values = valuesOf(own(document, "Properties"));
  const positioned = byPosition(provider, eventId, values);
  const rendered =
    positioned === undefined && message !== undefined
      ? dataFromMessage(provider, eventId, message)
      : undefined;
  const data = positioned ?? rendered?.data ?? unnamed(values);
  const isNamed = positioned !== undefined || rendered !== undefined;
  const keywords = own(document, "KeywordsDisplayNames");
  return {
    shape: "Get-WinEvent",
    assumedZone: read?.assumed ?? false,
    ...(rendered?.byPosition && { lacks: BY_POSITION }),
    ...(!isNamed && !hasNoValues(provider, eventId) && headerOnly(data !== undefined)),
    nameInRecord: (xmlPath) =>
      PLACES.get(xmlPath) ??
      (xmlPath.startsWith("EventData/")
        ? `${xmlPath.slice(10)} (Properties, Message)`
        : xmlPath.replace(/^(System|RenderingInfo)\//, "")),
    event: finished({
      provider,
      providerGuid: bracedOf(text("ProviderId")),
      eventId,
      qualifiers: text("Qualifiers"),
      version: text("Version"),
      level: text("Level"),
      task: text("Task"),
      opcode: text("Opcode"),
      keywords: text("Keywords"),
      systemTime: read?.iso ?? time,
      recordId: text("RecordId"),
      processId: text("ProcessId"),
      threadId: text("ThreadId"),
      activityId: bracedOf(text("ActivityId")),
      relatedActivityId: bracedOf(text("RelatedActivityId")),
      channel,
      computer: text("MachineName"),
      userSid: sidOf(own(document, "UserId")),
      eventData: data,
      rendering: {
        ...(message !== undefined && { message }),
        ...optional("level", text("LevelDisplayName")),
        ...optional("task", text("TaskDisplayName")),
        ...optional("opcode", text("OpcodeDisplayName")),
        ...(Array.isArray(keywords) && {
          keywords: keywords.flatMap((keyword) => scalarText(keyword) ?? []),
        }),
      },
    }),
  };
};

function optional<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
}

function bracedOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : braced(text);
}

/** Windows PowerShell 5.1 wraps a date or a text in its own properties: `{"value": "/Date(…)/", "DateTime": …}`. */
function unwrapped(value: unknown): unknown {
  return isObject(value) ? (own(value, "value") ?? own(value, "Value")) : value;
}

/** `{"BinaryLength":12,"AccountDomainSid":null,"Value":"S-1-5-18"}`, or only the text in CSV. */
function sidOf(value: unknown): string | undefined {
  const sid = scalarText(unwrapped(value));
  return sid?.startsWith("S-1-") ? sid : undefined;
}

/** The values, `[{"Value": …}]`; undefined if the depth limit cut the list off, or if it is a type's name as in CSV. */
function valuesOf(properties: unknown): string[] | undefined {
  if (!Array.isArray(properties) || properties.length === 0) return undefined;
  const values: string[] = [];
  for (const property of properties as unknown[]) {
    if (!isObject(property) || !Object.hasOwn(property, "Value")) return undefined;
    const value = own(property, "Value");
    const text = scalarText(unwrapped(value)) ?? "";
    // A date inside the payload comes in one of JSON's two forms; event XML has ISO.
    values.push(text.startsWith("/Date(") ? (parseWrittenTime(text)?.iso ?? text) : text);
  }
  return values;
}

function byPosition(
  provider: string | undefined,
  code: string,
  values: readonly string[] | undefined,
): EventDatum[] | undefined {
  const names = values === undefined ? undefined : namesByPosition(provider, code, values);
  if (values === undefined || names === undefined) return undefined;
  return values.map((value, i) => {
    const name = names[i]!;
    if (isHexadecimal(provider ?? "", name)) return { name, value: hexadecimal(value) };
    return { name, value: name.toLowerCase().endsWith("guid") ? braced(value) : value };
  });
}

function hexadecimal(value: string): string {
  const number = /^\d{1,20}$/.test(value) ? wholeNumber(value) : null;
  // 2^64 is the rounding of several numbers below it: which one it was cannot be known.
  return number === null || number >= 1n << 64n ? value : `0x${number.toString(16)}`;
}

function headerOnly(hasValues: boolean): Pick<RawEvent, "unread" | "lacks"> {
  return hasValues
    ? {
        unread: "unnamed",
        lacks:
          "This export of Get-WinEvent has the event's values without their names, which Loupe does not know for this event: the event has a header only.",
      }
    : {
        unread: "message",
        lacks:
          "This export of Get-WinEvent keeps the event's values in a message that could not be taken apart: the event has a header only.",
      };
}

function unnamed(values: readonly string[] | undefined): EventDatum[] | undefined {
  return values?.map((value) => ({ name: "", value }));
}
