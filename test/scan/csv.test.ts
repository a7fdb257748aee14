import { describe, expect, it } from "vitest";
import { HKLM_PATH } from "../support/seed.ts";
import { scan } from "../support/scan.ts";

/* Tables take the same path as every other format: one registry write, in the tables that people export. */

const quoted = (cells: readonly string[]): string =>
  cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");
const table = (columns: Record<string, string>): string =>
  `\uFEFF${quoted(Object.keys(columns))}\r\n${quoted(Object.values(columns))}\r\n`;

const DISCOVER = {
  "@timestamp": "Mar 31, 2024 @ 06:39:36.298",
  "event.category": "configuration, registry",
  "host.name": "HOST1",
  "host.os.type": "windows",
  "process.executable": "C:\\Windows\\System32\\reg.exe",
  "registry.data.strings": "2",
  "registry.path": HKLM_PATH,
  "user.id": "S-1-5-21-1-2-3-1001",
};
const DEFENDER = {
  Timestamp: "2024-03-31T06:39:36.2980000Z",
  DeviceName: "host1",
  ActionType: "RegistryValueSet",
  RegistryKey: HKLM_PATH.replace("HKLM", "HKEY_LOCAL_MACHINE").replace("\\DumpType", ""),
  RegistryValueName: "DumpType",
  RegistryValueData: "2",
  InitiatingProcessFileName: "reg.exe",
};
const EVTXECMD = {
  RecordNumber: "1",
  EventRecordId: "7",
  TimeCreated: "2024-03-31 06:39:36.2980000",
  EventId: "13",
  Level: "Info",
  Provider: "Microsoft-Windows-Sysmon",
  Channel: "Microsoft-Windows-Sysmon/Operational",
  Computer: "HOST1",
  UserId: "S-1-5-18",
  Payload: JSON.stringify({
    EventData: {
      Data: [
        { "@Name": "UtcTime", "#text": "2024-03-31 06:39:36.298" },
        { "@Name": "Image", "#text": "C:\\Windows\\System32\\reg.exe" },
        { "@Name": "TargetObject", "#text": HKLM_PATH },
        { "@Name": "Details", "#text": "DWORD (0x00000002)" },
      ],
    },
  }),
};

describe("a table of events", () => {
  it.each([
    ["Kibana Discover", DISCOVER, "CSV of Kibana Discover"],
    ["Advanced Hunting", DEFENDER, "CSV of Advanced Hunting"],
    ["EvtxECmd", EVTXECMD, "CSV of EvtxECmd"],
  ])("of %s raises the alert for its registry write", async (_, columns, format) => {
    const found = await scan(table(columns));
    expect(found).toMatchObject({ format, readable: true, events: 1, lost: 0 });
    expect(found.findings).toHaveLength(1);
    expect(found.findings[0]!.raw).toBe(quoted(Object.values(columns)));
    const off = { ...columns, ...("registry.path" in columns && { "registry.data.strings": "1" }) };
    if ("RegistryValueData" in off) off.RegistryValueData = "1";
    if ("Payload" in off) off.Payload = off.Payload.replace("0x00000002", "0x00000001");
    expect((await scan(table(off))).findings).toEqual([]);
  });

  it("reports once that times without a zone are read as UTC", async () => {
    const { problems, inventory } = await scan(table(DISCOVER) + `${quoted(Object.values(DISCOVER))}\r\n`);
    expect(problems).toMatchObject([{ code: "assumed-zone", severity: "warning", line: 2 }]);
    expect(inventory.firstEvent).toBe(Date.UTC(2024, 2, 31, 6, 39, 36, 298));
    expect((await scan(table(DEFENDER))).problems).toEqual([]);
  });

  it("is an unknown format if no column belongs to an event", async () => {
    const { readable, problems } = await scan("name,price\r\napple,1\r\npear,2\r\n");
    expect(readable).toBe(false);
    expect(problems).toMatchObject([{ code: "unknown-format", data: { kind: "csv" } }]);
  });
});
