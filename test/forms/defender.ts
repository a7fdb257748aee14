import { type Activity, valueOf } from "./activity.ts";
import { fieldsOf } from "./out-of-elastic.ts";
import { type Form, lines, type FormLoss, table } from "./form.ts";

/* The same activities in Microsoft 365 Defender: its tables, streamed and exported. */

type Row = Readonly<Record<string, string | number | null>>;

const ALICE = "S-1-5-21-1111111111-2222222222-3333333333-1001";
const CODES = [1, 3, 11, 12, 13];

const name = (path: string): string => path.slice(path.lastIndexOf("\\") + 1);
const folder = (path: string): string => path.slice(0, path.lastIndexOf("\\"));

/** The text and the type of DWORD and QWORD here. */
function valueIn(details: string): [data: string, type: string] {
  const number = /^([DQ]WORD) \(0x.*?([0-9a-f]{8})\)$/.exec(details);
  if (number === null) return [details, "String"];
  return [String(Number.parseInt(number[2]!, 16)), number[1] === "DWORD" ? "Dword" : "Qword"];
}

function initiator(executable: string, pid: string): Row {
  const isService = name(executable) === "svchost.exe" && executable.includes("System32");
  return {
    InitiatingProcessFileName: name(executable),
    InitiatingProcessFolderPath: executable.toLowerCase(),
    InitiatingProcessId: Number(pid),
    InitiatingProcessCommandLine: name(executable),
    InitiatingProcessAccountName: isService ? "system" : "alice",
    InitiatingProcessAccountDomain: isService ? "nt authority" : "corp",
    InitiatingProcessAccountSid: isService ? "S-1-5-18" : ALICE,
    InitiatingProcessParentFileName: "explorer.exe",
  };
}

function row(activity: Activity): [table: string, row: Row] {
  const value = (name: string): string => valueOf(activity, name);
  const common = {
    Timestamp: activity.time,
    DeviceId: "68b329da9893e34099c7d8ad5cb9c940",
    DeviceName: activity.computer.toLowerCase(),
    ReportId: activity.recordId,
  };
  if (activity.code === 1) {
    return [
      "DeviceProcessEvents",
      {
        ...common,
        ActionType: "ProcessCreated",
        FileName: name(value("Image")),
        FolderPath: value("Image"),
        ProcessId: Number(value("ProcessId")),
        ProcessCommandLine: value("CommandLine"),
        AccountName: "alice",
        AccountSid: ALICE,
        ...initiator(value("ParentImage"), value("ParentProcessId")),
      },
    ];
  }
  const actor = initiator(value("Image"), value("ProcessId"));
  switch (activity.code) {
    case 3:
      return [
        "DeviceNetworkEvents",
        {
          ...common,
          ActionType: "ConnectionSuccess",
          RemoteIP: value("DestinationIp"),
          RemotePort: Number(value("DestinationPort")),
          RemoteIPType: "Public",
          LocalIP: value("SourceIp"),
          LocalPort: Number(value("SourcePort")),
          Protocol: "Tcp",
          ...actor,
        },
      ];
    case 11:
      return [
        "DeviceFileEvents",
        {
          ...common,
          ActionType: "FileCreated",
          FileName: name(value("TargetFilename")),
          FolderPath: value("TargetFilename"),
          ...actor,
        },
      ];
    default: {
      const isValue = activity.code === 13;
      const path = value("TargetObject").replace(/^(?:HKLM|\\REGISTRY\\MACHINE)/, "HKEY_LOCAL_MACHINE");
      const [data, type] = isValue ? valueIn(value("Details")) : [null, "None"];
      return [
        "DeviceRegistryEvents",
        {
          ...common,
          ActionType: isValue ? "RegistryValueSet" : "RegistryKeyCreated",
          RegistryKey: isValue ? folder(path) : path,
          RegistryValueName: isValue ? name(path) : null,
          RegistryValueType: type,
          RegistryValueData: data,
          PreviousRegistryKey: "",
          PreviousRegistryValueName: null,
          PreviousRegistryValueData: null,
          ...actor,
        },
      ];
    }
  }
}

function streamed(activity: Activity): Readonly<Record<string, unknown>> {
  const [table, properties] = row(activity);
  return {
    time: "2024-03-14T10:03:00.0000000Z",
    tenantId: "11111111-1111-1111-1111-111111111111",
    operationName: "Publish",
    category: `AdvancedHunting-${table}`,
    properties,
    Tenant: "DefaultTenant",
  };
}

function hunted(activities: readonly Activity[]): string {
  const rows = activities.map((activity) =>
    Object.fromEntries(
      Object.entries(row(activity)[1]).map(([column, value]) => [column, String(value ?? "")]),
    ),
  );
  return `\uFEFF${table(rows)}`;
}

const NO_PATH: FormLoss = {
  rules: [],
  why: "Elastic gives a key that was created a path only with a value's name",
};

const SEEN = {
  holds: ({ code, provider }: Activity) => provider.endsWith("Sysmon") && CODES.includes(code),
  losses: { "the key created": NO_PATH },
};

export const DEFENDER: readonly Form[] = [
  {
    ...SEEN,
    name: "Defender, streamed to an index, its fields",
    format: "NDJSON",
    write: (activities) => lines(activities.map((activity, i) => fieldsOf(streamed(activity), i))),
  },
  {
    ...SEEN,
    name: "Defender, streamed to storage",
    format: "NDJSON",
    write: (activities) => lines(activities.map(streamed), "\r\n"),
  },
  {
    ...SEEN,
    name: "Defender, batches of an Event Hub",
    format: "NDJSON",
    write: (activities) =>
      lines([
        { records: activities.slice(0, 5).map(streamed) },
        { records: activities.slice(5).map(streamed) },
      ]),
  },
  {
    ...SEEN,
    name: "Defender, rows of the Advanced Hunting API",
    format: "JSON",
    write: (activities) =>
      JSON.stringify(
        activities.map((activity) => row(activity)[1]),
        null,
        2,
      ),
  },
  {
    name: "Defender, the API's whole answer",
    format: "NDJSON",
    ...SEEN,
    write: (activities) =>
      JSON.stringify({
        Stats: { ExecutionTime: 0.1 },
        Schema: [{ Name: "Timestamp", Type: "DateTime" }],
        Results: activities.map((activity) => row(activity)[1]),
      }),
  },
  ...[13, 1, 3, 11].map((code): Form => ({
    name: `Defender, Advanced Hunting CSV of the table that has event ${code}`,
    format: "CSV of Advanced Hunting",
    holds: (activity) => activity.code === code,
    write: hunted,
  })),
];
