import {
  type Account,
  at,
  atSecond,
  CMD,
  commandLine,
  LOCAL_DUMPS,
  REG,
  ROUTINE,
  SERVER,
  SYSTEM,
  WERFAULT,
} from "./story.ts";

/* The server's Sysmon log, as `wevtutil qe … /f:xml` writes it. Record ids and times have a gap after the attack. */

type Data = readonly (readonly [name: string, value: string])[];

interface SysmonEvent {
  readonly time: string;
  readonly id: number;
  readonly data: Data;
}

/** LSASS's process id on the server, which Windows Error Reporting is given. */
const LSASS = 652;
const DUMP = `C:\\Users\\Public\\d\\lsass.exe.${LSASS}.dmp`;
const ARCHIVER = "C:\\Users\\Public\\d\\7za.exe";

/** Sysmon names a process by an id that holds its start; two processes here never share a pid. */
const guid = (pid: number): string =>
  `{5A3C1F00-77AA-6642-0000-0010${pid.toString(16).toUpperCase().padStart(8, "0")}}`;

/** Sysmon writes its own times with a blank, next to the event's. */
const utcTime = (time: string): string => time.replace("T", " ").replace("Z", "");

const named = (user: Account): string => `${user.domain}\\${user.name}`;

function start(
  time: string,
  pid: number,
  executable: string,
  args: string,
  [parent, starter]: readonly [number, string],
): SysmonEvent {
  return {
    time,
    id: 1,
    data: [
      ["RuleName", "-"],
      ["UtcTime", utcTime(time)],
      ["ProcessGuid", guid(pid)],
      ["ProcessId", String(pid)],
      ["Image", executable],
      ["CommandLine", commandLine(executable, args)],
      ["CurrentDirectory", "C:\\Windows\\System32\\"],
      ["User", named(SYSTEM)],
      ["LogonId", "0x3e7"],
      ["IntegrityLevel", "System"],
      ["ParentProcessGuid", guid(parent)],
      ["ParentProcessId", String(parent)],
      ["ParentImage", starter],
      ["ParentUser", named(SYSTEM)],
    ],
  };
}

/** An event of a process that runs as SYSTEM, with what events of this kind have besides. */
function ofProcess(
  id: number,
  [time, pid, executable]: readonly [time: string, pid: number, executable: string],
  data: Data,
): SysmonEvent {
  return {
    time,
    id,
    data: [
      ["RuleName", "-"],
      ["UtcTime", utcTime(time)],
      ["ProcessGuid", guid(pid)],
      ["ProcessId", String(pid)],
      ["Image", executable],
      ...data,
      ["User", named(SYSTEM)],
    ],
  };
}

const setValue = (time: string, pid: number, value: string, details: string): SysmonEvent =>
  ofProcess(
    13,
    [time, pid, REG],
    [
      ["EventType", "SetValue"],
      ["TargetObject", `${LOCAL_DUMPS}\\${value}`],
      ["Details", details],
    ],
  );

const created = (time: string, pid: number, executable: string, file: string): SysmonEvent =>
  ofProcess(
    11,
    [time, pid, executable],
    [
      ["TargetFilename", file],
      ["CreationUtcTime", utcTime(time)],
    ],
  );

const deleted = (time: string, pid: number, executable: string, file: string): SysmonEvent =>
  ofProcess(
    26,
    [time, pid, executable],
    [
      ["TargetFilename", file],
      ["IsExecutable", "false"],
    ],
  );

function openedLsass(time: string, pid: number): SysmonEvent {
  return {
    time,
    id: 10,
    data: [
      ["RuleName", "-"],
      ["UtcTime", utcTime(time)],
      ["SourceProcessGUID", guid(pid)],
      ["SourceProcessId", String(pid)],
      ["SourceThreadId", "4120"],
      ["SourceImage", WERFAULT],
      ["TargetProcessGUID", guid(LSASS)],
      ["TargetProcessId", String(LSASS)],
      ["TargetImage", "C:\\Windows\\System32\\lsass.exe"],
      ["GrantedAccess", "0x1fffff"],
      ["SourceUser", named(SYSTEM)],
      ["TargetUser", named(SYSTEM)],
    ],
  };
}

const SERVICES = [640, "C:\\Windows\\System32\\services.exe"] as const;
const SHELL = [3344, CMD] as const;
const REMOTE = "C:\\Windows\\PSEXESVC.exe";

const ATTACK: readonly SysmonEvent[] = [
  start(at("02:15:02.118"), 3312, REMOTE, "", SERVICES),
  start(at("02:15:03.402"), 3344, CMD, "", [3312, REMOTE]),
  start(
    at("02:15:40.020"),
    3380,
    REG,
    `add "${LOCAL_DUMPS}" /v DumpFolder /d C:\\Users\\Public\\d /f`,
    SHELL,
  ),
  setValue(at("02:15:40.087"), 3380, "DumpFolder", "C:\\Users\\Public\\d"),
  start(at("02:15:52.190"), 3396, REG, `add "${LOCAL_DUMPS}" /v DumpType /t REG_DWORD /d 2 /f`, SHELL),
  setValue(at("02:15:52.250"), 3396, "DumpType", "DWORD (0x00000002)"),
  start(at("02:16:20.610"), 3420, "C:\\Users\\Public\\s.exe", String(LSASS), SHELL),
  start(at("02:16:21.300"), 3452, WERFAULT, `-u -p ${LSASS} -ip 3420 -s 412`, [
    3420,
    "C:\\Users\\Public\\s.exe",
  ]),
  openedLsass(at("02:16:21.955"), 3452),
  created(at("02:16:24.770"), 3452, WERFAULT, DUMP),
  start(at("02:17:30.100"), 3488, REG, `add "${LOCAL_DUMPS}" /v DumpType /t REG_DWORD /d 1 /f`, SHELL),
  setValue(at("02:17:30.161"), 3488, "DumpType", "DWORD (0x00000001)"),
  start(at("02:18:44.330"), 3512, ARCHIVER, `a -p C:\\Users\\Public\\d\\0514.7z ${DUMP}`, SHELL),
  created(at("02:18:44.902"), 3512, ARCHIVER, "C:\\Users\\Public\\d\\0514.7z"),
  deleted(at("02:20:15.040"), 3344, CMD, DUMP),
  start(at("02:20:51.500"), 3540, "C:\\Windows\\System32\\wevtutil.exe", "cl Security", SHELL),
];

const FIRST_RECORD = 88_031;
/** Where the log has a gap: how many records are missing, and from when (UTC). */
const MISSING = 212;
const MISSING_FROM = at("02:21:30");
const MISSING_TO = at("04:05:00");

/** Every four minutes from half past midnight, but for the gap. */
function routine(): SysmonEvent[] {
  return Array.from({ length: 75 }, (_, n) => {
    const [executable, args] = ROUTINE[(n * 5) % ROUTINE.length]!;
    return start(atSecond(1800 + n * 240 + 31), 7000 + n * 4, executable, args, SERVICES);
  }).filter(({ time }) => time < MISSING_FROM || time > MISSING_TO);
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function xml({ time, id, data }: SysmonEvent, record: number): string {
  const values = data.map(([name, value]) => `<Data Name="${name}">${escaped(value)}</Data>`).join("");
  return `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Microsoft-Windows-Sysmon" Guid="{5770385F-C22A-43E0-BF4C-06F5698FFBD9}"/><EventID>${id}</EventID><Version>5</Version><Level>4</Level><Task>${id}</Task><Opcode>0</Opcode><Keywords>0x8000000000000000</Keywords><TimeCreated SystemTime="${time}"/><EventRecordID>${record}</EventRecordID><Correlation/><Execution ProcessID="2210" ThreadID="3004"/><Channel>Microsoft-Windows-Sysmon/Operational</Channel><Computer>${SERVER}</Computer><Security UserID="${SYSTEM.id}"/></System><EventData>${values}</EventData></Event>\r\n`;
}

/** The server's Sysmon events in the order of their record ids, as event XML. */
export function serverSysmonLog(): string {
  const events = [...ATTACK, ...routine()].sort((a, b) => (a.time < b.time ? -1 : 1));
  return events
    .map((event, n) => xml(event, FIRST_RECORD + n + (event.time > MISSING_FROM ? MISSING : 0)))
    .join("");
}
