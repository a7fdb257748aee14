import { type Activity, valueOf } from "./activity.ts";
import { type Form, lines } from "./form.ts";

/* The same activities in Endgame's sensor: its own events, and the documents of its index. */

const name = (path: string): string => path.slice(path.lastIndexOf("\\") + 1);
const kernel = (path: string): string => path.replace(/^HKLM/, "\\REGISTRY\\MACHINE");
const ticks = (time: string): string =>
  String(BigInt(Date.parse(`${time.slice(0, 19)}Z`)) * 10_000n + 116_444_736_000_000_000n);

function written(details: string): Readonly<Record<string, unknown>> {
  const number = /^([DQ])WORD \(0x.*?([0-9a-f]{8})\)$/.exec(details);
  if (number === null) return { key_type: "sz", bytes_written_string: details };
  const value = Number.parseInt(number[2]!, 16);
  return number[1] === "D"
    ? { key_type: "dword", bytes_written_count: 4, bytes_written_u32: value }
    : { key_type: "qword", bytes_written_count: 8, bytes_written_u64: value };
}

function sidOf(program: string): string {
  return program.includes("System32\\svchost.exe")
    ? "S-1-5-18"
    : "S-1-5-21-1111111111-2222222222-3333333333-1001";
}

function raw(activity: Activity): Readonly<Record<string, unknown>> {
  const value = (name: string): string => valueOf(activity, name);
  const program = value("Image");
  const common = {
    hostname: activity.computer,
    pid: Number(value("ProcessId")),
    process_name: name(program),
    process_path: program,
    unique_pid: 77788,
    serial_event_id: activity.recordId,
    timestamp: `§${ticks(activity.time)}§`,
    timestamp_utc: activity.time.replace("T", " ").replace(/\.\d+Z/, "Z"),
    user_name: "alice",
    user_domain: "CORP",
    user_sid: sidOf(program),
  };
  if (activity.code === 1) {
    return {
      ...common,
      event_type_full: "process_event",
      event_subtype_full: "creation_event",
      opcode: 1,
      command_line: value("CommandLine"),
      parent_process_name: name(value("ParentImage")),
      parent_process_path: value("ParentImage"),
      ppid: Number(value("ParentProcessId")),
    };
  }
  return {
    ...common,
    event_type_full: "registry_event",
    event_subtype_full: "registry_modify_event",
    opcode: 1,
    key_path: kernel(value("TargetObject")),
    ...written(value("Details")),
  };
}

function inIndex(activity: Activity): Readonly<Record<string, unknown>> {
  const value = (name: string): string => valueOf(activity, name);
  const program = value("Image");
  const number = /0x0*([0-9a-f]+)\)$/.exec(value("Details"));
  return {
    "@timestamp": activity.time,
    event: {
      kind: "event",
      module: "endgame",
      category: ["registry"],
      type: ["change"],
      action: "registry_modify_event",
    },
    endgame: { event_subtype_full: "registry_modify_event", event_type_full: "registry_event" },
    host: { name: activity.computer, os: { type: "windows", family: "windows" } },
    process: { executable: program, name: name(program), pid: Number(value("ProcessId")) },
    user: { id: sidOf(program), name: "alice" },
    registry: {
      path: kernel(value("TargetObject")),
      data: { strings: [number === null ? value("Details") : String(Number.parseInt(number[1]!, 16))] },
    },
  };
}

const unmarked = (text: string): string => text.replace(/"§(\d+)§"/g, "$1");
const ofSysmon = (codes: readonly number[]) => ({
  holds: ({ code, provider }: Activity) => provider.endsWith("Sysmon") && codes.includes(code),
});

export const ENDGAME: readonly Form[] = [
  {
    ...ofSysmon([1, 13]),
    name: "Endgame's sensor",
    format: "NDJSON",
    write: (activities) => unmarked(lines(activities.map(raw))),
  },
  {
    ...ofSysmon([13]),
    name: "Endgame's index",
    format: "NDJSON",
    write: (activities) => lines(activities.map(inIndex)),
  },
];
