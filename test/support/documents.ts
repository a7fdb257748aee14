import type { SourceId } from "../../src/sources/index.ts";

/** Documents that the built-in rule matches or nearly matches, as indexed by each of its five sources. */
const KEY = "SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps";
export const HKLM_PATH = `HKLM\\${KEY}\\DumpType`;
export const KERNEL_PATH = `\\REGISTRY\\MACHINE\\${KEY}\\DumpType`;

export interface Variation {
  readonly path?: string;
  readonly data?: unknown;
  readonly executable?: string | null;
  readonly userId?: string | null;
  readonly os?: string | null;
  readonly category?: unknown;
  readonly time?: string;
  readonly host?: string;
}

/** A nested ECS document; null leaves a field out. */
export function registryDocument(variation: Variation = {}): Record<string, unknown> {
  const {
    path = HKLM_PATH,
    data = ["2"],
    executable = "C:\\Windows\\System32\\reg.exe",
    userId = "S-1-5-18",
    os = "windows",
    category = ["registry"],
    time = "2024-03-01T10:00:00.000Z",
    host = "HOST1",
  } = variation;
  return {
    "@timestamp": time,
    event: { kind: "event", category, type: ["change"] },
    host: { name: host, ...(os !== null && { os: { type: os } }) },
    registry: { path, data: { strings: data } },
    ...(executable !== null && { process: { executable, name: executable.split("\\").at(-1) } }),
    ...(userId !== null && { user: { id: userId } }),
  };
}

/** The same document with dotted names. */
export function dotted(document: Record<string, unknown>): Record<string, unknown> {
  const flat: Record<string, unknown> = {};
  const walk = (prefix: string, value: unknown): void => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) walk(prefix === "" ? key : `${prefix}.${key}`, inner);
    } else flat[prefix] = value;
  };
  walk("", document);
  return flat;
}

/** The fields that distinguish the documents of each source. */
export const SOURCE_MARKS: readonly (readonly [SourceId, Record<string, unknown>])[] = [
  [
    "winlogbeat",
    { agent: { type: "winlogbeat" }, winlog: { channel: "Microsoft-Windows-Sysmon/Operational" } },
  ],
  ["elastic-defend", { agent: { type: "endpoint" }, data_stream: { dataset: "endpoint.events.registry" } }],
  [
    "sysmon",
    {
      agent: { type: "filebeat" },
      data_stream: { dataset: "windows.sysmon_operational" },
      winlog: { event_id: "13" },
    },
  ],
  ["endgame", { endgame: { event_subtype_full: "registry_modify_event" } }],
  [
    "m365-defender",
    { data_stream: { dataset: "m365_defender.event" }, m365_defender: { event: { category: "x" } } },
  ],
];
