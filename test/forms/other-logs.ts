import { type Activity, COMPUTER, type Datum, datum } from "./activity.ts";

/* Events of the Security, System and PowerShell logs, with the messages of an English Windows. */

const ALICE = "S-1-5-21-1111111111-2222222222-3333333333-1001";
const SYSTEM = "S-1-5-18";
const LOGON_GUID = "{00000000-0000-0000-0000-000000000000}";

interface Header extends Pick<Activity, "name" | "code" | "taskText" | "message" | "data"> {
  readonly second: number;
  readonly version?: number;
  readonly task: number;
}

const timeOf = (second: number): string => `2024-03-14T10:00:${String(second).padStart(2, "0")}.2612345Z`;

function security({ second, version = 0, ...rest }: Header, failed = false): Activity {
  return {
    ...rest,
    version,
    provider: "Microsoft-Windows-Security-Auditing",
    providerGuid: "{54849625-5478-4994-a5ba-3e3b0328c30d}",
    channel: "Security",
    level: 0,
    opcode: 0,
    keywords: failed ? "0x8010000000000000" : "0x8020000000000000",
    time: timeOf(second),
    recordId: 90_000 + second,
    pid: 4,
    tid: 88,
    computer: COMPUTER,
    sid: null,
  };
}

const subject = (sid: string, logonId: string): Datum[] => [
  datum("SubjectUserSid", sid, "sid"),
  datum("SubjectUserName", sid === SYSTEM ? "WS01$" : "alice"),
  datum("SubjectDomainName", "CORP"),
  datum("SubjectLogonId", logonId, "hex64"),
];

/** A section of a message: its label unindented, its values indented. */
const section = (title: string, lines: Readonly<Record<string, string>>): string =>
  [`${title}:`, ...Object.entries(lines).map(([label, value]) => `\t${label}:\t\t${value}`)].join("\r\n");
const messageOf = (...sections: readonly string[]): string => sections.join("\r\n\r\n");
/** Messages have hexadecimal digits in upper case. */
const shown = (hex: string): string => `0x${hex.slice(2).toUpperCase()}`;

const subjectSection = (title: string, sid: string, logonId: string): string =>
  section(title, {
    "Security ID": sid,
    "Account Name": sid === SYSTEM ? "WS01$" : "alice",
    "Account Domain": "CORP",
    "Logon ID": shown(logonId),
  });

/** A registry value was modified. */
export function valueAudited(
  name: string,
  second: number,
  value: string,
  program: string,
  sid = ALICE,
): Activity {
  const key = "\\REGISTRY\\MACHINE\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps";
  const logonId = sid === SYSTEM ? "0x3e7" : "0x86c9e";
  return security({
    name,
    code: 4657,
    second,
    task: 12801,
    taskText: "Registry",
    data: [
      ...subject(sid, logonId),
      datum("ObjectName", key),
      datum("ObjectValueName", "DumpType"),
      datum("HandleId", "0x1f4", "hex64"),
      datum("OperationType", "%%1905"),
      datum("OldValueType", "%%1876"),
      datum("OldValue", "0"),
      datum("NewValueType", "%%1876"),
      datum("NewValue", value),
      datum("ProcessId", "0x1834", "hex64"),
      datum("ProcessName", program),
    ],
    message: messageOf(
      "A registry value was modified.",
      subjectSection("Subject", sid, logonId),
      section("Object", {
        "Object Name": key,
        "Object Value Name": "DumpType",
        "Handle ID": "0x1f4",
        "Operation Type": "Existing registry value modified",
      }),
      section("Process Information", { "Process ID": "0x1834", "Process Name": program }),
      section("Change Information", {
        "Old Value Type": "REG_DWORD",
        "Old Value": "0",
        "New Value Type": "REG_DWORD",
        "New Value": value,
      }),
    ),
  });
}

/** A new process has been created. */
export function processAudited(name: string, second: number, commandLine: string): Activity {
  const program = "C:\\Windows\\System32\\reg.exe";
  const parent = "C:\\Windows\\System32\\cmd.exe";
  return security({
    name,
    code: 4688,
    second,
    version: 2,
    task: 13312,
    taskText: "Process Creation",
    data: [
      ...subject(ALICE, "0x86c9e"),
      datum("NewProcessId", "0x1834", "hex64"),
      datum("NewProcessName", program),
      datum("TokenElevationType", "%%1937"),
      datum("ProcessId", "0x1400", "hex64"),
      datum("CommandLine", commandLine),
      datum("TargetUserSid", "S-1-0-0", "sid"),
      datum("TargetUserName", "-"),
      datum("TargetDomainName", "-"),
      datum("TargetLogonId", "0x0", "hex64"),
      datum("ParentProcessName", parent),
      datum("MandatoryLabel", "S-1-16-12288", "sid"),
    ],
    message: messageOf(
      "A new process has been created.",
      subjectSection("Creator Subject", ALICE, "0x86c9e"),
      section("Target Subject", {
        "Security ID": "S-1-0-0",
        "Account Name": "-",
        "Account Domain": "-",
        "Logon ID": "0x0",
      }),
      section("Process Information", {
        "New Process ID": "0x1834",
        "New Process Name": program,
        "Token Elevation Type": "TokenElevationTypeFull (2)",
        "Mandatory Label": "S-1-16-12288",
        "Creator Process ID": "0x1400",
        "Creator Process Name": parent,
        "Process Command Line": commandLine,
      }),
      "Token Elevation Type indicates the type of token that was assigned to the new process in accordance with User Account Control policy.",
    ),
  });
}

/** An account was successfully logged on, remotely. */
export function loggedOn(name: string, second: number): Activity {
  return security({
    name,
    code: 4624,
    second,
    version: 2,
    task: 12544,
    taskText: "Logon",
    data: [
      ...subject(SYSTEM, "0x3e7"),
      datum("TargetUserSid", ALICE, "sid"),
      datum("TargetUserName", "alice"),
      datum("TargetDomainName", "CORP"),
      datum("TargetLogonId", "0x86c9e", "hex64"),
      datum("LogonType", "10", "number"),
      datum("LogonProcessName", "User32 "),
      datum("AuthenticationPackageName", "Negotiate"),
      datum("WorkstationName", "WS01"),
      datum("LogonGuid", LOGON_GUID, "guid"),
      datum("TransmittedServices", "-"),
      datum("LmPackageName", "-"),
      datum("KeyLength", "0", "number"),
      datum("ProcessId", "0x44c", "hex64"),
      datum("ProcessName", "C:\\Windows\\System32\\svchost.exe"),
      datum("IpAddress", "198.51.100.23"),
      datum("IpPort", "51515"),
      datum("ImpersonationLevel", "%%1833"),
      datum("RestrictedAdminMode", "%%1843"),
      datum("TargetOutboundUserName", "-"),
      datum("TargetOutboundDomainName", "-"),
      datum("VirtualAccount", "%%1843"),
      datum("TargetLinkedLogonId", "0x0", "hex64"),
      datum("ElevatedToken", "%%1842"),
    ],
    message: messageOf(
      "An account was successfully logged on.",
      subjectSection("Subject", SYSTEM, "0x3e7"),
      section("Logon Information", {
        "Logon Type": "10",
        "Restricted Admin Mode": "No",
        "Virtual Account": "No",
        "Elevated Token": "Yes",
      }),
      "Impersonation Level:\t\tImpersonation",
      section("New Logon", {
        "Security ID": ALICE,
        "Account Name": "alice",
        "Account Domain": "CORP",
        "Logon ID": "0x86C9E",
        "Linked Logon ID": "0x0",
        "Network Account Name": "-",
        "Network Account Domain": "-",
        "Logon GUID": LOGON_GUID,
      }),
      section("Process Information", {
        "Process ID": "0x44c",
        "Process Name": "C:\\Windows\\System32\\svchost.exe",
      }),
      section("Network Information", {
        "Workstation Name": "WS01",
        "Source Network Address": "198.51.100.23",
        "Source Port": "51515",
      }),
      section("Detailed Authentication Information", {
        "Logon Process": "User32 ",
        "Authentication Package": "Negotiate",
        "Transited Services": "-",
        "Package Name (NTLM only)": "-",
        "Key Length": "0",
      }),
      "This event is generated when a logon session is created. It is generated on the computer that was accessed.",
    ),
  });
}

/** An account failed to log on. */
export function logonFailed(name: string, second: number): Activity {
  return security(
    {
      name,
      code: 4625,
      second,
      task: 12544,
      taskText: "Logon",
      data: [
        ...subject(SYSTEM, "0x3e7"),
        datum("TargetUserSid", "S-1-0-0", "sid"),
        datum("TargetUserName", "bob"),
        datum("TargetDomainName", "CORP"),
        datum("Status", "0xc000006d", "hex32"),
        datum("FailureReason", "%%2313"),
        datum("SubStatus", "0xc000006a", "hex32"),
        datum("LogonType", "3", "number"),
        datum("LogonProcessName", "NtLmSsp "),
        datum("AuthenticationPackageName", "NTLM"),
        datum("WorkstationName", "KALI"),
        datum("TransmittedServices", "-"),
        datum("LmPackageName", "-"),
        datum("KeyLength", "0", "number"),
        datum("ProcessId", "0x0", "hex64"),
        datum("ProcessName", "-"),
        datum("IpAddress", "198.51.100.23"),
        datum("IpPort", "40404"),
      ],
      message: messageOf(
        "An account failed to log on.",
        subjectSection("Subject", SYSTEM, "0x3e7"),
        "Logon Type:\t\t\t3",
        section("Account For Which Logon Failed", {
          "Security ID": "S-1-0-0",
          "Account Name": "bob",
          "Account Domain": "CORP",
        }),
        section("Failure Information", {
          "Failure Reason": "Unknown user name or bad password.",
          Status: "0xC000006D",
          "Sub Status": "0xC000006A",
        }),
        section("Process Information", { "Caller Process ID": "0x0", "Caller Process Name": "-" }),
        section("Network Information", {
          "Workstation Name": "KALI",
          "Source Network Address": "198.51.100.23",
          "Source Port": "40404",
        }),
        section("Detailed Authentication Information", {
          "Logon Process": "NtLmSsp ",
          "Authentication Package": "NTLM",
          "Transited Services": "-",
          "Package Name (NTLM only)": "-",
          "Key Length": "0",
        }),
      ),
    },
    true,
  );
}

/** The audit log was cleared: an event with UserData. */
export function logCleared(name: string, second: number): Activity {
  const event = security({
    name,
    code: 1102,
    second,
    task: 104,
    taskText: "Log clear",
    data: subject(ALICE, "0x86c9e"),
    message: `The audit log was cleared.\r\nSubject:\r\n\tSecurity ID:\t${ALICE}\r\n\tAccount Name:\talice\r\n\tDomain Name:\tCORP\r\n\tLogon ID:\t0x86C9E`,
  });
  return {
    ...event,
    provider: "Microsoft-Windows-Eventlog",
    providerGuid: "{fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148}",
    level: 4,
    keywords: "0x4020000000000000",
    userData: {
      name: "LogFileCleared",
      namespace: "http://manifests.microsoft.com/win/2004/08/windows/eventlog",
    },
  };
}

/** A service was installed in the system. */
export function serviceInstalled(name: string, second: number): Activity {
  const path = "\\\\127.0.0.1\\ADMIN$\\evil.exe";
  return {
    name,
    provider: "Service Control Manager",
    providerGuid: "{555908d1-a6d7-4695-8e1e-26931d2012f4}",
    channel: "System",
    code: 7045,
    version: 0,
    level: 4,
    task: 0,
    opcode: 0,
    keywords: "0x8080000000000000",
    time: timeOf(second),
    recordId: 40_000 + second,
    pid: 640,
    tid: 700,
    computer: COMPUTER,
    sid: ALICE,
    data: [
      datum("ServiceName", "evilsvc"),
      datum("ImagePath", path),
      datum("ServiceType", "user mode service"),
      datum("StartType", "demand start"),
      datum("AccountName", "LocalSystem"),
    ],
    taskText: "None",
    message: `A service was installed in the system.\r\n\r\nService Name:  evilsvc\r\nService File Name:  ${path}\r\nService Type:  user mode service\r\nService Start Type:  demand start\r\nService Account:  LocalSystem`,
  };
}

/** A script block of several lines. */
export function scriptBlock(name: string, second: number): Activity {
  const script = "$p = Get-Process lsass\r\nrundll32 comsvcs.dll, MiniDump $p.Id C:\\t.dmp full\r\n";
  const id = "9e7f3b0c-5a55-4f11-9d5b-1f0f6f6a2c11";
  return {
    name,
    provider: "Microsoft-Windows-PowerShell",
    providerGuid: "{a0c1853b-5c40-4b15-8766-3cf1c58f985a}",
    channel: "Microsoft-Windows-PowerShell/Operational",
    code: 4104,
    version: 1,
    level: 3,
    task: 2,
    opcode: 15,
    keywords: "0x0",
    time: timeOf(second),
    recordId: 5000 + second,
    pid: 5220,
    tid: 1200,
    computer: COMPUTER,
    sid: ALICE,
    data: [
      datum("MessageNumber", "1", "number"),
      datum("MessageTotal", "1", "number"),
      datum("ScriptBlockText", script),
      datum("ScriptBlockId", id),
      datum("Path", "C:\\Users\\alice\\a.ps1"),
    ],
    taskText: "Execute a Remote Command",
    message: `Creating Scriptblock text (1 of 1):\r\n${script}\r\n\r\nScriptBlock ID: ${id}\r\nPath: C:\\Users\\alice\\a.ps1`,
  };
}
