import { type Activity, COMPUTER, type Datum, datum, type DatumType } from "./activity.ts";

/* Events of Sysmon 15, with values in the order of its manifest. */

const TASKS = new Map([
  [1, "Process Create (rule: ProcessCreate)"],
  [3, "Network connection detected (rule: NetworkConnect)"],
  [11, "File created (rule: FileCreate)"],
  [12, "Registry object added or deleted (rule: RegistryEvent)"],
  [13, "Registry value set (rule: RegistryEvent)"],
  [22, "Dns query (rule: DnsQuery)"],
]);
const VERSIONS = new Map([
  [1, 5],
  [3, 5],
  [22, 5],
]);
const SYSTEM = "S-1-5-18";

const TYPES: Readonly<Record<string, DatumType>> = {
  ProcessGuid: "guid",
  ParentProcessGuid: "guid",
  LogonGuid: "guid",
  ProcessId: "number",
  ParentProcessId: "number",
  TerminalSessionId: "number",
  SourcePort: "number",
  DestinationPort: "number",
  LogonId: "hex64",
};

/** @param second second of the minute in which all activities happen, which identifies the activity */
function sysmon(
  name: string,
  code: number,
  second: number,
  values: Readonly<Record<string, string>>,
): Activity {
  const clock = `10:00:${String(second).padStart(2, "0")}`;
  const all = { RuleName: "-", ...values };
  const data: Datum[] = Object.entries(all).map(([name, value]) =>
    datum(name, name === "UtcTime" ? `2024-03-14 ${clock}.250` : value, TYPES[name]),
  );
  const title = TASKS.get(code)!.replace(/ \(.*/, "");
  return {
    name,
    provider: "Microsoft-Windows-Sysmon",
    providerGuid: "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}",
    channel: "Microsoft-Windows-Sysmon/Operational",
    code,
    version: VERSIONS.get(code) ?? 2,
    level: 4,
    task: code,
    opcode: 0,
    keywords: "0x8000000000000000",
    time: `2024-03-14T${clock}.2612345Z`,
    recordId: 7000 + second,
    pid: 3500,
    tid: 4168,
    computer: COMPUTER,
    sid: SYSTEM,
    data,
    taskText: TASKS.get(code)!,
    message: [`${title}:`, ...data.map(({ name, value }) => `${name}: ${value}`)].join("\r\n"),
  };
}

const PROCESS = {
  UtcTime: "",
  ProcessGuid: "{1978b227-51d2-6077-4000-000000000500}",
  ProcessId: "6196",
};

/** Registry value set. */
export function valueSet(
  name: string,
  second: number,
  target: string,
  details: string,
  image: string,
): Activity {
  return sysmon(name, 13, second, {
    EventType: "SetValue",
    ...PROCESS,
    Image: image,
    TargetObject: target,
    Details: details,
    User: "CORP\\alice",
  });
}

export function keyCreated(name: string, second: number, target: string): Activity {
  return sysmon(name, 12, second, {
    EventType: "CreateKey",
    ...PROCESS,
    Image: "C:\\Windows\\regedit.exe",
    TargetObject: target,
    User: "CORP\\alice",
  });
}

export function processCreated(name: string, second: number, commandLine: string): Activity {
  return sysmon(name, 1, second, {
    ...PROCESS,
    Image: "C:\\Windows\\System32\\reg.exe",
    FileVersion: "10.0.19041.1 (WinBuild.160101.0800)",
    Description: "Registry Console Tool",
    Product: "Microsoft® Windows® Operating System",
    Company: "Microsoft Corporation",
    OriginalFileName: "reg.exe",
    CommandLine: commandLine,
    CurrentDirectory: "C:\\Users\\alice\\",
    User: "CORP\\alice",
    LogonGuid: "{1978b227-51d2-6077-9e6c-080000000000}",
    LogonId: "0x86c9e",
    TerminalSessionId: "2",
    IntegrityLevel: "High",
    Hashes: "SHA256=9F14D5B5C7E1F0D4A2B3C4D5E6F708192A3B4C5D6E7F8091A2B3C4D5E6F70819",
    ParentProcessGuid: "{1978b227-51d1-6077-3f00-000000000500}",
    ParentProcessId: "5120",
    ParentImage: "C:\\Windows\\System32\\cmd.exe",
    ParentCommandLine: '"C:\\Windows\\System32\\cmd.exe" /c setup.bat',
    ParentUser: "CORP\\alice",
  });
}

export function connected(name: string, second: number): Activity {
  return sysmon(name, 3, second, {
    ...PROCESS,
    Image: "C:\\Users\\alice\\update.exe",
    User: "CORP\\alice",
    Protocol: "tcp",
    Initiated: "true",
    SourceIsIpv6: "false",
    SourceIp: "10.1.2.3",
    SourceHostname: COMPUTER,
    SourcePort: "50312",
    SourcePortName: "-",
    DestinationIsIpv6: "false",
    DestinationIp: "203.0.113.77",
    DestinationHostname: "-",
    DestinationPort: "4444",
    DestinationPortName: "-",
  });
}

export function fileCreated(name: string, second: number): Activity {
  return sysmon(name, 11, second, {
    ...PROCESS,
    Image: "C:\\Windows\\System32\\WerFault.exe",
    TargetFilename: "C:\\Temp\\lsass.exe.640.dmp",
    CreationUtcTime: "2024-03-14 10:00:00.100",
    User: "NT AUTHORITY\\SYSTEM",
  });
}

export function nameAsked(name: string, second: number): Activity {
  return sysmon(name, 22, second, {
    ...PROCESS,
    QueryName: "c2.evil.example",
    QueryStatus: "0",
    QueryResults: "::ffff:203.0.113.77;",
    Image: "C:\\Users\\alice\\update.exe",
    User: "CORP\\alice",
  });
}
