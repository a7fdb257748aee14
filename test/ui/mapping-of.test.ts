import { describe, expect, it } from "vitest";
import { eventOf } from "../../src/scan/index.ts";
import { mappingOf } from "../../src/ui/detail/mapping-of.ts";
import { rowColumns } from "../../src/ui/detail/row-columns.ts";
import { scan } from "../support/scan.ts";
import { HKLM_PATH } from "../support/seed.ts";

const DISCOVER = {
  "@timestamp": "Mar 31, 2024 @ 06:39:36.298",
  "event.category": "registry",
  "host.name": "HOST1",
  "host.os.type": "windows",
  "registry.data.strings": "2",
  "registry.path": HKLM_PATH,
};
const DEFENDER = {
  Timestamp: "2024-03-31T06:39:36.2980000Z",
  DeviceName: "host1",
  ActionType: "RegistryValueSet",
  RegistryKey: HKLM_PATH.replace("HKLM", "HKEY_LOCAL_MACHINE").replace("\\DumpType", ""),
  RegistryValueName: "DumpType",
  RegistryValueData: "2",
};
const EVTXECMD = {
  RecordNumber: "1",
  EventRecordId: "7",
  TimeCreated: "2024-03-31 06:39:36.2980000",
  EventId: "13",
  Provider: "Microsoft-Windows-Sysmon",
  Channel: "Microsoft-Windows-Sysmon/Operational",
  Computer: "HOST1",
  Payload: JSON.stringify({
    EventData: {
      Data: [
        { "@Name": "Image", "#text": "C:\\Windows\\System32\\reg.exe" },
        { "@Name": "TargetObject", "#text": HKLM_PATH },
        { "@Name": "Details", "#text": "DWORD (0x00000002)" },
      ],
    },
  }),
};

const line = (cells: readonly string[], delimiter: string): string =>
  cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter);

describe("the mapping of an alert from a table", () => {
  it.each([
    ["Kibana Discover", DISCOVER, /registry\.data\.strings/],
    ["Advanced Hunting", DEFENDER, /RegistryValueData/],
    ["EvtxECmd", EVTXECMD, /Details/],
  ])("of %s uses the header of its table, whatever the delimiter", async (_, columns, from) => {
    for (const delimiter of [",", ";", "\t"]) {
      const rows = [Object.keys(columns), Object.values(columns), Object.values(columns)];
      const { findings } = await scan(rows.map((cells) => `${line(cells, delimiter)}\r\n`).join(""));
      expect(findings).toHaveLength(2);
      for (const finding of findings) {
        const steps = mappingOf(finding);
        expect(steps.find(({ to }) => to === "registry.data.strings")?.from).toMatch(from);
        expect(Object.fromEntries(rowColumns(finding))).toEqual(columns);
        // Exactly the fields on which the alert was decided are explained.
        expect(steps.map(({ to }) => to).sort()).toEqual(Object.keys(eventOf(finding)).sort());
      }
    }
  });

  it("is empty without a header, as in findings stored before headers were", async () => {
    const rows = [Object.keys(DISCOVER), Object.values(DISCOVER)];
    const { findings } = await scan(rows.map((cells) => `${line(cells, ",")}\r\n`).join(""));
    const { raw } = findings[0]!;
    expect(mappingOf({ raw })).toEqual([]);
    expect(rowColumns({ raw })).toEqual([]);
  });
});
