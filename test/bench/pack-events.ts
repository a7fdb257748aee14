import { closeSync, openSync, writeSync } from "node:fs";
import { hex, mulberry32, pick, type Random, some, weighted } from "./random.ts";
import {
  BUSY,
  EXTENSIONS,
  FLAGS,
  INSTALLED,
  LIBRARIES,
  REGISTRY_KEYS,
  REGISTRY_VALUES,
  SIGNERS,
  SYSTEM32,
  TOOLS,
} from "./vocabulary.ts";

/** The number of distinct events, which are repeated. */
const BLOCK = 6000;
/** Shares as reported by an Elastic Defend endpoint. */
const KINDS = [
  ["registry", 30],
  ["file", 24],
  ["process", 18],
  ["network", 16],
  ["library", 12],
] as const;
type Kind = (typeof KINDS)[number][0];

/**
 * Writes an NDJSON file of about the given number of bytes, with one to three kilobytes per line: documents of
 * Elastic Defend, of Sysmon through Winlogbeat and of Microsoft 365 Defender. The same size always gives the same
 * bytes.
 *
 * @returns the number of events written
 */
export function generatePack(path: string, bytes: number): number {
  const lines = packLines(BLOCK).map((line) => Buffer.from(line));
  const block = Buffer.concat(lines);
  const file = openSync(path, "w");
  let events = 0;
  let written = 0;
  for (; written + block.length <= bytes; events += lines.length) written += writeSync(file, block);
  for (let n = 0; written < bytes; n++, events++) written += writeSync(file, lines[n]!);
  closeSync(file);
  return events;
}

/** The given number of lines, each with its line break. */
export function packLines(count: number): string[] {
  const random = mulberry32(20240501);
  return Array.from({ length: count }, (_, n) => `${JSON.stringify(event(n, random))}\n`);
}

function event(n: number, random: Random): object {
  const kind = weighted(random, KINDS);
  return weighted(random, [
    [defend, 55],
    [winlogbeat, 30],
    [m365, 15],
  ])(n, kind, random);
}

interface Program {
  readonly name: string;
  readonly executable: string;
}

function program(random: Random): Program {
  const executable = weighted<() => string>(random, [
    [() => SYSTEM32 + pick(random, BUSY), 65],
    [() => pick(random, INSTALLED), 30],
    [() => SYSTEM32 + pick(random, TOOLS), 5],
  ])();
  return { executable, name: executable.split("\\").at(-1)! };
}

function commandLine({ executable }: Program, random: Random): string[] {
  return [executable, ...some(random, FLAGS, Math.floor(random() * 4)), `--${hex(random, 8)}`];
}

function signature(random: Random): object {
  const subject_name = pick(random, SIGNERS);
  return random() < 0.03
    ? { exists: false }
    : { trusted: true, subject_name, exists: true, status: "trusted" };
}

function host(n: number): object {
  const name = `WS${n % 40}.corp.example`;
  return {
    hostname: `WS${n % 40}`,
    os: {
      Ext: { variant: "Windows 11 Pro" },
      kernel: "23H2 (10.0.22631.3447)",
      name: "Windows",
      family: "windows",
      type: "windows",
      version: "23H2 (10.0.22631.3447)",
      platform: "windows",
      full: "Windows 11 Pro 23H2 (10.0.22631.3447)",
    },
    ip: [`10.1.${n % 4}.${n % 40}`, "fe80::5c8f:2d3a:91b7:4a10"],
    name,
    id: `${(n % 40) + 10_000_000}-3f1c-4dc5-9f0a-6f5a2c3b1d00`,
    mac: [`00-15-5d-01-0${n % 10}-0a`],
    architecture: "x86_64",
  };
}

function time(n: number): string {
  return new Date(Date.UTC(2024, 4, 1) + n * 14_321).toISOString().replace("Z", "4321Z");
}

function parts(kind: Kind, n: number, random: Random): Record<string, unknown> {
  if (kind === "registry") {
    const key =
      random() < 0.03
        ? pick(random, REGISTRY_KEYS)
        : `SYSTEM\\ControlSet001\\Services\\${hex(random, 8)}\\State`;
    const value = random() < 0.01 ? pick(random, REGISTRY_VALUES) : hex(random, 6);
    const data = { strings: [String(Math.floor(random() * 4))], type: "REG_DWORD" };
    return { registry: { hive: "HKLM", path: `HKLM\\${key}\\${value}`, data, value, key } };
  }
  if (kind === "file") {
    const extension = pick(random, EXTENSIONS);
    const name = `${hex(random, 10)}.${extension}`;
    const folder = pick(random, [
      "C:\\Windows\\Temp",
      "C:\\Users\\alice\\AppData\\Local\\Temp",
      "C:\\ProgramData\\App",
    ]);
    const Ext = { entropy: 4.1, header_bytes: hex(random, 16), monotonic_id: n, header_data: [] };
    return { file: { Ext, path: `${folder}\\${name}`, extension, size: n * 7, name } };
  }
  if (kind === "network") {
    return {
      destination: { address: `93.184.${n % 256}.34`, port: 443, bytes: n, ip: `93.184.${n % 256}.34` },
      source: { address: "10.1.0.12", port: 50_000 + (n % 9999), bytes: 812, ip: "10.1.0.12" },
      network: { transport: "tcp", type: "ipv4", direction: "egress", bytes: 5120 },
    };
  }
  if (kind === "library") {
    const name = pick(random, LIBRARIES);
    const hash = { md5: hex(random, 32), sha1: hex(random, 40), sha256: hex(random, 64) };
    const Ext = { relative_file_creation_time: 81_234.125, load_index: 1, size: 524_288 };
    return { dll: { Ext, path: SYSTEM32 + name, name, code_signature: signature(random), hash } };
  }
  return {};
}

const TYPES: Readonly<Record<Kind, readonly [string, string]>> = {
  registry: ["change", "modification"],
  file: ["creation", "creation"],
  process: ["start", "start"],
  network: ["start", "connection_attempted"],
  library: ["start", "load"],
};

function defend(n: number, kind: Kind, random: Random): object {
  const own = program(random);
  const parent = program(random);
  const args = commandLine(own, random);
  const [type, action] = TYPES[kind];
  const id = (): string => Buffer.from(`${hex(random, 24)}-${n}-1714521600`).toString("base64");
  const Ext = {
    ancestry: [id(), id()],
    code_signature: [signature(random)],
    token: { integrity_level_name: "system", elevation: true },
    relative_file_creation_time: 48_628_704.402,
  };
  const hash = { md5: hex(random, 32), sha1: hex(random, 40), sha256: hex(random, 64) };
  const detail = kind === "process";
  return {
    agent: { id: hex(random, 32), type: "endpoint", version: "8.13.2" },
    process: {
      Ext,
      ...(detail && {
        parent: {
          Ext: { real: { pid: 812 }, code_signature: [signature(random)] },
          ...parent,
          args: commandLine(parent, random),
          args_count: 3,
          command_line: `"${parent.executable}" --type=broker`,
          entity_id: id(),
          pid: 812,
        },
        args,
        args_count: args.length,
        command_line: `"${own.executable}" ${args.slice(1).join(" ")}`,
        working_directory: SYSTEM32,
        pe: { original_file_name: own.name, imphash: hex(random, 32) },
        hash,
      }),
      code_signature: signature(random),
      ...own,
      pid: 1000 + (n % 9000),
      entity_id: id(),
    },
    ...parts(kind, n, random),
    message: `Endpoint ${kind} event`,
    "@timestamp": time(n),
    ecs: { version: "8.10.0" },
    data_stream: { namespace: "default", type: "logs", dataset: `endpoint.events.${kind}` },
    elastic: { agent: { id: hex(random, 32) } },
    host: host(n),
    event: {
      agent_id_status: "verified",
      sequence: n,
      ingested: "2024-05-01T00:00:00Z",
      created: time(n),
      kind: "event",
      module: "endpoint",
      action,
      id: `${hex(random, 12)}+++${hex(random, 4)}`,
      category: [kind],
      type: [type],
      dataset: `endpoint.events.${kind}`,
      outcome: "unknown",
    },
    user: { domain: "NT AUTHORITY", name: "SYSTEM", id: "S-1-5-18" },
  };
}

const SYSMON_CODES: Readonly<Record<Kind, string>> = {
  process: "1",
  network: "3",
  library: "7",
  file: "11",
  registry: "13",
};

function winlogbeat(n: number, kind: Kind, random: Random): object {
  const own = program(random);
  const parent = program(random);
  const args = commandLine(own, random);
  const guid = `{${hex(random, 8)}-${hex(random, 4)}-${hex(random, 4)}-0000-${hex(random, 12)}}`;
  const code = SYSMON_CODES[kind];
  const detail = kind === "process";
  return {
    "@timestamp": time(n),
    agent: {
      ephemeral_id: hex(random, 32),
      id: hex(random, 32),
      name: `WS${n % 40}`,
      type: "winlogbeat",
      version: "8.12.0",
    },
    ecs: { version: "8.0.0" },
    event: {
      action: `${kind} event`,
      category: kind === "registry" ? ["configuration", "registry"] : [kind === "library" ? "process" : kind],
      code,
      created: time(n + 1),
      kind: "event",
      module: "sysmon",
      provider: "Microsoft-Windows-Sysmon",
      type: [TYPES[kind][0]],
    },
    host: host(n),
    log: { level: "information" },
    message: `${kind} event:\nRuleName: -\nUtcTime: ${time(n)}\nProcessGuid: ${guid}\nProcessId: ${n}\nImage: ${own.executable}\nCommandLine: ${args.join(" ")}\nUser: NT AUTHORITY\\SYSTEM\nParentImage: ${parent.executable}\nParentCommandLine: "${parent.executable}" -k netsvcs`,
    process: {
      entity_id: guid,
      ...own,
      pid: n,
      ...(detail && {
        args,
        args_count: args.length,
        command_line: args.join(" "),
        parent: {
          ...parent,
          args: [parent.executable, "-k"],
          command_line: `"${parent.executable}" -k`,
          pid: 700,
        },
        pe: { original_file_name: own.name, company: "Microsoft Corporation", imphash: hex(random, 32) },
        hash: { md5: hex(random, 32), sha256: hex(random, 64) },
      }),
    },
    ...parts(kind, n, random),
    related: { user: ["SYSTEM"] },
    user: { id: "S-1-5-18", name: "SYSTEM", domain: "NT AUTHORITY" },
    winlog: {
      api: "wineventlog",
      channel: "Microsoft-Windows-Sysmon/Operational",
      computer_name: `WS${n % 40}.corp.example`,
      event_data: {
        IntegrityLevel: "System",
        TerminalSessionId: "0",
        LogonId: "0x3e7",
        Company: "Microsoft Corporation",
      },
      event_id: code,
      opcode: "Info",
      process: { pid: 3012, thread: { id: 4120 } },
      provider_guid: "{5770385F-C22A-43E0-BF4C-06F5698FFBD9}",
      provider_name: "Microsoft-Windows-Sysmon",
      record_id: n,
      task: `${kind} event`,
      user: { domain: "NT AUTHORITY", identifier: "S-1-5-18", name: "SYSTEM", type: "User" },
      version: 5,
    },
  };
}

function m365(n: number, kind: Kind, random: Random): object {
  const own = program(random);
  const parent = program(random);
  const args = commandLine(own, random);
  return {
    "@timestamp": time(n),
    agent: { type: "filebeat", version: "8.12.0" },
    data_stream: { dataset: "m365_defender.event", namespace: "default", type: "logs" },
    event: {
      action: `${kind}-event`,
      category: [kind],
      dataset: "m365_defender.event",
      id: String(n),
      kind: "event",
      provider: "microsoft",
      type: [TYPES[kind][0]],
    },
    host: { name: `ws${n % 40}.corp.example`, id: hex(random, 40), os: { type: "windows" } },
    m365_defender: {
      event: {
        action: { type: `${kind}Event` },
        device: { id: hex(random, 40), name: `ws${n % 40}.corp.example` },
        initiating_process: {
          account_domain: "nt authority",
          account_sid: "S-1-5-18",
          command_line: args.join(" "),
          file_size: 51_736,
          integrity_level: "System",
          parent_file_name: parent.name,
        },
        report_id: n,
        timestamp: time(n),
      },
    },
    process: {
      ...own,
      args,
      args_count: args.length,
      command_line: args.join(" "),
      pid: n,
      hash: { md5: hex(random, 32), sha1: hex(random, 40), sha256: hex(random, 64) },
      parent: { ...parent, pid: 640 },
    },
    ...parts(kind, n, random),
    user: { domain: "nt authority", id: "S-1-5-18", name: "system" },
  };
}
