import type { EventDatum, XmlElement } from "../../formats/index.ts";
import { parseWrittenTime, utcFor, type Zone } from "../../time/index.ts";
import { dataIn, fromEventTree } from "./from-event-tree.ts";
import { finished, type RawEvent, type RawReader } from "./raw-event.ts";
import { namesFor } from "./templates.ts";
import { isObject, own, scalarText } from "./text.ts";

/** EvtxECmd's names for what event XML calls by others. */
const PLACES = new Map([
  ["System/Provider@Name", "Provider"],
  ["System/EventID", "EventId"],
  ["System/Level", "Level"],
  ["System/Keywords", "Keywords"],
  ["System/TimeCreated@SystemTime", "TimeCreated"],
  ["System/EventRecordID", "EventRecordId"],
  ["System/Execution@ProcessID", "ProcessId"],
  ["System/Execution@ThreadID", "ThreadId"],
  ["System/Security@UserID", "UserId"],
  ["System/Channel", "Channel"],
  ["System/Computer", "Computer"],
]);

/**
 * A record of Eric Zimmerman's EvtxECmd, a row of its CSV or an object of its JSON: the header by column, the payload
 * as JSON text in `Payload`. `ProcessId` and `UserId` belong to the header.
 */
export const fromEvtxECmd: RawReader = (document, zone) => {
  const text = (column: string): string | undefined => scalarText(own(document, column)) || undefined;
  const eventId = text("EventId");
  const payload = own(document, "Payload");
  const provider = text("Provider");
  if (eventId === undefined || text("Channel") === undefined) return null;
  const time = text("TimeCreated");
  const read = time === undefined ? null : parseWrittenTime(time, utcFor(zone));
  const whole = payload === undefined ? undefined : payloadOf(payload, zone);
  const columns = whole === undefined || whole.unread ? columnsOf(document, provider, eventId) : undefined;
  const level = text("Level");
  const keywords = text("Keywords");
  return {
    shape: "EvtxECmd",
    // The tool writes UTC without saying so in the cell.
    assumedZone: false,
    ...(columns !== undefined && unreadPayload(payload !== undefined, columns.length > 0)),
    nameInRecord: (xmlPath) => PLACES.get(xmlPath) ?? xmlPath.replace("EventData/", "Payload.EventData."),
    event: finished({
      provider,
      eventId,
      systemTime: read?.iso ?? time,
      recordId: text("EventRecordId"),
      processId: text("ProcessId"),
      threadId: text("ThreadId"),
      channel: text("Channel"),
      computer: text("Computer"),
      userSid: text("UserId"),
      eventData: columns ?? whole?.data,
      userData: whole?.userData,
      keywords: AUDITS.get(keywords ?? ""),
      rendering: level === undefined ? undefined : { level: LEVELS.get(level) ?? level },
    }),
  };
};

/** The tool's words for two keywords that say an audit's outcome. */
const AUDITS = new Map([
  ["Audit success", "0x8020000000000000"],
  ["Audit failure", "0x8010000000000000"],
]);
/** The tool's words for levels where event XML has others. */
const LEVELS = new Map([
  ["Info", "Information"],
  ["LogAlways", "Information"],
]);

/** What is missing where the payload is not in the export, or cannot be read: a spreadsheet cuts long cells. */
function unreadPayload(isThere: boolean, hasColumns: boolean): Pick<RawEvent, "unread" | "lacks"> {
  if (!hasColumns) {
    return {
      unread: "payload",
      lacks: isThere
        ? "EvtxECmd's Payload could not be read, so the event has a header only."
        : "EvtxECmd's Payload column is not in the export, so the event has a header only. Export it with all columns.",
    };
  }
  return {
    unread: "partial",
    lacks: isThere
      ? "EvtxECmd's Payload is cut or damaged: of the event's values only those in PayloadData1 to 6 were read."
      : "EvtxECmd's Payload column is not in the export: of the event's values only those in PayloadData1 to 6 were read. Export it with all columns.",
  };
}

interface PayloadColumn {
  readonly data: readonly EventDatum[] | undefined;
  readonly userData: XmlElement | undefined;
  readonly unread: boolean;
}

/**
 * The values that the tool's own maps put into `PayloadData1` to `6`, such as `TargetObject: HKLM\…`, for exports
 * that lost `Payload`. Only columns whose map names the value as the provider does are used: other columns contain
 * several values in the map author's words.
 */
function columnsOf(document: object, provider: string | undefined, code: string): EventDatum[] {
  const names = namesFor(provider, code) ?? [];
  const data: EventDatum[] = [];
  for (let i = 1; i <= 6; i++) {
    const cell = scalarText(own(document, `PayloadData${i}`)) ?? "";
    const colon = cell.indexOf(": ");
    const name = cell.slice(0, Math.max(colon, 0));
    if (names.includes(name)) data.push({ name, value: cell.slice(colon + 2) });
  }
  return data;
}

function payloadOf(payload: unknown, zone: Zone): PayloadColumn {
  const parsed = typeof payload === "string" ? parse(payload) : payload;
  const nothing: PayloadColumn = { data: undefined, userData: undefined, unread: payload !== "" };
  if (!isObject(parsed)) return nothing;
  const data = own(parsed, "EventData");
  if (isObject(data)) return { data: dataIn(data), userData: undefined, unread: false };
  if (own(parsed, "UserData") !== undefined) {
    // The tree's reader knows how JSON represents elements; it only needs an event id.
    const tree = fromEventTree({ Event: { System: { EventID: "0" }, ...parsed } }, zone);
    return { data: undefined, userData: tree?.event.userData, unread: false };
  }
  return nothing;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
