import Papa from "papaparse";
import { type Account, at, atSecond, BACKUP, SERVER, SYSTEM } from "./story.ts";

/*
 * The server's Security log, as EvtxECmd writes it: CSV, with each event's own values as JSON in the last column. The
 * intruder cleared the log. What came before is in the archive that Windows had made of the full log a while earlier.
 */

const ARCHIVED = at("02:18:00");
const CLEARED = at("02:20:51.733");

type Data = readonly (readonly [name: string, value: string])[];

interface SecurityEvent {
  readonly time: string;
  readonly id: number;
  readonly provider?: string;
  readonly payload: unknown;
}

const eventData = (data: Data): unknown => ({
  EventData: { Data: data.map(([name, value]) => ({ "@Name": name, "#text": value })) },
});

function logon(time: string, user: Account, logonId: string, type: number, address: string): SecurityEvent {
  return {
    time,
    id: 4624,
    payload: eventData([
      ["SubjectUserSid", "S-1-0-0"],
      ["SubjectUserName", "-"],
      ["SubjectDomainName", "-"],
      ["SubjectLogonId", "0x0"],
      ["TargetUserSid", user.id],
      ["TargetUserName", user.name],
      ["TargetDomainName", user.domain],
      ["TargetLogonId", logonId],
      ["LogonType", String(type)],
      ["LogonProcessName", type === 3 ? "NtLmSsp " : "Advapi  "],
      ["AuthenticationPackageName", type === 3 ? "NTLM" : "Negotiate"],
      ["WorkstationName", type === 3 ? "SAMPLE-WS01" : "-"],
      ["IpAddress", address],
      ["IpPort", type === 3 ? "50344" : "-"],
    ]),
  };
}

function failed(time: string, name: string): SecurityEvent {
  return {
    time,
    id: 4625,
    payload: eventData([
      ["SubjectUserSid", "S-1-0-0"],
      ["SubjectUserName", "-"],
      ["SubjectDomainName", "-"],
      ["SubjectLogonId", "0x0"],
      ["TargetUserSid", "S-1-0-0"],
      ["TargetUserName", name],
      ["TargetDomainName", "SAMPLE"],
      ["Status", "0xc000006d"],
      ["FailureReason", "%%2313"],
      ["SubStatus", "0xc000006a"],
      ["LogonType", "3"],
      ["LogonProcessName", "NtLmSsp "],
      ["AuthenticationPackageName", "NTLM"],
      ["WorkstationName", "SAMPLE-WS01"],
      ["IpAddress", "10.20.0.11"],
      ["IpPort", "50301"],
    ]),
  };
}

const EVENTS: readonly SecurityEvent[] = [
  failed(at("02:13:41.006"), "administrator"),
  failed(at("02:13:44.912"), "svc-backup"),
  logon(at("02:14:30.551"), BACKUP, "0x4a1f02", 3, "10.20.0.11"),
  {
    time: at("02:14:30.553"),
    id: 4672,
    payload: eventData([
      ["SubjectUserSid", BACKUP.id],
      ["SubjectUserName", BACKUP.name],
      ["SubjectDomainName", BACKUP.domain],
      ["SubjectLogonId", "0x4a1f02"],
      ["PrivilegeList", "SeDebugPrivilege\n\t\t\tSeBackupPrivilege\n\t\t\tSeTakeOwnershipPrivilege"],
    ]),
  },
  {
    time: CLEARED,
    id: 1102,
    provider: "Microsoft-Windows-Eventlog",
    payload: {
      UserData: {
        LogFileCleared: {
          SubjectUserSid: SYSTEM.id,
          SubjectUserName: SYSTEM.name,
          SubjectDomainName: SYSTEM.domain,
          SubjectLogonId: "0x3e7",
        },
      },
    },
  },
];

/** Services log on every ten minutes. */
function routine(): SecurityEvent[] {
  return Array.from({ length: 30 }, (_, n) =>
    logon(atSecond(1800 + n * 600 + 3), SYSTEM, "0x3e7", 5, "-"),
  ).filter(({ time }) => time < ARCHIVED || time > CLEARED);
}

/** The server's Security events in the order of their record ids, as EvtxECmd's CSV. */
export function serverSecurityLog(): string {
  const events = [...EVENTS, ...routine()].sort((a, b) => (a.time < b.time ? -1 : 1));
  const rows = events.map(({ time, id, provider, payload }, n) => ({
    RecordNumber: 412_007 + n,
    EventRecordId: 412_007 + n,
    // .NET's seven digits, UTC.
    TimeCreated: `${time.slice(0, 10)} ${time.slice(11, 23)}0000`,
    EventId: id,
    Level: "LogAlways",
    Provider: provider ?? "Microsoft-Windows-Security-Auditing",
    Channel: "Security",
    ProcessId: 640,
    ThreadId: 700,
    Computer: SERVER,
    ChunkNumber: 0,
    UserId: "",
    MapDescription: "",
    UserName: "",
    RemoteHost: "",
    ExecutableInfo: "",
    HiddenRecord: "False",
    SourceFile: `C:\\Windows\\System32\\winevt\\Logs\\${time < ARCHIVED ? "Archive-Security-2024-05-14-02-18-00-000" : "Security"}.evtx`,
    Keywords: id === 4625 ? "Audit failure" : "Audit success",
    ExtraDataOffset: 0,
    Payload: JSON.stringify(payload),
  }));
  return `\uFEFF${Papa.unparse(rows, { newline: "\r\n" })}\r\n`;
}
