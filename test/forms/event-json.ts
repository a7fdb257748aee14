import type { Activity } from "./activity.ts";
import { discover, fieldsOf } from "./out-of-elastic.ts";
import { american, bare, type Form, lines, table, typed, utf16le } from "./form.ts";

/* Event logs converted to JSON or to a table by evtx_dump and EvtxECmd. */

type Node = Readonly<Record<string, unknown>>;

/** @param separate whether attributes are beside their element, as with `evtx_dump --separate-json-attributes` */
export function evtxDump(activity: Activity, separate = false): Node {
  const attributes = (name: string, values: Node): Node =>
    separate ? { [`${name}_attributes`]: values } : { [name]: { "#attributes": values } };
  const { data, userData, sid } = activity;
  const values = Object.fromEntries(
    data.map((datum) => [datum.name, datum.type === "guid" ? bare(datum.value).toUpperCase() : typed(datum)]),
  );
  const named = userData && { xmlns: userData.namespace };
  return {
    ...(separate && { Event_attributes: { xmlns: "http://schemas.microsoft.com/win/2004/08/events/event" } }),
    Event: {
      ...(!separate && { "#attributes": { xmlns: "http://schemas.microsoft.com/win/2004/08/events/event" } }),
      System: {
        ...attributes("Provider", {
          Name: activity.provider,
          Guid: bare(activity.providerGuid).toUpperCase(),
        }),
        EventID: activity.code,
        Version: activity.version,
        Level: activity.level,
        Task: activity.task,
        Opcode: activity.opcode,
        Keywords: activity.keywords,
        ...attributes("TimeCreated", { SystemTime: activity.time.replace(/\dZ$/, "Z") }),
        EventRecordID: activity.recordId,
        Correlation: null,
        ...attributes("Execution", { ProcessID: activity.pid, ThreadID: activity.tid }),
        Channel: activity.channel,
        Computer: activity.computer,
        ...(sid === null ? { Security: null } : attributes("Security", { UserID: sid })),
      },
      ...(userData === undefined
        ? { EventData: values }
        : {
            UserData: separate
              ? { [`${userData.name}_attributes`]: named, [userData.name]: values }
              : { [userData.name]: { "#attributes": named, ...values } },
          }),
    },
  };
}

/** Event XML converted to JSON by Newtonsoft's converter, where every value is text. */
function payloadOf({ data, userData }: Activity): Node {
  return userData === undefined
    ? { EventData: { Data: data.map(({ name, value }) => ({ "@Name": name, "#text": value })) } }
    : {
        UserData: {
          [userData.name]: {
            "@xmlns": userData.namespace,
            ...Object.fromEntries(data.map(({ name, value }) => [name, value])),
          },
        },
      };
}

function fullJson(activity: Activity): Node {
  return {
    Event: {
      "@xmlns": "http://schemas.microsoft.com/win/2004/08/events/event",
      System: {
        Provider: { "@Name": activity.provider, "@Guid": activity.providerGuid },
        EventID: String(activity.code),
        Version: String(activity.version),
        Level: String(activity.level),
        Task: String(activity.task),
        Opcode: String(activity.opcode),
        Keywords: activity.keywords,
        TimeCreated: { "@SystemTime": activity.time.replace("T", " ").slice(0, -1) },
        EventRecordID: String(activity.recordId),
        Correlation: null,
        Execution: { "@ProcessID": String(activity.pid), "@ThreadID": String(activity.tid) },
        Channel: activity.channel,
        Computer: activity.computer,
        Security: activity.sid === null ? null : { "@UserID": activity.sid },
      },
      ...payloadOf(activity),
    },
  };
}

const LEVELS = new Map([
  [0, "LogAlways"],
  [3, "Warning"],
  [4, "Info"],
]);
const KEYWORDS = new Map([
  ["0x8020000000000000", "Audit success"],
  ["0x8010000000000000", "Audit failure"],
  ["0x8080000000000000", "Classic"],
]);

function evtxECmd(activity: Activity, i: number): Node {
  return {
    RecordNumber: i + 1,
    EventRecordId: String(activity.recordId),
    TimeCreated: activity.time,
    EventId: activity.code,
    Level: LEVELS.get(activity.level),
    Provider: activity.provider,
    Channel: activity.channel,
    ProcessId: activity.pid,
    ThreadId: activity.tid,
    Computer: activity.computer,
    ChunkNumber: 0,
    UserId: activity.sid ?? "",
    MapDescription: activity.taskText,
    UserName: "",
    RemoteHost: "",
    PayloadData1: activity.data
      .slice(0, 2)
      .map(({ name, value }) => `${name}: ${value}`)
      .join(", "),
    ExecutableInfo: "",
    HiddenRecord: false,
    SourceFile: "C:\\evidence\\log.evtx",
    Keywords: KEYWORDS.get(activity.keywords) ?? activity.keywords,
    ExtraDataOffset: 0,
    Payload: JSON.stringify(payloadOf(activity)),
  };
}

const evtxECmdRow = (activity: Activity, i: number): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      ...evtxECmd(activity, i),
      TimeCreated: activity.time.replace("T", " ").slice(0, -1),
      HiddenRecord: "False",
    }).map(([column, value]) => [column, String(value)]),
  );

/** The export after it was edited in a spreadsheet: semicolons, and another format of the time. */
const respread = (activities: readonly Activity[]): string =>
  table(
    activities.map((activity, i) => ({ ...evtxECmdRow(activity, i), TimeCreated: american(activity.time) })),
    false,
    "",
    ";",
  );

const numbered = (activities: readonly Activity[], separate: boolean): string =>
  activities
    .map((activity, i) => `Record ${i + 1}\n${JSON.stringify(evtxDump(activity, separate), null, 2)}\n`)
    .join("");

export const EVENT_JSON: readonly Form[] = [
  {
    name: "evtx_dump in an index, its fields",
    format: "NDJSON",
    write: (activities) => lines(activities.map((activity, i) => fieldsOf(evtxDump(activity), i))),
  },
  {
    name: "EvtxECmd --fj in an index, its fields",
    format: "NDJSON",
    write: (activities) => lines(activities.map((activity, i) => fieldsOf(fullJson(activity), i))),
  },
  {
    name: "evtx_dump in an index, Kibana Discover CSV",
    format: "CSV of Kibana Discover",
    write: (activities) =>
      discover(
        activities.map((activity) => ({ "@timestamp": "2024-03-14T10:05:00.000Z", ...evtxDump(activity) })),
        false,
      ),
  },
  {
    name: "evtx_dump -o jsonl",
    format: "NDJSON",
    write: (activities) => lines(activities.map((activity) => evtxDump(activity))),
  },
  { name: "evtx_dump -o json", format: "JSON", write: (activities) => numbered(activities, false) },
  {
    name: "evtx_dump -o json --separate-json-attributes",
    format: "JSON",
    write: (activities) => numbered(activities, true),
  },
  {
    name: "EvtxECmd --json",
    format: "NDJSON",
    write: (activities) => `\uFEFF${lines(activities.map(evtxECmd), "\r\n")}`,
  },
  {
    name: "EvtxECmd --json --fj",
    format: "NDJSON",
    write: (activities) => `\uFEFF${lines(activities.map(fullJson), "\r\n")}`,
  },
  {
    name: "EvtxECmd --csv",
    format: "CSV of EvtxECmd",
    write: (activities) => `\uFEFF${table(activities.map(evtxECmdRow))}`,
  },
  {
    name: "EvtxECmd --csv, saved again by a spreadsheet",
    format: "CSV of EvtxECmd, UTF-16LE",
    write: (activities) => utf16le(respread(activities)),
  },
];
