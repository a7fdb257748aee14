import type { DroppedFile } from "../../app/index.ts";

const LOCAL_DUMPS = "SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps";
const SYSTEM = { id: "S-1-5-18", name: "SYSTEM", domain: "NT AUTHORITY" };
const ALICE = {
  id: "S-1-5-21-1111111111-2222222222-3333333333-1104",
  name: "alice.sample",
  domain: "SAMPLE",
};

interface Write {
  readonly minute: number;
  readonly host: string;
  readonly path: string;
  readonly data: readonly string[];
  readonly executable: string;
  readonly user?: { readonly id: string; readonly name: string; readonly domain: string };
}

/** An ECS document of a registry write, without the fields in which the sources differ. */
function registryWrite({ minute, host, path, data, executable, user }: Write): Record<string, unknown> {
  return {
    "@timestamp": new Date(Date.UTC(2024, 4, 14, 2, minute, 17, 250)).toISOString(),
    host: { name: host, os: { type: "windows" } },
    registry: { path, value: path.split("\\").at(-1), data: { strings: data } },
    process: { executable, name: executable.split("\\").at(-1), pid: 4000 + minute },
    ...(user && { user }),
  };
}

const winlogbeat = (write: Write): unknown => ({
  ...registryWrite(write),
  agent: { type: "winlogbeat" },
  event: {
    kind: "event",
    module: "sysmon",
    code: "13",
    category: ["configuration", "registry"],
    type: ["change"],
  },
  winlog: { channel: "Microsoft-Windows-Sysmon/Operational", event_id: "13", computer_name: write.host },
});

const sysmon = (write: Write): unknown => ({
  ...(winlogbeat(write) as object),
  agent: { type: "filebeat" },
  data_stream: { dataset: "windows.sysmon_operational", type: "logs" },
});

const defend = (write: Write): unknown => ({
  ...registryWrite(write),
  agent: { type: "endpoint" },
  data_stream: { dataset: "endpoint.events.registry", type: "logs" },
  event: {
    kind: "event",
    module: "endpoint",
    action: "modification",
    category: ["registry"],
    type: ["change"],
  },
});

const endgame = (write: Write): unknown => ({
  ...registryWrite(write),
  event: { kind: "event", module: "endgame", action: "registry_modify_event", category: ["registry"] },
});

const m365 = (write: Write): unknown => ({
  ...registryWrite(write),
  data_stream: { dataset: "m365_defender.event", type: "logs" },
  event: {
    kind: "event",
    module: "m365_defender",
    action: "modification",
    category: ["registry"],
    type: ["change"],
  },
});

const REG = "C:\\Windows\\System32\\reg.exe";
const SVCHOST = "C:\\Windows\\System32\\svchost.exe";
const DUMP_TYPE = `HKLM\\${LOCAL_DUMPS}\\DumpType`;

/** The sample's story: who set the value, and near misses that the rule excludes. */
const EVENTS: readonly unknown[] = [
  sysmon({ minute: 1, host: "SAMPLE-WS01", path: DUMP_TYPE, data: ["1"], executable: REG, user: SYSTEM }),
  sysmon({
    minute: 2,
    host: "SAMPLE-WS01",
    path: `HKLM\\${LOCAL_DUMPS}\\DumpCount`,
    data: ["2"],
    executable: REG,
    user: SYSTEM,
  }),
  sysmon({ minute: 3, host: "SAMPLE-WS01", path: DUMP_TYPE, data: ["2"], executable: REG, user: SYSTEM }),
  winlogbeat({
    minute: 9,
    host: "SAMPLE-WS02",
    path: DUMP_TYPE,
    data: ["0x00000002"],
    executable: "C:\\Users\\Public\\tool.exe",
  }),
  winlogbeat({
    minute: 11,
    host: "SAMPLE-WS02",
    path: DUMP_TYPE,
    data: ["2"],
    executable: SVCHOST,
    user: SYSTEM,
  }),
  defend({
    minute: 20,
    host: "SAMPLE-SRV01",
    path: DUMP_TYPE,
    data: ["2"],
    executable: "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
    user: ALICE,
  }),
  defend({
    minute: 21,
    host: "SAMPLE-SRV01",
    path: `HKLM\\${LOCAL_DUMPS}\\lsass.exe\\DumpType`,
    data: ["2"],
    executable: REG,
    user: ALICE,
  }),
  endgame({
    minute: 31,
    host: "SAMPLE-SRV02",
    path: `\\REGISTRY\\MACHINE\\${LOCAL_DUMPS}\\DumpType`,
    data: ["2"],
    executable: REG,
    user: ALICE,
  }),
  m365({
    minute: 40,
    host: "sample-ws03",
    path: DUMP_TYPE,
    data: ["1", "2"],
    executable: "c:\\windows\\regedit.exe",
    user: ALICE,
  }),
];

/** Unrelated events, so that the others have to be found among them. */
function noise(): unknown[] {
  return Array.from({ length: 40 }, (_, n) =>
    sysmon({
      minute: n,
      host: `SAMPLE-WS0${(n % 3) + 1}`,
      path: `HKU\\S-1-5-21-1111111111-2222222222-3333333333-1104\\Software\\Sample\\Setting${n}`,
      data: [String(n)],
      executable: "C:\\Windows\\explorer.exe",
      user: SYSTEM,
    }),
  );
}

/** A few hours after the last event. Fixed, so that the sample file is always the same. */
const EXPORTED_AT = Date.UTC(2024, 4, 14, 6, 30);

/** A small log of made-up events, so that the page can be tried without a file. */
export function sampleEvidence(): DroppedFile {
  const name = "loupe-sample-synthetic.ndjson";
  const lines = [...EVENTS, ...noise()].map((event) => JSON.stringify(event));
  return { file: new File([`${lines.join("\n")}\n`], name, { lastModified: EXPORTED_AT }), path: name };
}
