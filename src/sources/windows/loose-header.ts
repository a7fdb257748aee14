import { parseWrittenTime, type WrittenTime, UTC, type Zone } from "../../time/index.ts";
import { isoOfNumber } from "./number-time.ts";
import { byPlainName } from "./plain-names.ts";
import type { EventDraft } from "./raw-event.ts";
import { braced, isObject, scalarText } from "./text.ts";

/** The header of an event by plain names, whatever a product calls it. */
export interface LooseHeader {
  readonly draft: EventDraft;
  readonly assumedZone: WrittenTime["assumed"];
  readonly message: string | undefined;
}

type ValuesByName = ReadonlyMap<string, unknown>;

/**
 * The names of a header's parts. An entry `a.b` is `b` inside the object `a`; an entry without a point is also the text
 * of an object (`{"Value": 13}`, `{"#text": 13}`).
 */
const PARTS = {
  provider: ["provider.name", "providername", "sourcename", "provider", "eventsourcename"],
  providerGuid: ["provider.guid", "providerguid"],
  eventId: ["eventid", "eventid.id", "eventcode", "eventidentifier"],
  qualifiers: ["eventid.qualifiers", "qualifiers"],
  version: ["version"],
  recordId: ["eventrecordid", "recordid", "recordnumber", "index"],
  activityId: ["correlation.activityid", "correlationactivityid", "activityid"],
  relatedActivityId: ["correlation.relatedactivityid", "correlationrelatedactivityid", "relatedactivityid"],
  processId: ["execution.processid", "executionprocessid", "process.pid", "processpid", "processid"],
  threadId: ["execution.threadid", "executionthreadid", "processthreadid", "threadid"],
  channel: ["channel", "logname", "eventlog"],
  computer: ["computer", "computername", "machinename"],
} as const;
const TIMES = [
  "timecreated.systemtime",
  "timecreatedsystemtime",
  "systemtime",
  "timecreated",
  "eventtime",
  "timegeneratedutc",
  "timegenerated",
  "timestamp",
  "time",
];
const SIDS = ["security.userid", "securityuserid", "userid", "user.identifier", "useridentifier", "usersid"];
const MESSAGES = ["message", "renderedmessage", "rendereddescription", "formattedmessage"];
const AUDITS = new Map([
  ["audit success", "0x8020000000000000"],
  ["audit failure", "0x8010000000000000"],
  // .NET's words for them, in Get-EventLog's EntryType.
  ["successaudit", "0x8020000000000000"],
  ["failureaudit", "0x8010000000000000"],
]);

/** @param names the header's values by plain name, see `byPlainName` */
export function looseHeader(names: ValuesByName, zone: Zone): LooseHeader {
  const first = (places: readonly string[]): string | undefined => {
    for (const place of places) {
      const text = at(names, place);
      if (text !== undefined && text !== "" && text !== "-") return text;
    }
    return undefined;
  };
  const draft: EventDraft = {};
  for (const [property, places] of Object.entries(PARTS)) {
    (draft as Record<string, unknown>)[property] = first(places);
  }
  if (draft.providerGuid !== undefined) draft.providerGuid = braced(draft.providerGuid);
  if (draft.activityId !== undefined) draft.activityId = braced(draft.activityId);
  if (draft.relatedActivityId !== undefined) draft.relatedActivityId = braced(draft.relatedActivityId);
  draft.userSid = SIDS.map((place) => at(names, place)).find((sid) => sid?.startsWith("S-1-"));
  const { time, assumed } = timeOf(names, zone);
  draft.systemTime = time;
  const words = keywordsOf(names.get("keywords") ?? names.get("entrytype"));
  draft.keywords = words.bits;
  const message = unquoted(first(MESSAGES));
  const level = numberOrWord(first(["level", "levelname", "eventlevel", "eventlevelname", "entrytype"]));
  const task = numberOrWord(first(["task", "taskcategory", "taskdisplayname"]));
  const opcode = numberOrWord(first(["opcode", "opcodename"]));
  draft.level = level.number;
  draft.task = task.number;
  draft.opcode = opcode.number;
  draft.rendering = {
    ...(message !== undefined && { message }),
    ...(level.word !== undefined && { level: level.word }),
    ...(task.word !== undefined && { task: task.word }),
    ...(opcode.word !== undefined && { opcode: opcode.word }),
    ...(words.names.length > 0 && { keywords: words.names }),
  };
  return { draft, assumedZone: assumed, message };
}

function timeOf(
  names: ValuesByName,
  zone: Zone,
): { time: string | undefined; assumed: WrittenTime["assumed"] } {
  const place = TIMES.find((name) => at(names, name) !== undefined);
  const text = place === undefined ? undefined : at(names, place);
  if (place === undefined || text === undefined) return { time: undefined, assumed: false };
  const numbered = isoOfNumber(text);
  if (numbered !== undefined) return { time: numbered, assumed: false };
  // Sentinel's tables name the zone in the column: `TimeGenerated [UTC]`.
  const isUtc = place.endsWith("utc");
  const read = parseWrittenTime(text, isUtc ? UTC : zone);
  return { time: read?.iso ?? text, assumed: isUtc ? false : (read?.assumed ?? false) };
}

function at(names: ValuesByName, place: string): string | undefined {
  const point = place.indexOf(".");
  if (point < 0) return textOf(names.get(place));
  const outer = place.slice(0, point);
  const inner = place.slice(point + 1);
  for (const object of [names.get(`${outer}attributes`), names.get(outer)]) {
    if (!isObject(object)) continue;
    const values = byPlainName(object);
    const attributes = values.get("attributes");
    const text = textOf(isObject(attributes) ? byPlainName(attributes).get(inner) : values.get(inner));
    if (text !== undefined) return text;
  }
  return undefined;
}

function textOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.length === 1 ? textOf(value[0]) : undefined;
  if (!isObject(value)) return scalarText(value);
  const names = byPlainName(value);
  return scalarText(names.get("value") ?? names.get("text"));
}

function numberOrWord(text: string | undefined): { number?: string; word?: string } {
  if (text === undefined) return {};
  return /^\d{1,5}$/.test(text) ? { number: text } : { word: text };
}

function keywordsOf(value: unknown): { bits: string | undefined; names: string[] } {
  const texts = (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((one) => textOf(one) ?? []);
  const bits = texts.find((text) => /^(?:0x[0-9a-f]{1,16}|-?\d{1,20})$/i.test(text));
  if (bits !== undefined) return { bits, names: [] };
  const audit = texts.map((text) => AUDITS.get(text.toLowerCase())).find((found) => found !== undefined);
  return { bits: audit, names: texts.filter((text) => text !== "" && text !== "None") };
}

/** Wazuh puts a message into quotes of its own. */
function unquoted(message: string | undefined): string | undefined {
  const isQuoted = message !== undefined && message.length > 1 && /^".*"$/s.test(message);
  return isQuoted ? message.slice(1, -1) : message;
}
