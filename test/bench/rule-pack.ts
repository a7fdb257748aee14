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
  TOOLS,
} from "./vocabulary.ts";

/** Shares of the categories among 317 of Elastic's event rules for Windows. */
const CATEGORIES: readonly (readonly [string, number])[] = [
  ["process", 177],
  ["registry", 48],
  ["file", 41],
  ["any", 27],
  ["iam", 7],
  ["network", 6],
  ["library", 6],
  ["authentication", 2],
  ["driver", 2],
  ["configuration", 1],
];

/** The number of patterns in the longest list of Elastic's rules: names of system libraries in other places. */
const LONGEST_LIST = 2609;
/** One of this number of rules has a list of hundreds. */
const LONG_LIST_EVERY = 50;

/**
 * Event rules as TOML texts, with the structure and mix of Elastic's Windows rules: host and type first, then names,
 * arguments and paths with and without wildcards, `not`s of known good programs, a few long lists. The same count
 * always gives the same rules.
 */
export function rulePack(count: number): string[] {
  const random = mulberry32(20250320);
  return Array.from({ length: count }, (_, n) => toml(n, query(n, random), random));
}

function query(n: number, random: Random): string {
  if (n === 0) return longestList(random);
  const category = weighted(random, CATEGORIES);
  const conditions = ['host.os.type == "windows"', ...BODIES[category]!(random)];
  if (random() < 0.3)
    conditions.push(`not ?${pick(random, SELDOM)} : ${list([hex(random, 6), `*${hex(random, 5)}*`])}`);
  if (n % LONG_LIST_EVERY === 1) conditions.push(`not process.executable : ${list(longPaths(random, 300))}`);
  return `${category} where ${conditions.join(" and\n  ")}`;
}

function longestList(random: Random): string {
  const names = Array.from({ length: LONGEST_LIST - LIBRARIES.length }, () => `${hex(random, 8)}.dll`);
  return `library where host.os.type == "windows" and event.action == "load" and
  dll.name : ${list([...LIBRARIES, ...names])} and
  dll.code_signature.trusted == false and
  not dll.path : ("?:\\\\Windows\\\\System32\\\\*", "?:\\\\Windows\\\\SysWOW64\\\\*", "?:\\\\Windows\\\\WinSxS\\\\*")`;
}

/** Fields that occur in a few rules only. */
const SELDOM = [
  ...[
    "process.pid",
    "process.parent.command_line",
    "process.hash.sha256",
    "process.code_signature.subject_name",
  ],
  ...[
    "process.code_signature.status",
    "process.code_signature.exists",
    "process.pe.imphash",
    "process.entity_id",
  ],
  ...[
    "process.Ext.relative_file_creation_time",
    "process.Ext.code_signature.subject_name",
    "process.parent.pid",
  ],
  ...["file.size", "file.Ext.entropy", "file.Ext.original.name", "file.Ext.windows.zone_identifier"],
  ...["dll.Ext.relative_file_creation_time", "dll.code_signature.subject_name", "dll.code_signature.exists"],
  ...["destination.port", "source.port", "network.direction", "network.transport", "network.protocol"],
  ...[
    "user.name",
    "user.domain",
    "host.ip",
    "host.id",
    "host.name",
    "event.provider",
    "event.code",
    "event.kind",
  ],
  ...[
    "event.module",
    "event.outcome",
    "data_stream.dataset",
    "registry.key",
    "registry.hive",
    "source.address",
  ],
  ...["winlog.computer_name", "winlog.event_data.CallTrace", "winlog.event_data.GrantedAccess"],
  ...["winlog.event_data.IntegrityLevel", "winlog.event_data.ObjectDN", "winlog.event_data.TargetImage"],
  ...["winlog.event_data.ServiceFileName", "winlog.event_data.SubjectUserName", "winlog.event_data.LogonId"],
  ...["winlog.channel", "winlog.event_id", "container.id", "kubernetes.audit.stage", "process.thread.id"],
];

const BODIES: Readonly<Record<string, (random: Random) => string[]>> = {
  process: (random) => {
    const own = some(random, TOOLS, 1 + Math.floor(random() * 4));
    const who =
      random() < 0.35
        ? `(process.name : ${list(own)} or ?process.pe.original_file_name in ${list(own.map(capital))})`
        : `process.name : ${list(own)}`;
    const narrow: [string, number][] = [
      [`process.args : ${list(args(random))}`, 50],
      [`process.parent.name : ${list(some(random, TOOLS, 5))}`, 25],
      [`process.command_line : ${list(args(random).map((arg) => `*${arg}*`))}`, 20],
      [`process.working_directory : ${list(folders(random))}`, 5],
    ];
    return [
      'event.type == "start"',
      ...(random() < 0.85 ? [who] : [`process.executable : ${list(folders(random))}`]),
      weighted(random, narrow),
      ...maybe(random, 0.4, () => weighted(random, narrow)),
      ...maybe(random, 0.1, () => `process.code_signature.trusted == false`),
      ...maybe(random, 0.05, () => `process.command_line regex~ ".*[a-z0-9]{12,}\\\\.(tmp|dat)[^a-z]*"`),
      ...maybe(random, 0.05, () => `process.args_count >= ${2 + Math.floor(random() * 6)}`),
      ...maybe(random, 0.03, () => `length(process.command_line) > 1200`),
      ...maybe(random, 0.05, () => `?process.Ext.token.integrity_level_name : "high"`),
      ...maybe(random, 0.05, () => `not ?process.parent.args : ${list(args(random))}`),
      ...maybe(random, 0.35, () => `not process.parent.executable : ${list(goodPaths(random))}`),
      ...maybe(
        random,
        0.25,
        () =>
          `not (process.executable : ${list(goodPaths(random))} and process.args : ${list(args(random))})`,
      ),
      ...maybe(random, 0.1, () => 'not user.id in ("S-1-5-18", "S-1-5-19", "S-1-5-20")'),
    ];
  },
  registry: (random) => {
    const value = pick(random, REGISTRY_VALUES);
    const key = escaped(pick(random, REGISTRY_KEYS));
    const paths = [
      `HKLM\\\\${key}\\\\${value}`,
      `\\\\REGISTRY\\\\MACHINE\\\\${key}\\\\${value}`,
      ...(random() < 0.4 ? [`HKEY_USERS\\\\*\\\\${key}\\\\*`, `MACHINE\\\\${key}\\\\*`] : []),
    ];
    return [
      'event.type == "change"',
      ...(random() < 0.3
        ? [`registry.value : ${list([value])}`]
        : [
            ...maybe(random, 0.6, () => `registry.value : ${list([value])}`),
            `registry.path : ${list(paths)}`,
          ]),
      `registry.data.strings : ${random() < 0.6 ? '("1", "0x00000001")' : '"?*"'}`,
      ...maybe(random, 0.5, () => `not process.executable : ${list(goodPaths(random))}`),
      ...maybe(random, 0.15, () => 'not (process.name : "svchost.exe" and user.id : "S-1-5-18")'),
    ];
  },
  file: (random) => [
    `event.type ${pick(random, ['== "creation"', '!= "deletion"'])}`,
    ...maybe(random, 0.5, () => `file.extension : ${list(some(random, EXTENSIONS, 3))}`),
    ...(random() < 0.5
      ? [`file.path : ${list(folders(random))}`, `process.name : ${list(some(random, TOOLS, 3))}`]
      : [`file.name : ${list([`${hex(random, 3)}*.dmp`, `*${hex(random, 2)}?.kirbi`, "ntds.dit"])}`]),
    ...maybe(random, 0.15, () => 'file.Ext.header_bytes : "4d5a*"'),
    `not process.executable : ${list(goodPaths(random))}`,
  ],
  any: (random) => [
    'event.category : ("library", "driver", "process")',
    'event.action : ("load", "Image loaded*")',
    `(?dll.name : ${list(some(random, LIBRARIES, 2))} or ?file.name : ${list(some(random, LIBRARIES, 2))})`,
    `process.name : ${list(some(random, TOOLS, 6))}`,
    `not process.executable : ${list(goodPaths(random))}`,
  ],
  iam: (random) => [
    `event.action : ${list(["added-member-to-group", "reset-password", `changed-${pick(random, FLAGS)}`])}`,
    'not winlog.event_data.SubjectUserSid : ("S-1-5-18", "S-1-5-19")',
  ],
  network: (random) => [
    `process.name : ${list(some(random, TOOLS, 4))}`,
    `dns.question.name : ${list(["*.duckdns.org", "*.ngrok.io", `api.${hex(random, 6)}.com`])}`,
    'not cidrmatch(destination.ip, "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "192.168.0.0/16")',
  ],
  library: (random) => [
    `dll.name : ${list(some(random, LIBRARIES, 3))}`,
    "dll.code_signature.trusted != true",
    `not dll.path : ${list(goodPaths(random))}`,
  ],
  authentication: () => [
    'event.outcome == "success" and winlog.logon.type : ("Network", "RemoteInteractive")',
    'source.ip != null and not cidrmatch(source.ip, "127.0.0.0/8", "::1")',
    'not winlog.event_data.AuthenticationPackageName : "Kerberos"',
  ],
  driver: (random) => [
    `dll.hash.sha256 : ${list(Array.from({ length: 40 }, () => hex(random, 64)))}`,
    'not dll.code_signature.status : "trusted"',
  ],
  configuration: () => ['event.action == "scheduled-task-created"', 'not user.name : "*$"'],
};

function maybe(random: Random, share: number, make: () => string): string[] {
  return random() < share ? [make()] : [];
}

function list(texts: readonly string[]): string {
  return `(${texts.map((text) => `"${text}"`).join(", ")})`;
}

function escaped(path: string): string {
  return path.replaceAll("\\", "\\\\");
}

function capital(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}

/** Half of them unchanged, the others as parts of an argument. */
function args(random: Random): string[] {
  return some(random, FLAGS, 2 + Math.floor(random() * 3)).map((flag) =>
    random() < 0.5 ? flag : `*${flag}${pick(random, ["*", "?http*", "*.exe"])}`,
  );
}

function folders(random: Random): string[] {
  const all = [
    "?:\\Users\\*\\AppData\\Local\\Temp\\*",
    "?:\\Users\\Public\\*",
    "?:\\ProgramData\\Microsoft\\Windows\\Start Menu\\Programs\\StartUp\\*",
    "?:\\Windows\\Tasks\\*",
    "?:\\Windows\\Temp\\*.exe",
    "?:\\$Recycle.Bin\\*",
    "?:\\PerfLogs\\*.exe",
    `?:\\Users\\*\\${hex(random, 4)}*.tmp`,
  ];
  return some(random, all, 1 + Math.floor(random() * 4)).map(escaped);
}

function goodPaths(random: Random): string[] {
  const names = some(random, [...TOOLS, ...BUSY], 2).map((name) => `?:\\Windows\\System32\\${name}`);
  const vendors = some(random, INSTALLED, 2).map((path) => path.replace(/^C/, "?"));
  return [...names, ...vendors, `?:\\Program Files\\${pick(random, SIGNERS)}\\*`].map(escaped);
}

function longPaths(random: Random, count: number): string[] {
  return Array.from({ length: count }, (_, n) =>
    escaped(`?:\\Program Files${n % 2 ? " (x86)" : ""}\\Vendor ${hex(random, 5)}\\${hex(random, 6)}.exe`),
  );
}

function toml(n: number, eql: string, random: Random): string {
  const id = `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-8${hex(random, 3)}-${hex(random, 12)}`;
  return `[metadata]
creation_date = "2024/01/01"
integration = ["endpoint", "windows"]
maturity = "production"
updated_date = "2024/01/01"

[rule]
author = ["Bench"]
description = "A rule of the bench."
language = "eql"
name = "Bench ${n + 1}"
risk_score = 47
rule_id = "${id}"
severity = "medium"
type = "eql"
query = '''
${eql}
'''
`;
}
