import { describe, expect, it } from "vitest";
import { ACTIVITIES } from "../forms/activities.ts";
import { velociraptor } from "../forms/collectors.ts";
import { xmlOf } from "../forms/event-xml.ts";
import { toEcs } from "../../src/sources/index.ts";
import { ndjson, scan } from "../support/scan.ts";
import { registryDocument } from "../support/seed.ts";

const [dump] = ACTIVITIES[0]!;
const xml = xmlOf(dump, { quote: "'" });

describe("events inside other records", () => {
  it("raise alerts, and those that follow in the same record are reported", async () => {
    const found = await scan(ndjson([{ a: { text: xml } }, { b: [`${xml}${xml}`] }]));
    expect(found.findings).toHaveLength(2);
    expect(found).toMatchObject({ events: 2, notEvents: 0, lost: 1 });
    expect(found.problems).toMatchObject([{ code: "no-event", data: { kind: "further" }, line: 2 }]);
  });

  it("are said, once, to be what another tool's rules selected", async () => {
    const result = {
      group: "Sigma",
      kind: "individual",
      // Its time is marked as a number, to be written without quotes.
      document: {
        kind: "evtx",
        data: JSON.parse(JSON.stringify(velociraptor(dump)).replaceAll("§", "")) as unknown,
      },
    };
    const found = await scan(ndjson([result, result]));
    expect(found).toMatchObject({ events: 2, lost: 0, notes: 1 });
    expect(found.problems).toMatchObject([
      { code: "selection", severity: "info", data: { tool: "chainsaw" }, line: 1 },
    ]);
  });
});

describe("categories without an event", () => {
  const process = { "@timestamp": "2024-03-01T10:00:00.000Z", event: { category: ["process"] } };

  it("are not named where some event's category is unknown", async () => {
    const unknown = { "@timestamp": "2024-03-01T10:00:00.000Z", message: "a value was set" };
    expect((await scan(ndjson([process]))).missingCategories).toEqual(["registry"]);
    expect((await scan(ndjson([process, unknown]))).missingCategories).toEqual([]);
    expect((await scan(ndjson([unknown, process]))).missingCategories).toEqual([]);
    expect((await scan(ndjson([process, registryDocument()]))).missingCategories).toEqual([]);
  });
});

describe("results of other tools", () => {
  const values = {
    EventType: "SetValue",
    TgtObj: "HKLM\\a\\b",
    Details: "DWORD (0x00000002)",
    Proc: "C:\\x.exe",
  };
  const row = {
    Timestamp: "2024-03-14 10:00:01.250 +00:00",
    RuleTitle: "A rule",
    Level: "high",
    Computer: "WS01",
  };
  const header = { ...row, Channel: "Sysmon", EventID: 13, RecordID: 7 };

  it.each([
    ["an object", values],
    [
      "a text",
      Object.entries(values)
        .map(([name, value]) => `${name}: ${value}`)
        .join(" ¦ "),
    ],
  ])("of hayabusa have their short names replaced, with the details as %s", (_, Details) => {
    const { event, extension, selector } = toEcs({ value: { ...header, Details } })!;
    expect(event).toMatchObject({
      "@timestamp": "2024-03-14T10:00:01.250Z",
      "event.category": ["configuration", "registry"],
      "registry.path": "HKLM\\a\\b",
      "process.executable": "C:\\x.exe",
    });
    expect(event["log.level"]).toBeUndefined();
    expect(extension).toContain("all-field-info");
    expect(selector).toBe("hayabusa");
  });

  it("of Zircolite are read from the lists of all its rules", async () => {
    const match = {
      OriginalLogfile: "x.evtx",
      Channel: "Security",
      EventID: 4624,
      SystemTime: "2024-03-14T10:00:01Z",
    };
    const results = [
      { title: "A", count: 2, matches: [match, match] },
      { title: "B", count: 1, matches: [match] },
    ];
    const found = await scan(new Blob([JSON.stringify(results, null, 2)]));
    expect(found).toMatchObject({ events: 3, notEvents: 0, lost: 0 });
    expect(found.problems).toMatchObject([{ code: "selection", data: { tool: "zircolite" } }]);
  });
});
