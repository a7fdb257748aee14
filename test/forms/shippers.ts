import type { Activity } from "./activity.ts";
import { discover, fieldsOf } from "./out-of-elastic.ts";
import { type Form, lines, typed, csv } from "./form.ts";

/* Events on their way to a collector, before any ingest pipeline. */

const AUDITED = new Map([
  ["0x8020000000000000", ["Audit Success", "success"]],
  ["0x8010000000000000", ["Audit Failure", "failure"]],
]);

export function winlogbeat(activity: Activity): Record<string, unknown> {
  const audited = AUDITED.get(activity.keywords);
  const values = Object.fromEntries(activity.data.map(({ name, value }) => [name, value]));
  return {
    "@timestamp": activity.time.replace(/\d{4}Z$/, "Z"),
    "@metadata": { beat: "winlogbeat", type: "_doc", version: "8.12.2" },
    agent: { type: "winlogbeat", version: "8.12.2", name: "WS01", id: "a", ephemeral_id: "b" },
    ecs: { version: "8.0.0" },
    event: {
      code: String(activity.code),
      kind: "event",
      provider: activity.provider,
      action: activity.taskText,
      created: "2024-03-14T10:05:00.000Z",
      ...(audited !== undefined && { outcome: audited[1] }),
    },
    host: { name: activity.computer, os: { type: "windows", family: "windows" } },
    log: { level: "information" },
    message: activity.message.replaceAll("\r\n", "\n"),
    winlog: {
      api: "wineventlog",
      channel: activity.channel,
      computer_name: activity.computer,
      event_id: String(activity.code),
      ...(activity.userData === undefined
        ? { event_data: values }
        : { user_data: { xml_name: activity.userData.name, ...values } }),
      ...(audited !== undefined && { keywords: [audited[0]] }),
      opcode: "Info",
      process: { pid: activity.pid, thread: { id: activity.tid } },
      provider_guid: activity.providerGuid,
      provider_name: activity.provider,
      record_id: activity.recordId,
      task: activity.taskText,
      version: activity.version,
      ...(activity.sid !== null && {
        user: { identifier: activity.sid, name: "SYSTEM", domain: "NT AUTHORITY" },
      }),
    },
  };
}

function nxlogHeader(activity: Activity): Record<string, unknown> {
  return {
    EventTime: activity.time.replace("T", " ").replace(/\.\d+Z$/, ""),
    Hostname: activity.computer,
    Keywords: `§${BigInt.asIntN(64, BigInt(activity.keywords))}§`,
    Severity: "INFO",
    SeverityValue: 2,
    EventID: activity.code,
    SourceName: activity.provider,
    ProviderGuid: activity.providerGuid.toUpperCase(),
    Version: activity.version,
    Task: activity.task,
    OpcodeValue: activity.opcode,
    RecordNumber: activity.recordId,
    Channel: activity.channel,
    ...(activity.sid !== null && {
      UserID: activity.sid,
      AccountName: "SYSTEM",
      AccountType: "User",
      Domain: "NT AUTHORITY",
    }),
    Message: activity.message,
    Category: activity.taskText,
    Opcode: "Info",
    EventReceivedTime: "2024-03-14 10:05:00",
    SourceModuleName: "eventlog",
    SourceModuleType: "im_msvistalog",
    "@timestamp": "2024-03-14T10:05:00.000Z",
    "@version": "1",
    host: "collector",
    port: 5514,
  };
}

/** NXLog of 2019, whose own EventType and ProcessID replace the event's. */
function nxlog2019(activity: Activity): unknown {
  const values = activity.data.filter(({ name }) => name !== "EventType" && name !== "ProcessId");
  return {
    ...nxlogHeader(activity),
    EventType: AUDITED.has(activity.keywords) ? "AUDIT_SUCCESS" : "INFO",
    ProcessID: activity.pid,
    ThreadID: activity.tid,
    ...Object.fromEntries(values.map(({ name, value }) => [name, value])),
  };
}

function nxlog2020(activity: Activity): unknown {
  return {
    ...nxlogHeader(activity),
    EventTypeOrignal: "INFO",
    ExecutionProcessID: activity.pid,
    ThreadID: activity.tid,
    ...Object.fromEntries(activity.data.map(({ name, value }) => [name, value])),
  };
}

/** A forwarder that drops the message, and names header fields as in event XML. */
export function forwarder(activity: Activity): Record<string, unknown> {
  return {
    TimeCreated: activity.time,
    EventID: activity.code,
    ProviderName: activity.provider,
    Channel: activity.channel,
    Computer: activity.computer,
    Level: activity.level,
    Task: activity.task,
    Keywords: activity.keywords,
    EventRecordID: activity.recordId,
    ...(activity.sid !== null && { UserID: activity.sid }),
    ExecutionProcessID: activity.pid,
    ...Object.fromEntries(activity.data.map((datum) => [datum.name, typed(datum)])),
  };
}

const unmarked = (text: string): string => text.replace(/"§(-?\d+)§"/g, "$1");

function forwarderTable(activities: readonly Activity[]): string {
  const rows = activities.map(forwarder);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return csv([columns, ...rows.map((row) => columns.map((column) => String((row[column] ?? "") as string)))]);
}

export const SHIPPERS: readonly Form[] = [
  { name: "raw Winlogbeat", format: "NDJSON", write: (activities) => lines(activities.map(winlogbeat)) },
  {
    name: "raw Winlogbeat in an index, dumped",
    format: "NDJSON",
    write: (activities) =>
      lines(
        activities.map((activity, i) => ({
          _index: "winlogbeat-8.12.2",
          _id: String(i),
          _score: 1,
          _source: winlogbeat(activity),
        })),
      ),
  },
  {
    name: "raw Winlogbeat in an index, its fields",
    format: "NDJSON",
    write: (activities) => lines(activities.map((activity, i) => fieldsOf(winlogbeat(activity), i))),
  },
  {
    name: "raw Winlogbeat, Kibana Discover CSV",
    format: "CSV of Kibana Discover",
    write: (activities) => discover(activities.map(winlogbeat), false),
  },
  {
    name: "NXLog of 2019",
    format: "NDJSON",
    write: (activities) => unmarked(lines(activities.map(nxlog2019))),
  },
  {
    name: "NXLog of 2020",
    format: "NDJSON",
    write: (activities) => unmarked(lines(activities.map(nxlog2020))),
  },
  {
    name: "a forwarder without messages",
    format: "NDJSON",
    write: (activities) => lines(activities.map(forwarder)),
  },
  { name: "a forwarder's table", format: "CSV of Windows events", write: forwarderTable },
];
