import { registryDocument } from "../support/documents.ts";
import { mulberry32 } from "./random.ts";
import { writeSpread } from "./write-spread.ts";

/**
 * Writes an NDJSON file of about the given number of bytes: Winlogbeat documents of about a kilobyte, most of them
 * process and registry events, eight of which match. The same size always gives the same bytes.
 */
export function generate(path: string, bytes: number): void {
  const random = mulberry32(20240314);
  const match = `${JSON.stringify(registryDocument({ time: "2024-03-14T12:00:00.000Z" }))}\n`;
  const block = Array.from({ length: 4000 }, (_, n) => `${JSON.stringify(event(n, random))}\n`).join("");
  writeSpread(path, bytes, { block: Buffer.from(block), match: Buffer.from(match) });
}

function event(n: number, random: () => number): unknown {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const hex = (length: number): string =>
    Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join("");
  const image = pick([
    "C:\\Windows\\System32\\svchost.exe",
    "C:\\Windows\\explorer.exe",
    "C:\\Program Files\\App\\app.exe",
  ]);
  const registry = random() < 0.3;
  const guid = `{${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}}`;
  const time = new Date(Date.UTC(2024, 2, 14) + n * 21_600).toISOString();
  const path = `HKLM\\System\\CurrentControlSet\\Services\\bam\\State\\${hex(12)}`;
  return {
    "@timestamp": time,
    agent: { type: "winlogbeat", version: "8.12.0", id: hex(32), name: `WS${n % 40}` },
    ecs: { version: "8.0.0" },
    event: {
      kind: "event",
      module: "sysmon",
      code: registry ? "13" : "1",
      provider: "Microsoft-Windows-Sysmon",
      category: registry ? ["configuration", "registry"] : ["process"],
      type: [registry ? "change" : "start"],
      created: time,
    },
    host: { name: `WS${n % 40}.example.test`, os: { type: "windows", family: "windows", version: "10.0" } },
    log: { level: "information" },
    message: registry
      ? `Registry value set:\nRuleName: -\nEventType: SetValue\nUtcTime: ${time}\nProcessGuid: ${guid}\nImage: ${image}\nTargetObject: ${path}\nDetails: DWORD (0x00000001)\nUser: NT AUTHORITY\\SYSTEM`
      : `Process Create:\nRuleName: -\nUtcTime: ${time}\nProcessGuid: ${guid}\nImage: ${image}\nCommandLine: ${image} -k netsvcs -p -s ${hex(8)}\nUser: NT AUTHORITY\\SYSTEM`,
    process: { entity_id: guid, executable: image, name: image.split("\\").at(-1), pid: n },
    ...(registry && {
      registry: { hive: "HKLM", path, value: path.split("\\").at(-1), data: { strings: ["1"] } },
    }),
    user: { id: "S-1-5-18", name: "SYSTEM", domain: "NT AUTHORITY" },
    winlog: {
      channel: "Microsoft-Windows-Sysmon/Operational",
      computer_name: `WS${n % 40}.example.test`,
      event_id: registry ? "13" : "1",
      provider_guid: "{5770385F-C22A-43E0-BF4C-06F5698FFBD9}",
      record_id: n,
    },
  };
}
