import type { Activity } from "./activity.ts";
import { xmlOf } from "./event-xml.ts";
import { DUMPS } from "./dumps.ts";
import { bare, type Form, lines, typed } from "./form.ts";

/* Events as collectors, databases and triage tools keep them: under other names, or inside records of their own. */

type Node = Readonly<Record<string, unknown>>;

const lower = (name: string): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
const valuesOf = ({ data }: Activity): Record<string, string> =>
  Object.fromEntries(data.map(({ name, value }) => [name, value]));
const seconds = (time: string): string =>
  `§${Date.parse(time) / 1000}§`.replace(/(\.\d+)?§$/, `${time.slice(19, 27)}§`);
/** Numbers that JavaScript cannot hold, written as such. */
const unmarked = (text: string): string => text.replace(/"§([-\d.]+)§"/g, "$1");
const AUDITS = new Map([
  ["0x8020000000000000", "Audit Success"],
  ["0x8010000000000000", "Audit Failure"],
]);

/** A row of Velociraptor's `parse_evtx`. */
export function velociraptor(activity: Activity): Node {
  const { data, userData, sid } = activity;
  const values = Object.fromEntries(data.map((datum) => [datum.name, typed(datum)]));
  return {
    System: {
      Provider: { Name: activity.provider, Guid: bare(activity.providerGuid).toUpperCase() },
      EventID: { Value: activity.code },
      Version: activity.version,
      Level: activity.level,
      Task: activity.task,
      Opcode: activity.opcode,
      Keywords: `§${BigInt(activity.keywords)}§`,
      TimeCreated: { SystemTime: seconds(activity.time) },
      EventRecordID: activity.recordId,
      Correlation: {},
      Execution: { ProcessID: activity.pid, ThreadID: activity.tid },
      Channel: activity.channel,
      Computer: activity.computer,
      Security: sid === null ? {} : { UserID: sid },
    },
    ...(userData === undefined ? { EventData: values } : { UserData: { [userData.name]: values } }),
    Message: activity.message,
  };
}

/** What Wazuh's agent makes of an event: names that begin in lower case, and a message in quotes. */
export function wazuh(activity: Activity): Node {
  const { sid } = activity;
  const values = Object.fromEntries(activity.data.map(({ name, value }) => [lower(name), value]));
  return {
    timestamp: "2024-03-14T10:05:00.100+0000",
    agent: { id: "004", name: "WS01", ip: "10.0.0.5" },
    manager: { name: "wazuh" },
    id: "1715652078.1",
    decoder: { name: "windows_eventchannel" },
    data: {
      win: {
        system: {
          providerName: activity.provider,
          providerGuid: activity.providerGuid,
          eventID: String(activity.code),
          version: String(activity.version),
          level: String(activity.level),
          task: String(activity.task),
          opcode: String(activity.opcode),
          keywords: activity.keywords,
          systemTime: activity.time,
          eventRecordID: String(activity.recordId),
          processID: String(activity.pid),
          threadID: String(activity.tid),
          channel: activity.channel,
          computer: activity.computer,
          ...(sid !== null && { userID: sid }),
          severityValue: "INFORMATION",
          message: `"${activity.message}"`,
        },
        eventdata: values,
      },
    },
    location: "EventChannel",
  };
}

/** Winlogbeat 5 and 6, before ECS. */
export function winlogbeat6(activity: Activity): Node {
  const audit = AUDITS.get(activity.keywords);
  const { userData, sid } = activity;
  const values = valuesOf(activity);
  return {
    "@timestamp": activity.time.replace(/\d{4}Z$/, "Z"),
    "@metadata": { beat: "winlogbeat", type: "doc", version: "6.7.0" },
    log_name: activity.channel,
    source_name: activity.provider,
    provider_guid: activity.providerGuid,
    event_id: activity.code,
    record_number: String(activity.recordId),
    computer_name: activity.computer,
    ...(userData === undefined
      ? { event_data: values }
      : { user_data: { xml_name: userData.name, ...values } }),
    ...(sid !== null && { user: { name: "SYSTEM", domain: "NT AUTHORITY", type: "User", identifier: sid } }),
    ...(audit !== undefined && { keywords: [audit] }),
    beat: { name: "WEC", hostname: "WEC", version: "6.7.0" },
    host: { name: "WEC" },
    level: "Information",
    opcode: "Info",
    process_id: activity.pid,
    thread_id: activity.tid,
    version: activity.version,
    task: activity.taskText,
    type: "wineventlog",
    message: activity.message.replaceAll("\r\n", "\n"),
  };
}

/** Nested names joined by underscores, as Graylog keeps what Beats send. */
function graylog(activity: Activity): Node {
  const { sid } = activity;
  const values = activity.data.map(({ name, value }) => [`winlogbeat_winlog_event_data_${name}`, value]);
  return {
    _id: "1",
    timestamp: activity.time.replace(/\d{4}Z$/, "Z"),
    source: activity.computer,
    message: activity.message.replaceAll("\r\n", "\n"),
    winlogbeat_winlog_channel: activity.channel,
    winlogbeat_winlog_event_id: String(activity.code),
    winlogbeat_event_code: String(activity.code),
    winlogbeat_winlog_provider_name: activity.provider,
    winlogbeat_winlog_computer_name: activity.computer,
    winlogbeat_winlog_process_pid: activity.pid,
    ...(AUDITS.has(activity.keywords) && { winlogbeat_winlog_keywords: [AUDITS.get(activity.keywords)] }),
    ...(sid !== null && { winlogbeat_winlog_user_identifier: sid }),
    ...(Object.fromEntries(values) as Node),
  };
}

/** OpenTelemetry's Windows receiver, as a record's body. */
function openTelemetry(activity: Activity): Node {
  return {
    Timestamp: activity.time,
    SeverityText: "INFO",
    Body: {
      channel: activity.channel,
      computer: activity.computer,
      event_id: { id: activity.code, qualifiers: 0 },
      provider: { name: activity.provider, guid: activity.providerGuid, event_source: "" },
      system_time: activity.time,
      record_id: activity.recordId,
      level: "Information",
      task: activity.taskText,
      opcode: "Info",
      keywords: [AUDITS.get(activity.keywords) ?? activity.keywords],
      execution: { process_id: activity.pid, thread_id: activity.tid },
      ...(activity.sid !== null && { security: { user_id: activity.sid } }),
      event_data: { data: activity.data.map(({ name, value }) => ({ [name]: value })) },
      message: activity.message,
    },
  };
}

/** A line of Loki's log of Windows events: JSON as text, the values as XML without an element around them. */
function loki(activity: Activity): Node {
  const data = /<EventData>(.*)<\/EventData>/s.exec(xmlOf(activity, { quote: "'" }))?.[1];
  const line = {
    source: activity.provider,
    channel: activity.channel,
    computer: activity.computer,
    event_id: activity.code,
    version: activity.version,
    level: activity.level,
    task: activity.task,
    levelText: "Information",
    keywords: AUDITS.get(activity.keywords) ?? "",
    timeCreated: activity.time,
    eventRecordID: activity.recordId,
    execution: { processId: activity.pid, threadId: activity.tid, processName: "x.exe" },
    ...(activity.sid !== null && { security: { userId: activity.sid, userName: "SYSTEM" } }),
    event_data: data,
    message: activity.message,
  };
  return { labels: { job: "windows" }, line: JSON.stringify(line), timestamp: activity.time };
}

const splunk = (activity: Activity): Node => ({
  preview: false,
  offset: 0,
  result: {
    _raw: xmlOf(activity, { quote: "'" }),
    _time: "2024-03-14 10:05:00.000 UTC",
    host: "WS01",
    source: `XmlWinEventLog:${activity.channel}`,
    sourcetype: "XmlWinEventLog",
  },
});

const plaso = (activity: Activity): Node => ({
  __container_type__: "event",
  __type__: "AttributeContainer",
  computer_name: activity.computer,
  data_type: "windows:evtx:record",
  event_identifier: activity.code,
  event_level: activity.level,
  parser: "winevtx",
  record_number: activity.recordId,
  source_name: activity.provider,
  timestamp: Date.parse(activity.time) * 1000,
  timestamp_desc: "Content Modification Time",
  xml_string: xmlOf(activity, { quote: '"' }),
});

const chainsaw = (activity: Activity): Node => ({
  group: "Sigma",
  kind: "individual",
  document: { kind: "evtx", path: "C:\\evidence\\log.evtx", data: { Event: { ...velociraptor(activity) } } },
  name: "A rule",
  timestamp: activity.time,
  level: "high",
  status: "stable",
});

/** fluent-bit's winevtlog: values by position, and the message. */
const fluentBit = (activity: Activity): Node => ({
  ProviderName: activity.provider,
  ProviderGuid: activity.providerGuid,
  Qualifiers: "",
  EventID: activity.code,
  Version: activity.version,
  Level: activity.level,
  Task: activity.task,
  Opcode: activity.opcode,
  Keywords: activity.keywords,
  TimeCreated: activity.time.replace("T", " ").replace("Z", " +0000"),
  EventRecordID: activity.recordId,
  ActivityID: "",
  RelatedActivityID: "",
  ProcessID: activity.pid,
  ThreadID: activity.tid,
  Channel: activity.channel,
  Computer: activity.computer,
  UserID: activity.sid ?? "",
  Message: activity.message,
  StringInserts: activity.data.map(({ value }) => value),
});

const CHANNELS = new Map([
  ["Microsoft-Windows-Sysmon/Operational", "Sysmon"],
  ["Security", "Sec"],
  ["System", "Sys"],
  ["Microsoft-Windows-PowerShell/Operational", "PwSh"],
]);

/** hayabusa's time line with its profile `all-field-info`. */
const hayabusa = (activity: Activity): Node => ({
  Timestamp: activity.time.replace("T", " ").replace(/\d{4}Z$/, " +00:00"),
  RuleTitle: "A rule",
  Level: "high",
  Computer: activity.computer,
  Channel: CHANNELS.get(activity.channel),
  EventID: activity.code,
  RecordID: activity.recordId,
  AllFieldInfo: Object.fromEntries(activity.data.map((datum) => [datum.name, typed(datum)])),
  RuleFile: "rule.yml",
});

/** Zircolite: the events of one rule in a list, each flat. */
const zircolite = (activity: Activity, i: number): Node => ({
  row_id: i + 1,
  OriginalLogfile: "log.evtx",
  Provider_Name: activity.provider,
  EventID: activity.code,
  Channel: activity.channel,
  Computer: activity.computer,
  Keywords: activity.keywords,
  SystemTime: activity.time,
  EventRecordID: activity.recordId,
  ...(activity.sid !== null && { UserID: activity.sid }),
  ...valuesOf(activity),
});

const noUserData = ({ userData }: Activity): boolean => userData === undefined;

export const COLLECTORS: readonly Form[] = [
  {
    name: "Velociraptor's parse_evtx",
    format: "NDJSON",
    write: (activities) => unmarked(lines(activities.map(velociraptor))),
  },
  {
    name: "Wazuh's archives",
    format: "NDJSON",
    write: (activities) => lines(activities.map(wazuh)),
    holds: noUserData,
  },
  { name: "Winlogbeat 6", format: "NDJSON", write: (activities) => lines(activities.map(winlogbeat6)) },
  {
    name: "Graylog",
    format: "NDJSON",
    write: (activities) => lines(activities.map(graylog)),
    holds: noUserData,
  },
  {
    name: "OpenTelemetry, the body of a record",
    format: "NDJSON",
    write: (activities) => lines(activities.map(openTelemetry)),
    holds: noUserData,
  },
  {
    name: "Loki's lines",
    format: "NDJSON",
    write: (activities) => lines(activities.map(loki)),
    holds: noUserData,
  },
  {
    name: "Splunk's results with event XML",
    format: "NDJSON",
    write: (activities) => lines(activities.map(splunk)),
  },
  {
    name: "fluent-bit's winevtlog",
    format: "NDJSON",
    write: (activities) => lines(activities.map(fluentBit)),
    holds: noUserData,
  },
  {
    name: "hayabusa's time line, all-field-info",
    format: "NDJSON",
    write: (activities) => lines(activities.map(hayabusa)),
    // The Security log's keywords, which say the outcome, are not in it.
    holds: (activity) => noUserData(activity) && activity.channel !== "Security",
    losses: {
      "DumpType 2 by svchost.exe": { rules: [DUMPS], why: "the header's SID is missing" },
    },
  },
  {
    name: "Zircolite's results",
    format: "JSON",
    write: (activities) =>
      JSON.stringify([
        {
          title: "A rule",
          id: "1",
          rule_level: "high",
          count: activities.length,
          matches: activities.map(zircolite),
        },
        { title: "Another rule", id: "2", rule_level: "low", count: 0, matches: [] },
      ]),
  },
  { name: "plaso's json_line", format: "NDJSON", write: (activities) => lines(activities.map(plaso)) },
  {
    name: "chainsaw's results",
    format: "JSON",
    write: (activities) => unmarked(JSON.stringify(activities.map(chainsaw))),
  },
];
