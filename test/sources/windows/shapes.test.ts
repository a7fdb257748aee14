import { describe, expect, it } from "vitest";
import { below, mapped, seedMatches } from "../support.ts";
import { FULL_DUMPS, poorest, templatesOf, shapesWithoutSid } from "./shapes.ts";

const REGISTRY = {
  "registry.path": FULL_DUMPS.target,
  "registry.hive": "HKLM",
  "registry.key": FULL_DUMPS.target.slice("HKLM\\".length),
  "registry.value": "DumpType",
  "registry.data.strings": ["2"],
  "registry.data.type": "SZ_DWORD",
};
const all = [...templatesOf(FULL_DUMPS), ...shapesWithoutSid(FULL_DUMPS)];

describe("the same registry write in every shape", () => {
  it.each(all)("has the same fields from %s", (_, value) => {
    const { event } = mapped(value);
    expect(below(event, "registry.")).toEqual(REGISTRY);
    expect(below(event, "process.", "user.name", "user.domain", "@timestamp")).toEqual({
      "@timestamp": "2024-03-01T10:00:00.250Z",
      "process.entity_id": "{1978b227-51d2-6077-4000-000000000500}",
      "process.executable": FULL_DUMPS.image,
      "process.name": "reg.exe",
      "process.pid": 6196,
      "user.domain": "SHIRE",
      "user.name": "pgustavo",
    });
    expect(event).toMatchObject({
      "event.code": "13",
      "event.kind": "event",
      "event.module": "sysmon",
      "event.category": ["configuration", "registry"],
      "event.type": ["change"],
      "event.action": "RegistryEvent (Value Set)",
      "host.os.type": "windows",
      "winlog.channel": "Microsoft-Windows-Sysmon/Operational",
      "winlog.event_data.EventType": "SetValue",
    });
    expect(Object.getPrototypeOf(event)).toBeNull();
    expect(seedMatches(event)).toBe(true);
  });

  it.each(templatesOf(FULL_DUMPS))("has the account of the header from %s", (_, value) => {
    const { event, source } = mapped(value);
    expect(event["user.id"]).toBe("S-1-5-18");
    expect(event["host.name"]).toBe("HOST1");
    expect(source).toBe(_ === "raw Winlogbeat" ? "winlogbeat" : "sysmon");
  });

  it.each(templatesOf({ ...FULL_DUMPS, image: "C:\\Windows\\System32\\svchost.exe" }))(
    "is excluded if svchost wrote it, from %s",
    (_, value) => expect(seedMatches(mapped(value).event)).toBe(false),
  );

  it.each([
    ...templatesOf({ ...FULL_DUMPS, sid: null, image: "C:\\Windows\\System32\\svchost.exe" }),
    ...shapesWithoutSid({ ...FULL_DUMPS, image: "C:\\Windows\\System32\\svchost.exe" }),
  ])("reports that the exclusion cannot apply without an account in the header, from %s", (_, value) => {
    const { event, extension } = mapped(value);
    expect(event["user.id"]).toBeUndefined();
    expect(extension).toContain("user.id is empty");
    expect(seedMatches(event)).toBe(true);
  });

  it.each([
    ["DWORD (0x00000001)", "1"],
    ["QWORD (0x00000001-0x00000000)", "256"],
    ["0x2", "0x2"],
  ])("decides the same in every shape for data %s", (details, text) => {
    for (const [, value] of [
      ...templatesOf({ ...FULL_DUMPS, details }),
      ...shapesWithoutSid({ ...FULL_DUMPS, details }),
    ]) {
      const { event } = mapped(value);
      expect(event["registry.data.strings"]).toEqual([text]);
      expect(seedMatches(event)).toBe(false);
    }
  });

  it("is mapped without the fields that NXLog of late 2020 lacks", () => {
    const { event } = mapped(poorest(FULL_DUMPS));
    expect(below(event, "registry.")).toEqual(REGISTRY);
    expect(event["process.pid"]).toBeUndefined();
    expect(event["winlog.event_data.EventType"]).toBeUndefined();
    expect(seedMatches(event)).toBe(true);
  });

  it("reports only for raw Winlogbeat that Elastic would not match it", () => {
    for (const [name, value] of templatesOf(FULL_DUMPS)) {
      const { extension } = mapped(value);
      if (name === "raw Winlogbeat") expect(extension).toContain("no ingest pipeline");
      else expect(extension).toBeUndefined();
    }
  });

  it("prefers the event's own time to a time without a zone, and assumes no zone", () => {
    for (const [, value] of all) {
      expect(mapped(value, 120).event["@timestamp"]).toBe("2024-03-01T10:00:00.250Z");
      expect(mapped(value, 120).assumedZone).toBeUndefined();
    }
  });
});

describe("rows of Kibana CSV made of flat events", () => {
  const asCells = (document: object): Record<string, string> =>
    Object.fromEntries(
      Object.entries(document).map(([column, cell]) => [
        column,
        typeof cell === "number" ? cell.toLocaleString("en-US") : String(cell),
      ]),
    );

  it("have no account if the cell is a dash", () => {
    const image = "C:\\Windows\\System32\\svchost.exe";
    const { event, extension } = mapped({
      ...asCells(poorest({ ...FULL_DUMPS, image }) as object),
      UserID: "-",
    });
    expect(below(event, "registry.")).toEqual(REGISTRY);
    expect(event["user.id"]).toBeUndefined();
    expect(extension).toContain("user.id is empty");
  });

  it("have their event ID, with or without a thousands separator", () => {
    const row = asCells({
      "@timestamp": "Mar 31, 2022 @ 06:39:36.298",
      EventID: 4657,
      Channel: "Security",
      SourceName: "Microsoft-Windows-Security-Auditing",
      Hostname: "HOST1",
      SubjectUserSid: "S-1-5-21-7",
      ObjectName: FULL_DUMPS.target.replace("HKLM", "\\REGISTRY\\MACHINE").replace("\\DumpType", ""),
      ObjectValueName: "DumpType",
      NewValue: 2,
    });
    expect(row["EventID"]).toBe("4,657");
    for (const value of [row, { ...row, EventID: "4657" }]) {
      const { event, source, assumedZone } = mapped(value);
      expect([source, event["event.code"], assumedZone]).toEqual(["windows-security", "4657", "once"]);
      expect(event["registry.path"]).toBe(FULL_DUMPS.target);
      expect(seedMatches(event)).toBe(true);
    }
  });
});

describe("EvtxECmd without its Payload column", () => {
  const [, full] = templatesOf(FULL_DUMPS).find(([name]) => name === "EvtxECmd, JSON or a row of CSV")!;
  const row: Record<string, unknown> = {
    ...(full as object),
    PayloadData1: "ProcessID: 6196, ProcessGUID: {1978b227-51d2-6077-4000-000000000500}",
    PayloadData3: `Image: ${FULL_DUMPS.image}`,
    PayloadData4: "EventType: SetValue",
    PayloadData6: `Details: ${FULL_DUMPS.details}`,
  };

  it("is mapped from the columns of the tool's maps, and reports what is missing", () => {
    const rest = Object.entries(row).filter(([column]) => column !== "Payload");
    const { event, extension } = mapped(Object.fromEntries(rest));
    expect(below(event, "registry.")).toEqual(REGISTRY);
    expect(event).toMatchObject({ "process.executable": FULL_DUMPS.image, "user.id": "S-1-5-18" });
    expect(event["process.pid"]).toBeUndefined();
    expect(extension).toContain("Payload column is not in the export");
    expect(seedMatches(event)).toBe(true);
  });

  it("reads the columns as well where Payload is cut, as a spreadsheet does", () => {
    const { event, extension, unread } = mapped({ ...row, Payload: '{"EventData":{"Data":[{"@Na' });
    expect(extension).toContain("Payload is cut or damaged");
    expect(unread).toBe("partial");
    expect(seedMatches(event)).toBe(true);
  });

  it("has only a header where neither Payload nor the columns can be read", () => {
    const bare = Object.fromEntries(Object.entries(row).filter(([column]) => !column.startsWith("Payload")));
    const { event, unread } = mapped({ ...bare, Payload: '{"EventData":{"Data":[{"@Na' });
    expect(unread).toBe("payload");
    expect(event["event.code"]).toBe("13");
  });
});

describe("values with line breaks in a message", () => {
  it("cannot replace values before them", () => {
    const hostile = "x\r\nTargetObject: HKLM\\evil\r\nImage: C:\\evil.exe";
    const csv = [
      ...templatesOf({ ...FULL_DUMPS, details: hostile }),
      ...shapesWithoutSid({ ...FULL_DUMPS, details: hostile }),
    ];
    for (const [name, value] of csv) {
      const { event } = mapped(value);
      expect([name, event["registry.path"], event["process.executable"]]).toEqual([
        name,
        FULL_DUMPS.target,
        FULL_DUMPS.image,
      ]);
      expect(event["registry.data.strings"]).toEqual([hostile.replaceAll("\r\n", "\n")]);
    }
  });
});

describe("times without a zone", () => {
  const flat = {
    EventID: 7045,
    Channel: "System",
    SourceName: "Service Control Manager",
    Hostname: "HOST1",
    EventTime: "2024-03-01 12:00:00",
    ServiceName: "x",
  };

  it("are read as UTC, which is reported", () => {
    expect(mapped(flat)).toMatchObject({ source: "windows", assumedZone: "once" });
    expect(mapped(flat).event["@timestamp"]).toBe("2024-03-01T12:00:00Z");
  });
  it("are corrected by the analyst's offset", () => {
    expect(mapped(flat, 120).event["@timestamp"]).toBe("2024-03-01T10:00:00Z");
  });
  it("are not assumed if the record has a zone", () => {
    const zoned = { ...flat, EventTime: "2024-03-01T12:00:00+02:00" };
    expect(mapped(zoned, 300).event["@timestamp"]).toBe("2024-03-01T10:00:00Z");
    expect(mapped(zoned).assumedZone).toBeUndefined();
  });
});
