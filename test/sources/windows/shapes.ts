import { WindowsEventRecord } from "../../../src/formats/windows-event.ts";

/** One synthetic registry write, as logged by Sysmon and as exported by each tool. */
export const PROVIDER = "Microsoft-Windows-Sysmon";
export const CHANNEL = "Microsoft-Windows-Sysmon/Operational";
const GUID = "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}";

export interface Write {
  readonly target: string;
  readonly details: string;
  readonly image: string;
  /** The SID in the header; null if the machine wrote none. */
  readonly sid: string | null;
}

export const FULL_DUMPS: Write = {
  target: "HKLM\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\DumpType",
  details: "DWORD (0x00000002)",
  image: "C:\\Windows\\System32\\reg.exe",
  sid: "S-1-5-18",
};

export function payloadOf({ target, details, image }: Write): Record<string, string> {
  return {
    RuleName: "-",
    EventType: "SetValue",
    UtcTime: "2024-03-01 10:00:00.250",
    ProcessGuid: "{1978b227-51d2-6077-4000-000000000500}",
    ProcessId: "6196",
    Image: image,
    TargetObject: target,
    Details: details,
    User: "SHIRE\\pgustavo",
  };
}

export function messageOf(write: Write, names?: readonly string[]): string {
  const lines = Object.entries(payloadOf(write)).filter(([name]) => names?.includes(name) ?? true);
  return ["Registry value set:", ...lines.map(([name, value]) => `${name}: ${value}`)].join("\r\n");
}

const TIME = "2024-03-01T10:00:00.2612345Z";

/** The name of each shape, with the write in it. */
export function templatesOf(write: Write): readonly (readonly [string, unknown])[] {
  const payload = payloadOf(write);
  const { sid } = write;
  const security = sid === null ? null : { "#attributes": { UserID: sid } };
  const data = Object.entries(payload).map(([name, value]) => ({ "@Name": name, "#text": value }));
  const nxlog = {
    EventID: 13,
    Channel: CHANNEL,
    SourceName: PROVIDER,
    ProviderGuid: GUID,
    Hostname: "HOST1",
    RecordNumber: 77,
    Version: 2,
    Task: 13,
    Keywords: "-9223372036854775808",
    ...(sid !== null && { UserID: sid, AccountName: "SYSTEM", AccountType: "User", Domain: "NT AUTHORITY" }),
    Severity: "INFO",
    SeverityValue: 2,
    "@timestamp": "2024-03-01T10:00:09.000Z",
    "@version": "1",
    host: "collector",
    port: 5514,
    tags: ["x"],
  };
  const rest = without(payload, "EventType", "ProcessId");
  const record = {
    Id: 13,
    Version: 2,
    Level: 4,
    Task: 13,
    Opcode: 0,
    RecordId: 77,
    ProviderName: PROVIDER,
    ProviderId: GUID.slice(1, -1),
    LogName: CHANNEL,
    ProcessId: 3500,
    ThreadId: 4168,
    MachineName: "HOST1",
    LevelDisplayName: "Information",
    TaskDisplayName: "Registry value set (rule: RegistryEvent)",
  };
  const userId = sid === null ? null : { BinaryLength: 12, AccountDomainSid: null, Value: sid };
  const properties = Object.entries(payload).map(([name, value]) => ({
    Value: name === "ProcessGuid" ? value.slice(1, -1) : name === "ProcessId" ? Number(value) : value,
  }));
  return [
    [
      "a reader's event",
      new WindowsEventRecord({
        provider: PROVIDER,
        eventId: "13",
        channel: CHANNEL,
        computer: "HOST1",
        systemTime: TIME,
        recordId: "77",
        ...(sid !== null && { userSid: sid }),
        eventData: Object.entries(payload).map(([name, value]) => ({ name, value })),
      }),
    ],
    [
      "evtx_dump",
      {
        Event: {
          "#attributes": { xmlns: "http://schemas.microsoft.com/win/2004/08/events/event" },
          System: {
            Provider: { "#attributes": { Name: PROVIDER, Guid: GUID.slice(1, -1) } },
            EventID: 13,
            Version: 2,
            Keywords: "0x8000000000000000",
            TimeCreated: { "#attributes": { SystemTime: TIME } },
            EventRecordID: 77,
            Correlation: null,
            Execution: { "#attributes": { ProcessID: 3500, ThreadID: 4168 } },
            Channel: CHANNEL,
            Computer: "HOST1",
            Security: security,
          },
          EventData: { ...payload, ProcessGuid: payload["ProcessGuid"]!.slice(1, -1), ProcessId: 6196 },
        },
      },
    ],
    [
      "evtx_dump with separate attributes",
      {
        Event_attributes: { xmlns: "x" },
        Event: {
          System: {
            Provider_attributes: { Name: PROVIDER, Guid: GUID },
            EventID: 13,
            TimeCreated_attributes: { SystemTime: TIME },
            EventRecordID: 77,
            Execution_attributes: { ProcessID: 3500, ThreadID: 4168 },
            Channel: CHANNEL,
            Computer: "HOST1",
            ...(sid === null ? { Security: null } : { Security_attributes: { UserID: sid } }),
          },
          EventData: { ...payload, ProcessId: 6196 },
        },
      },
    ],
    [
      "evtx_dump with a qualified id and Data elements",
      {
        Event: {
          System: {
            Provider: { "#attributes": { Name: PROVIDER } },
            EventID: { "#attributes": { Qualifiers: 0 }, "#text": 13 },
            TimeCreated: { "#attributes": { SystemTime: TIME } },
            EventRecordID: 77,
            Channel: CHANNEL,
            Computer: "HOST1",
            Security: security,
          },
          EventData: {
            Data: Object.entries(payload).map(([Name, value]) => ({
              "#attributes": { Name },
              "#text": value,
            })),
          },
        },
      },
    ],
    [
      "EvtxECmd --fj",
      {
        Event: {
          System: {
            Provider: { "@Name": PROVIDER, "@Guid": GUID },
            EventID: "13",
            TimeCreated: { "@SystemTime": TIME },
            EventRecordID: "77",
            Execution: { "@ProcessID": "3500", "@ThreadID": "4168" },
            Channel: CHANNEL,
            Computer: "HOST1",
            Security: sid === null ? null : { "@UserID": sid },
          },
          EventData: { Data: data },
        },
      },
    ],
    [
      "EvtxECmd, JSON or a row of CSV",
      {
        RecordNumber: "1",
        EventRecordId: "77",
        TimeCreated: "2024-03-01 10:00:00.2612345",
        EventId: "13",
        Level: "Info",
        Provider: PROVIDER,
        Channel: CHANNEL,
        ProcessId: "3500",
        ThreadId: "4168",
        Computer: "HOST1",
        UserId: sid ?? "",
        MapDescription: "RegistryEvent (Value Set)",
        PayloadData5: `TargetObject: ${write.target}`,
        Payload: JSON.stringify({ EventData: { Data: data } }),
      },
    ],
    [
      "Get-WinEvent | ConvertTo-Json of PowerShell 7",
      {
        ...record,
        UserId: userId,
        TimeCreated: "2024-03-01T11:00:00.2612345+01:00",
        Properties: properties,
        Message: messageOf(write),
      },
    ],
    [
      "Get-WinEvent | ConvertTo-Json of PowerShell 5.1, without a message",
      {
        ...record,
        UserId: userId,
        TimeCreated: "/Date(1709287200261)/",
        Properties: properties,
        Message: null,
      },
    ],
    [
      "Get-WinEvent | Export-Csv",
      {
        ...Object.fromEntries(Object.entries(record).map(([key, value]) => [key, String(value)])),
        UserId: sid ?? "",
        TimeCreated: "3/1/2024 10:00:00 AM",
        Properties: "System.Collections.Generic.List`1[System.Diagnostics.Eventing.Reader.EventProperty]",
        Message: messageOf(write),
      },
    ],
    [
      "raw Winlogbeat",
      {
        "@timestamp": TIME,
        event: {
          code: "13",
          kind: "event",
          provider: PROVIDER,
          action: "Registry value set (rule: RegistryEvent)",
        },
        host: { name: "HOST1" },
        agent: { type: "winlogbeat" },
        winlog: {
          channel: CHANNEL,
          computer_name: "HOST1",
          event_id: "13",
          provider_name: PROVIDER,
          record_id: 77,
          event_data: payload,
          ...(sid !== null && { user: { identifier: sid } }),
        },
      },
    ],
    [
      "NXLog of 2019, which overwrites EventType",
      {
        ...nxlog,
        ...rest,
        EventType: "INFO",
        ProcessID: 3500,
        EventTime: "2024-03-01 05:00:00",
        Message: messageOf(write),
      },
    ],
    [
      "NXLog of 2020",
      {
        ...nxlog,
        ...payload,
        EventTypeOrignal: "INFO",
        ExecutionProcessID: 3500,
        EventTime: "2024-03-01 05:00:00",
      },
    ],
    [
      "a forwarder of 2021",
      { ...nxlog, ...payload, TimeCreated: "2024-03-01T05:00:00.261Z", Task: "13", Level: "4" },
    ],
  ];
}

/** Shapes without the SID of the header. */
export function shapesWithoutSid(write: Write): readonly (readonly [string, unknown])[] {
  const payload = payloadOf(write);
  return [
    ["EQLLIB's form", { EventId: 13, ...payload, RuleName: null }],
    [
      "a row of Event Viewer's CSV",
      {
        Level: "Information",
        "Date and Time": "3/1/2024 10:00:00 AM",
        Source: "Sysmon",
        "Event ID": "13",
        "Task Category": "Registry value set (rule: RegistryEvent)",
        "": messageOf(write),
      },
    ],
  ];
}

/** NXLog of late 2020, which keeps neither EventType nor ProcessId, and no message that contains them. */
export function poorest(write: Write): unknown {
  const rest = without(payloadOf(write), "EventType", "ProcessId");
  return {
    EventID: 13,
    Channel: CHANNEL,
    SourceName: PROVIDER,
    Hostname: "HOST1",
    EventTime: "2024-03-01 05:00:00",
    UserID: write.sid,
    ...rest,
  };
}

function without(payload: Record<string, string>, ...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !names.includes(name)));
}
