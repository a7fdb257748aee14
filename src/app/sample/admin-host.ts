import {
  ADMIN_HOST,
  type Account,
  at,
  atSecond,
  commandLine,
  DAVE,
  LOCAL_DUMPS,
  nameOf,
  ROUTINE,
  SVCHOST,
  SYSTEM,
} from "./story.ts";

/*
 * The third host, as Winlogbeat exports it: a support tool sets the same value, with its installer and its ticket as the
 * explanation. The last line is cut, as if the download had broken off.
 */

const INSTALLER = "C:\\Program Files\\Sample Support\\CrashCollector.exe";

function base(time: string, code: string, user: Account, record: number): Record<string, unknown> {
  return {
    "@timestamp": time,
    agent: { type: "winlogbeat" },
    host: { name: ADMIN_HOST, os: { type: "windows" } },
    user,
    winlog: {
      channel: "Microsoft-Windows-Sysmon/Operational",
      event_id: code,
      computer_name: ADMIN_HOST,
      record_id: record,
    },
  };
}

function start(
  time: string,
  pid: number,
  executable: string,
  args: string,
  user: Account,
  record: number,
): unknown {
  return {
    ...base(time, "1", user, record),
    event: { kind: "event", module: "sysmon", code: "1", category: ["process"], type: ["start"] },
    process: {
      entity_id: `{sample-ws02-${pid}}`,
      pid,
      executable,
      name: nameOf(executable),
      command_line: commandLine(executable, args),
      parent: { pid: 712, executable: "C:\\Windows\\System32\\services.exe", name: "services.exe" },
    },
  };
}

function setValue(
  time: string,
  executable: string,
  value: string,
  data: string,
  user: Account,
  record: number,
): unknown {
  return {
    ...base(time, "13", user, record),
    event: {
      kind: "event",
      module: "sysmon",
      code: "13",
      category: ["configuration", "registry"],
      type: ["change"],
    },
    registry: {
      path: `${LOCAL_DUMPS}\\${value}`,
      value,
      data: { type: "SZ_DWORD", strings: [data] },
    },
    process: { pid: 5510, executable, name: nameOf(executable) },
  };
}

/** The administrator's host, as NDJSON whose last line is cut. */
export function adminHostLog(): string {
  let record = 15_200;
  const events = [
    ...Array.from({ length: 60 }, (_, n) => {
      const [executable, args] = ROUTINE[(n * 7) % ROUTINE.length]!;
      return start(atSecond(1800 + n * 300 + 50), 8000 + n * 4, executable, args, SYSTEM, 0);
    }),
    start(at("03:02:40.015"), 5510, INSTALLER, "/enable /ticket:CHG-4471 /days:1", DAVE, 0),
    setValue(at("03:02:41.250"), INSTALLER, "DumpType", "0x00000002", DAVE, 0),
    setValue(at("03:02:41.262"), INSTALLER, "DumpCount", "0x00000003", DAVE, 0),
    // The rule excludes it: what svchost.exe sets as SYSTEM comes from a policy.
    setValue(at("03:40:07.250"), SVCHOST, "DumpType", "0x00000002", SYSTEM, 0),
  ] as { "@timestamp": string; winlog: { record_id: number } }[];
  events.sort((a, b) => (a["@timestamp"] < b["@timestamp"] ? -1 : 1));
  for (const event of events) event.winlog.record_id = record++;
  const lines = events.map((event) => `${JSON.stringify(event)}\n`);
  const cut = lines.at(-1)!;
  return lines.slice(0, -1).join("") + cut.slice(0, Math.floor(cut.length / 2));
}
