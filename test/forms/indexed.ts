import { type Activity, valueOf } from "./activity.ts";
import { winlogbeat } from "./shippers.ts";

/*
 * The documents that Winlogbeat's modules and Elastic's integrations index for an activity, with the fields that the
 * rules here need.
 */

/** Generations of the Sysmon module, which map registry values differently. */
export type Generation = "7.17" | "8.2" | "8.12";

type Fields = Record<string, unknown>;

const name = (path: string): string => path.slice(path.lastIndexOf("\\") + 1);
const args = (line: string): string[] => line.split(" ");

function dataOf(details: string, generation: Generation): Fields | undefined {
  const dword = /^DWORD \(0x([0-9a-f]{8})\)$/i.exec(details);
  const qword = /^QWORD \(0x[0-9a-f]{8}-0x([0-9a-f]{8})\)$/i.exec(details);
  if (dword !== null) {
    const hex = generation === "8.2" ? `0x${dword[1]}` : String(Number.parseInt(dword[1]!, 16));
    return { strings: [hex], type: "SZ_DWORD" };
  }
  if (qword !== null) return { strings: [String(Number.parseInt(qword[1]!, 16))], type: "SZ_QWORD" };
  return generation === "8.12" ? { strings: [details], type: "REG_SZ" } : undefined;
}

function registry(activity: Activity, generation: Generation): Fields {
  const path = valueOf(activity, "TargetObject");
  const details = activity.code === 13 ? dataOf(valueOf(activity, "Details"), generation) : undefined;
  const [, ...rest] = path.split("\\");
  return {
    registry: {
      path,
      ...(path.startsWith("HK") && { hive: path.slice(0, path.indexOf("\\")), key: rest.join("\\") }),
      value: name(path),
      ...(details !== undefined && { data: details }),
    },
  };
}

function process(activity: Activity): Fields {
  const executable = valueOf(activity, "Image");
  return {
    entity_id: valueOf(activity, "ProcessGuid"),
    pid: Number(valueOf(activity, "ProcessId")),
    executable,
    name: name(executable),
  };
}

function sysmon(
  activity: Activity,
  generation: Generation,
): [category: readonly string[], type: readonly string[], fields: Fields] {
  const value = (name: string): string => valueOf(activity, name);
  const acting = process(activity);
  switch (activity.code) {
    case 1: {
      const parent = value("ParentImage");
      const line = value("CommandLine");
      return [
        ["process"],
        ["start"],
        {
          process: {
            ...acting,
            command_line: line,
            args: args(line),
            args_count: args(line).length,
            parent: { executable: parent, name: name(parent), pid: Number(value("ParentProcessId")) },
          },
        },
      ];
    }
    case 3:
      return [
        ["network"],
        ["start", "connection", "protocol"],
        {
          process: acting,
          destination: { ip: value("DestinationIp"), port: Number(value("DestinationPort")) },
        },
      ];
    case 11: {
      const path = value("TargetFilename");
      return [
        ["file"],
        ["creation"],
        { process: acting, file: { path, name: name(path), extension: "dmp" } },
      ];
    }
    case 22:
      return [
        ["network"],
        ["connection", "protocol", "info"],
        { process: acting, dns: { question: { name: value("QueryName") } } },
      ];
    default:
      return [
        ["configuration", "registry"],
        ["change"],
        { process: acting, ...registry(activity, generation) },
      ];
  }
}

const LOGON_TYPES = new Map([
  ["3", "Network"],
  ["10", "RemoteInteractive"],
]);

/** The module's category, type, action and fields; undefined if no module of this generation maps the activity. */
function audit(activity: Activity, generation: Generation): Fields | undefined {
  const value = (name: string): string => valueOf(activity, name);
  const subject = {
    id: value("SubjectUserSid"),
    name: value("SubjectUserName"),
    domain: value("SubjectDomainName"),
  };
  switch (activity.code) {
    case 4657:
      if (generation === "7.17") return undefined;
      return {
        event: {
          category: ["registry", "configuration"],
          type: ["change"],
          action: "registry-value-modified",
        },
        user: subject,
      };
    case 4688: {
      const program = value("NewProcessName");
      const line = value("CommandLine");
      const parent = value("ParentProcessName");
      return {
        event: { category: ["process"], type: ["start"], action: "created-process" },
        user: subject,
        process: {
          executable: program,
          name: name(program),
          pid: Number(value("NewProcessId")),
          command_line: line,
          args: args(line),
          parent: { executable: parent, name: name(parent), pid: Number(value("ProcessId")) },
        },
      };
    }
    case 1102:
      return {
        event: { category: ["iam"], type: ["admin", "change"], action: "audit-log-cleared" },
        user: subject,
      };
    default: {
      const isLogon = activity.code === 4624;
      const target = {
        id: value("TargetUserSid"),
        name: value("TargetUserName"),
        domain: value("TargetDomainName"),
      };
      return {
        event: {
          category: ["authentication"],
          type: ["start"],
          action: isLogon ? "logged-in" : "logon-failed",
        },
        user: target,
        source: { ip: value("IpAddress"), port: Number(value("IpPort")) },
        winlog: { logon: { type: LOGON_TYPES.get(value("LogonType")) } },
      };
    }
  }
}

function mapped(activity: Activity, generation: Generation): Fields | undefined {
  if (activity.provider === "Microsoft-Windows-Sysmon") {
    const [category, type, fields] = sysmon(activity, generation);
    const isRegistry = category.includes("registry");
    const hasUser = !(isRegistry && generation === "7.17");
    return {
      "@timestamp": `${valueOf(activity, "UtcTime").replace(" ", "T")}Z`,
      event: { category, type, module: "sysmon" },
      ...fields,
      ...(hasUser && { user: { id: activity.sid, name: "alice", domain: "CORP" } }),
    };
  }
  if (activity.channel === "Security") return audit(activity, generation);
  if (activity.code === 4104) {
    return {
      event: { category: ["process"], type: ["info"], module: "powershell" },
      powershell: {
        file: { script_block_text: valueOf(activity, "ScriptBlockText").replaceAll("\r\n", "\n").trimEnd() },
      },
    };
  }
  return undefined;
}

function merged(into: Fields, from: Fields): Fields {
  const out = { ...into };
  for (const [key, value] of Object.entries(from)) {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    out[key] = isObject ? merged((out[key] ?? {}) as Fields, value as Fields) : value;
  }
  return out;
}

/** The document of an index. */
export function indexed(activity: Activity, generation: Generation): Fields {
  const raw = winlogbeat(activity);
  const fields = mapped(activity, generation);
  const version = { agent: { version: `${generation}.0` }, winlog: { record_id: String(activity.recordId) } };
  return fields === undefined ? merged(raw, { agent: version.agent }) : merged(merged(raw, version), fields);
}
