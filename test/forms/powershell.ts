import type { Activity, Datum } from "./activity.ts";
import { DUMPS } from "./dumps.ts";
import { american, bare, csv, type Form, table, utf16le } from "./form.ts";

/* Get-WinEvent, and the table of Event Viewer. */

const LEVEL_NAMES = new Map([
  [0, "Information"],
  [3, "Warning"],
  [4, "Information"],
]);

function record(activity: Activity): Record<string, unknown> {
  return {
    Id: activity.code,
    Version: activity.version,
    Qualifiers: null,
    Level: activity.level,
    Task: activity.task,
    Opcode: activity.opcode,
    Keywords: BigInt.asIntN(64, BigInt(activity.keywords)),
    RecordId: activity.recordId,
    ProviderName: activity.provider,
    ProviderId: bare(activity.providerGuid),
    LogName: activity.channel,
    ProcessId: activity.pid,
    ThreadId: activity.tid,
    MachineName: activity.computer,
    UserId: activity.sid,
    TimeCreated: activity.time,
    ActivityId: null,
    RelatedActivityId: null,
    ContainerLog: "C:\\evidence\\log.evtx",
    MatchedQueryIds: [],
    Bookmark: {},
    LevelDisplayName: LEVEL_NAMES.get(activity.level),
    OpcodeDisplayName: "Info",
    TaskDisplayName: activity.taskText,
    KeywordsDisplayNames: KEYWORDS.get(activity.keywords) ?? [],
    Properties: activity.data.map((datum) => ({ Value: propertyOf(datum) })),
    Message: activity.message,
  };
}

const KEYWORDS = new Map([
  ["0x8020000000000000", ["Audit Success"]],
  ["0x8010000000000000", ["Audit Failure"]],
]);

const sidObject = (sid: string): unknown => ({ BinaryLength: 28, AccountDomainSid: null, Value: sid });

/** The .NET value for each type of the provider. */
function propertyOf({ value, type }: Datum): unknown {
  switch (type) {
    case "text":
    case "sid": // at the default depth a SID is written as text
      return value;
    case "guid":
      return bare(value);
    case "number":
    case "hex32":
    case "hex64":
      return Number(value);
  }
}

/** JSON with integers beyond 2^53, as PowerShell writes `Keywords`. */
function json(value: unknown, space?: number): string {
  const marked = JSON.stringify(
    value,
    (_, nested: unknown) => (typeof nested === "bigint" ? `§${nested}§` : nested),
    space,
  );
  return marked.replace(/"§(-?\d+)§"/g, "$1");
}

function powershell7(activity: Activity): unknown {
  return { ...record(activity), UserId: activity.sid === null ? null : sidObject(activity.sid) };
}

/** Dates in .NET's old format; SIDs in full, as with `-Depth 4`. */
function powershell5(activity: Activity): unknown {
  return {
    ...record(activity),
    UserId: activity.sid === null ? null : sidObject(activity.sid),
    TimeCreated: `/Date(${Date.parse(activity.time.replace(/\d{4}Z$/, "Z"))})/`,
    Properties: activity.data.map((datum) => ({
      Value: datum.type === "sid" ? sidObject(datum.value) : propertyOf(datum),
    })),
  };
}

function exported(activity: Activity): Record<string, string> {
  const { Message, Properties, ...rest } = record(activity);
  const row: Record<string, string> = { Message: String(Message) };
  for (const [name, value] of Object.entries(rest)) {
    row[name] = Array.isArray(value)
      ? "System.Collections.Generic.List`1[System.String]"
      : typeof value === "object" && value !== null
        ? "System.Diagnostics.Eventing.Reader.EventBookmark"
        : String((value ?? "") as string);
  }
  row["TimeCreated"] = american(activity.time);
  row["Properties"] = Array.isArray(Properties)
    ? "System.Collections.Generic.List`1[System.Diagnostics.Eventing.Reader.EventProperty]"
    : "";
  return row;
}

/** The provider name as shortened by Event Viewer. */
const SOURCES = new Map([
  ["Microsoft-Windows-Sysmon", "Sysmon"],
  ["Microsoft-Windows-Security-Auditing", "Microsoft Windows security auditing."],
  ["Microsoft-Windows-Eventlog", "Eventlog"],
  ["Microsoft-Windows-PowerShell", "PowerShell (Microsoft-Windows-PowerShell)"],
]);

function viewer(activities: readonly Activity[], security: boolean): string {
  const keywords = security ? ["Keywords"] : ["Level"];
  return csv([
    [...keywords, "Date and Time", "Source", "Event ID", "Task Category"],
    ...activities.map((activity) => [
      security ? (KEYWORDS.get(activity.keywords)?.[0] ?? "Audit Success") : LEVEL_NAMES.get(activity.level)!,
      american(activity.time),
      SOURCES.get(activity.provider) ?? activity.provider,
      String(activity.code),
      activity.taskText,
      activity.message,
    ]),
  ]);
}

export const POWERSHELL: readonly Form[] = [
  {
    name: "Get-WinEvent | ConvertTo-Json, PowerShell 7",
    format: "JSON",
    write: (activities) => json(activities.map(powershell7), 2),
  },
  {
    name: "Get-WinEvent | ConvertTo-Json -Depth 4 > file, Windows PowerShell 5.1",
    format: "JSON, UTF-16LE",
    write: (activities) => utf16le(json(activities.map(powershell5), 4).replaceAll("\n", "\r\n")),
  },
  {
    name: "Get-WinEvent | ConvertTo-Json -Compress, one a line",
    format: "NDJSON",
    write: (activities) => activities.map((activity) => `${json(powershell7(activity))}\r\n`).join(""),
  },
  {
    name: "Get-WinEvent | Export-Csv, Windows PowerShell 5.1",
    format: "CSV of Get-WinEvent",
    write: (activities) =>
      `#TYPE System.Diagnostics.Eventing.Reader.EventLogRecord\r\n${table(activities.map(exported), true)}`,
  },
  {
    name: "Get-WinEvent | Export-Csv, PowerShell 7, semicolons",
    format: "CSV of Get-WinEvent",
    write: (activities) => `\uFEFF${table(activities.map(exported), true, "", ";")}`,
  },
];

const NO_ACCOUNT = {
  "DumpType 2 by svchost.exe": {
    rules: [DUMPS],
    why: "the table has no account, so the rule's exclusion of services cannot apply",
  },
} as const;

const NO_KEYWORDS = {
  rules: ["by-the-system"],
  why: "the table has no keywords, so the event has no outcome",
} as const;
const FEW = { ...NO_ACCOUNT, "a remote logon": NO_KEYWORDS, "a failed logon": NO_KEYWORDS };

/** The few columns that people keep. For Sysmon and audits, the message shows who wrote the event. */
const selected =
  (...columns: readonly string[]) =>
  (activities: readonly Activity[]): string =>
    table(
      activities.map((activity) => {
        const row = exported(activity);
        return Object.fromEntries(columns.map((column) => [column, row[column]!]));
      }),
      true,
    );

export const SELECTED: readonly Form[] = [
  {
    name: "Get-WinEvent | Select TimeCreated, Id, ProviderName, Message | Export-Csv",
    format: "CSV of Get-WinEvent",
    losses: FEW,
    write: selected("TimeCreated", "Id", "ProviderName", "Message"),
  },
  {
    name: "Get-WinEvent | Select TimeCreated, Id, LevelDisplayName, Message | Export-Csv",
    format: "CSV of Get-WinEvent",
    losses: FEW,
    holds: ({ provider }) => /Sysmon$|Auditing$/.test(provider),
    write: selected("TimeCreated", "Id", "LevelDisplayName", "Message"),
  },
];

export const VIEWER: readonly Form[] = [
  {
    name: "Event Viewer CSV",
    format: "CSV of Event Viewer",
    holds: ({ channel }) => channel !== "Security",
    losses: NO_ACCOUNT,
    write: (activities) => `\uFEFF${viewer(activities, false)}`,
  },
  {
    name: "Event Viewer CSV of the Security log",
    format: "CSV of Event Viewer",
    holds: ({ channel }) => channel === "Security",
    write: (activities) => `\uFEFF${viewer(activities, true)}`,
  },
];
