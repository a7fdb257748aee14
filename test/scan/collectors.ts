/* One change of a registry value, as many tools write, wrap and forward it. Every document here is made up. */

const SYSMON = "Microsoft-Windows-Sysmon";
const CHANNEL = `${SYSMON}/Operational`;
const GUID = "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}";
const HOST = "WS01.corp.example";

/** The values of Sysmon's event 13, in its own order. */
export const DATA: Readonly<Record<string, string>> = {
  RuleName: "-",
  EventType: "SetValue",
  UtcTime: "2024-05-14 02:01:17.249",
  ProcessGuid: "{a3e5a1c0-ad7d-6642-c001-000000000d00}",
  ProcessId: "4711",
  Image: "C:\\Windows\\system32\\reg.exe",
  TargetObject: "HKLM\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\DumpType",
  Details: "DWORD (0x00000002)",
  User: "CORP\\eve",
};
const values = Object.values(DATA);
const message = [
  "Registry value set:",
  ...Object.entries(DATA).map(([name, value]) => `${name}: ${value}`),
].join("\r\n");
export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const dataXml = Object.entries(DATA)
  .map(([name, value]) => `<Data Name='${name}'>${escaped(value)}</Data>`)
  .join("");
export const XML = `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='${SYSMON}' Guid='${GUID}'/><EventID>13</EventID><Version>2</Version><Level>4</Level><Task>13</Task><Opcode>0</Opcode><Keywords>0x8000000000000000</Keywords><TimeCreated SystemTime='2024-05-14T02:01:17.2500000Z'/><EventRecordID>515</EventRecordID><Channel>${CHANNEL}</Channel><Computer>${HOST}</Computer></System><EventData>${dataXml}</EventData></Event>`;

/** The event as evtx_dump writes it. */
export const TREE = {
  Event: {
    System: {
      Provider_attributes: { Name: SYSMON, Guid: GUID },
      EventID: 13,
      TimeCreated_attributes: { SystemTime: "2024-05-14T02:01:17.250000Z" },
      EventRecordID: 515,
      Channel: CHANNEL,
      Computer: HOST,
    },
    EventData: DATA,
  },
};

export const PROMTAIL = {
  source: SYSMON,
  channel: CHANNEL,
  computer: HOST,
  event_id: 13,
  level: 4,
  levelText: "Information",
  timeCreated: "2024-05-14T02:01:17.2500000Z",
  eventRecordID: 515,
  event_data: dataXml,
  message,
};

const FLUENT = {
  ProviderName: SYSMON,
  EventID: 13,
  TimeCreated: "2024-05-14 02:01:17 +0000",
  EventRecordID: 515,
  Channel: CHANNEL,
  Computer: HOST,
};

const OTEL = {
  channel: CHANNEL,
  computer: HOST,
  event_id: { id: 13, qualifiers: 0 },
  provider: { name: SYSMON, guid: GUID, event_source: "" },
  record_id: 515,
  system_time: "2024-05-14T02:01:17.2500000Z",
  message: "Registry value set",
};

/** A value with its type around it, as in OpenTelemetry's JSON. */
export function anyValue(value: unknown): object {
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  if (typeof value === "object" && value !== null) {
    const list = Object.entries(value).map(([key, item]) => ({ key, value: anyValue(item) }));
    return { kvlistValue: { values: list } };
  }
  return typeof value === "number" ? { intValue: String(value) } : { stringValue: String(value) };
}

export const otlp = (...bodies: object[]): object => ({
  resourceLogs: [
    {
      resource: { attributes: [{ key: "host.name", value: { stringValue: "WS01" } }] },
      scopeLogs: [{ logRecords: bodies.map((body) => ({ timeUnixNano: "1715652077250000000", body })) }],
    },
  ],
});

const DEFENDER = {
  Timestamp: "2024-05-14T02:01:17.25Z",
  DeviceName: "ws01.corp.example",
  ActionType: "RegistryValueSet",
  RegistryKey: "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps",
  RegistryValueName: "DumpType",
  RegistryValueType: "Dword",
  RegistryValueData: "2",
  InitiatingProcessFileName: "reg.exe",
};

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
export const csv = (row: Readonly<Record<string, string>>): string =>
  `${Object.keys(row).map(cell).join(",")}\r\n${Object.values(row).map(cell).join(",")}\r\n`;
const line = (document: unknown): string => `${JSON.stringify(document)}\n`;
const table = (row: object): object => ({
  columns: Object.keys(row).map((name) => ({ name, type: "string" })),
  rows: [Object.values(row)],
});

const gelf = {
  version: "1.1",
  host: HOST,
  short_message: "Registry value set",
  full_message: message,
  timestamp: 1_715_652_077.25,
  _EventID: 13,
  _Channel: CHANNEL,
  _SourceName: SYSMON,
  ...Object.fromEntries(Object.entries(DATA).map(([name, value]) => [`_${name}`, value])),
};

const splunkText = [
  "05/14/2024 02:01:17 AM",
  `LogName=${CHANNEL}`,
  "EventCode=13",
  `ComputerName=${HOST}`,
  `SourceName=${SYSMON}`,
  "Type=Information",
  `Message=${message.replaceAll("\r\n", "\n")}`,
  "",
].join("\n");

export const NXLOG = {
  EventTime: "2024-05-14 02:01:17",
  Hostname: HOST,
  EventID: 13,
  SourceName: SYSMON,
  Channel: CHANNEL,
};
const plasoMessage = `[13 / 0x000d] Provider identifier: ${GUID} Source Name: ${SYSMON} Strings: [${values
  .map((value) => `'${value.replaceAll("\\", "\\\\")}'`)
  .join(", ")}] Computer Name: ${HOST} Record Number: 515 Event Level: 4`;
const audit = {
  SubjectUserSid: "S-1-5-21-1-2-3-1001",
  SubjectUserName: "eve",
  SubjectDomainName: "CORP",
  SubjectLogonId: "0x3e7",
  ObjectName: "\\REGISTRY\\MACHINE\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps",
  ObjectValueName: "DumpType",
  HandleId: "0x1a8",
  OperationType: "%%1904",
  OldValueType: "-",
  OldValue: "-",
  NewValueType: "%%1876",
  NewValue: "2",
  ProcessId: "0x1267",
  ProcessName: "C:\\Windows\\System32\\reg.exe",
};
const AUDITING = "Microsoft-Windows-Security-Auditing";

/** Files with one event each, which the built-in rule matches. */
export const FILES: readonly (readonly [tool: string, text: string])[] = [
  ["fluentd's windows_eventlog2", line({ ...FLUENT, Description: message, EventData: values })],
  ["fluent-bit without a message", line({ ...FLUENT, Message: "", StringInserts: values })],
  [
    "Sentinel's WindowsEvent table",
    csv({
      "TimeGenerated [UTC]": "5/14/2024, 2:01:17.250 AM",
      Provider: SYSMON,
      Channel: CHANNEL,
      Computer: HOST,
      EventID: "13",
      EventData: JSON.stringify(DATA),
      Type: "WindowsEvent",
    }),
  ],
  [
    "LogParser",
    csv({
      EventLog: "Security",
      RecordNumber: "515",
      TimeGenerated: "2024-05-14 02:01:17",
      EventID: "4657",
      EventTypeName: "Success Audit event",
      SourceName: AUDITING,
      Strings: Object.values(audit).join("|"),
      ComputerName: HOST,
      Message: "A registry value was modified.",
    }),
  ],
  [
    "LogParser over a file",
    csv({
      EventLog: "C:\\cases\\ws01\\Sysmon.evtx",
      RecordNumber: "515",
      TimeGenerated: "2024-05-14 02:01:17",
      EventID: "13",
      EventTypeName: "Information event",
      SourceName: SYSMON,
      Strings: values.join("|"),
      ComputerName: HOST,
      Message: "",
    }),
  ],
  ["Graylog's GELF", line(gelf)],
  [
    "OpenTelemetry, values in a list of objects",
    line(otlp(anyValue({ ...OTEL, event_data: { data: [DATA] } }))),
  ],
  ["OpenTelemetry, values in an object", line(otlp(anyValue({ ...OTEL, event_data: DATA })))],
  [
    "OpenTelemetry, values without names",
    line(
      otlp(
        anyValue({
          ...OTEL,
          event_data: { name: "", binary: "", data: values.map((value) => ({ "": value })) },
        }),
      ),
    ),
  ],
  ["OpenTelemetry, raw", line(otlp({ stringValue: XML }))],
  ["Promtail", line(PROMTAIL)],
  ["Grafana's CSV", csv({ Time: "1715652077250", Line: JSON.stringify(PROMTAIL), id: "1" })],
  [
    "Azure Monitor",
    JSON.stringify({
      tables: [
        {
          name: "PrimaryResult",
          ...table({
            TimeGenerated: "2024-05-14T02:01:17.25Z",
            Source: SYSMON,
            EventLog: CHANNEL,
            Computer: HOST,
            EventID: 13,
            EventData: `<DataItem type="System.XmlData"><EventData>${dataXml}</EventData></DataItem>`,
          }),
        },
      ],
    }),
  ],
  [
    "Defender's table in Azure Monitor",
    JSON.stringify({ tables: [{ name: "PrimaryResult", ...table(DEFENDER) }] }),
  ],
  [
    "Azure Data Explorer",
    JSON.stringify({
      Tables: [
        {
          TableName: "Table_0",
          Columns: Object.keys(DEFENDER).map((ColumnName) => ({ ColumnName, DataType: "String" })),
          Rows: [Object.values(DEFENDER)],
        },
      ],
    }),
  ],
  [
    "plaso's dynamic CSV",
    csv({ datetime: "2024-05-14T02:01:17.250000+00:00", source: "EVT", message: plasoMessage }),
  ],
  [
    "plaso's l2tcsv, with event XML beside its words",
    csv({
      date: "05/14/2024",
      time: "02:01:17",
      timezone: "UTC",
      source: "EVT",
      desc: plasoMessage,
      extra: `event_level: 4; xml_string: ${XML}`,
    }),
  ],
  [
    "chainsaw's CSV",
    csv({
      timestamp: "2024-05-14T02:01:17.250000+00:00",
      detections: "Dump type",
      path: "x.evtx",
      count: "1",
      "Event.System.Provider": SYSMON,
      "Event ID": "13",
      "Record ID": "515",
      Computer: HOST,
      "Event Data": Object.entries(DATA)
        .map(([name, value]) => `${name}: ${value}`)
        .join("\n"),
    }),
  ],
  [
    "Splunk's fields in a table",
    csv({
      _time: "2024-05-14T02:01:17.250+0000",
      EventCode: "13",
      SourceName: SYSMON,
      Computer: HOST,
      ...DATA,
    }),
  ],
  ["Splunk's raw events", splunkText],
  [
    "Splunk's XML",
    `<?xml version='1.0' encoding='UTF-8'?>\n<results preview='0'>\n<result offset='0'>\n<field k='_raw'><v xml:space='preserve' trunc='0'>${escaped(XML)}</v></field>\n</result>\n</results>\n`,
  ],
  ["a web page", `<html><body><pre>${escaped(XML)}</pre></body></html>`],
  ["a web page with markup over several lines", `<pre>\n${escaped(XML.replaceAll("><", ">\n<"))}\n</pre>\n`],
  ["syslog with JSON", `<14>1 2024-05-14T02:01:17Z WS01 nxlog 1900 - - ${line({ ...NXLOG, ...DATA })}`],
  ["syslog with event XML", `May 14 02:01:18 WS01 evt: ${XML}\n`],
  ["ES|QL as TSV", esqlTsv()],
];

function esqlTsv(): string {
  const row = {
    "@timestamp": "2024-05-14T02:01:17.250Z",
    "event.category": "registry",
    "event.type": "change",
    "host.os.type": "windows",
    "registry.path": DATA["TargetObject"]!,
    "registry.value": "DumpType",
    "registry.data.strings": "2",
    "process.executable": "C:\\x.exe",
  };
  return `${Object.keys(row).join("\t")}\n${Object.values(row).join("\t")}\n`;
}

/** Documents that list several events, with their number. */
export const BATCHES: readonly (readonly [tool: string, document: object, events: number])[] = [
  [
    "Loki, two streams",
    {
      status: "success",
      data: {
        resultType: "streams",
        result: [
          {
            stream: { job: "win" },
            values: [
              ["1715652077250000000", JSON.stringify(PROMTAIL)],
              ["1715652077250000001", XML],
            ],
          },
          { stream: { job: "other" }, values: [["1715652077250000002", JSON.stringify(PROMTAIL)]] },
        ],
        stats: { ingester: [{ chunks: 1 }, { chunks: 2 }] },
      },
    },
    3,
  ],
  ["OpenTelemetry", otlp(anyValue({ ...OTEL, event_data: DATA }), { stringValue: XML }), 2],
  [
    "CloudWatch",
    {
      logEvents: [
        { id: "1", message: XML },
        { id: "2", message: XML },
      ],
      logGroup: "g",
    },
    2,
  ],
  ["Graylog", { messages: [{ message: gelf }, { message: gelf }], total_results: 2 }, 2],
  [
    "chainsaw's aggregates",
    { group: "Sigma", kind: "aggregate", documents: [{ data: TREE }, { data: TREE }] },
    2,
  ],
  ["event XML in a list of texts", { events_xml: [XML, XML, XML] }, 3],
  [
    "lists at several places",
    {
      export: {
        host: "WS01",
        logs: [
          { name: "a", events: [TREE, TREE] },
          { name: "b", events: [TREE] },
        ],
      },
    },
    3,
  ],
  ["plaso's JSON", { event_0: plaso(), event_1: plaso() }, 2],
  ["events under names of their own", { before: TREE, after: TREE }, 2],
];

function plaso(): object {
  return { data_type: "windows:evtx:record", event_identifier: 13, source_name: SYSMON, xml_string: XML };
}
