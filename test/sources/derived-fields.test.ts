import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WindowsEventRecord } from "../../src/formats/windows-event.ts";
import { explainMapping, toEcs } from "../../src/sources/index.ts";
import { registryDocument } from "../support/documents.ts";
import { mapped, securityRecord, sysmonRecord, windowsRecord } from "./support.ts";
import { FULL_DUMPS, templatesOf } from "./windows/shapes.ts";

const UNNAMED = { channel: "Security", eventId: "4624", systemTime: "2024-03-01T10:00:00Z" };
const LOGON = { ...UNNAMED, computer: "WS01" };
const CREATED = { NewProcessId: "0x58", NewProcessName: "C:\\x.exe", ProcessId: "0x4" };
const GUID = "{11111111-2222-3333-4444-555555555555}";
const DEVICE = { Timestamp: "2024-03-01T10:00:00.5Z", DeviceName: "WS01.corp.example" };
const HUNTED = {
  ...DEVICE,
  ActionType: "ProcessCreated",
  FileName: "a.exe",
  FolderPath: "C:\\a.exe",
  ProcessId: 7,
  ProcessCreationTime: "2024-03-01T10:00:00.4567891Z",
  InitiatingProcessFileName: "b.exe",
  InitiatingProcessId: 6,
  InitiatingProcessCreationTime: "2024-03-01T09:00:00Z",
};

describe("host.id of a raw event", () => {
  it("is the computer's name in lower case, behind a prefix that no agent writes", () => {
    const { event, derived, extension } = mapped(windowsRecord(LOGON));
    expect(event["host.id"]).toBe("loupe:ws01");
    expect(derived).toEqual(["host.id"]);
    expect(extension).toBeUndefined();
  });

  it.each<[string, string, boolean]>([
    ["WS01", "ws01", true],
    ["WS01.Corp.Example", "ws01.CORP.example", true],
    // Another domain may have a WS01 too.
    ["WS01", "WS01.corp.example", false],
    ["WS01", "WS02", false],
  ])("of %s and %s is the same: %s", (a, b, same) => {
    const [x, y] = [a, b].map((computer) => mapped(windowsRecord({ ...LOGON, computer })).event["host.id"]);
    expect(x === y).toBe(same);
  });

  it("is in every shape of a raw event, and the same in all", () => {
    for (const [name, value] of templatesOf(FULL_DUMPS)) {
      const { event, derived } = mapped(value);
      expect([name, event["host.id"]]).toEqual([name, `loupe:${String(event["host.name"]).toLowerCase()}`]);
      expect(derived).toContain("host.id");
    }
  });

  it("is missing where the event names no computer", () => {
    expect(mapped(windowsRecord(UNNAMED))).toMatchObject({ derived: [] });
    expect(mapped(windowsRecord({ ...LOGON, computer: "" })).event["host.id"]).toBeUndefined();
  });

  it("comes from the record around the event, if only that names the host", () => {
    const event = {
      System: { EventID: UNNAMED.eventId, Channel: UNNAMED.channel, Provider: { "@Name": "x" } },
      EventData: { TargetUserName: "eve" },
    };
    const { event: found, derived } = mapped({ host: "Gate", payload: { data: { Event: event } } });
    expect(found["host.id"]).toBe("loupe:gate");
    expect(derived).toEqual(["host.id"]);
  });

  it("is the agent's, if the document has one", () => {
    const raw = {
      "@timestamp": "2024-03-01T10:00:00.000Z",
      event: { code: "1", kind: "event", provider: "Microsoft-Windows-Sysmon" },
      host: { name: "collector", id: "2f1b" },
      winlog: {
        channel: "Microsoft-Windows-Sysmon/Operational",
        computer_name: "WS01",
        event_id: "1",
        event_data: { ProcessId: "5", Image: "C:\\a.exe", ProcessGuid: GUID },
      },
    };
    expect(mapped(raw)).toMatchObject({
      event: { "host.id": "2f1b", "process.entity_id": GUID },
      derived: [],
    });
    // The name in host.name may be the collector's.
    expect(mapped({ ...raw, host: { name: raw.host.name } })).toMatchObject({
      event: { "host.id": "loupe:ws01" },
      derived: ["host.id"],
    });
  });

  it("is not added to a document that a pipeline has mapped", () => {
    const ecs = mapped(registryDocument());
    expect(ecs.event["host.id"]).toBeUndefined();
    expect(ecs).not.toHaveProperty("derived");
  });
});

describe("process.entity_id of a raw event", () => {
  it("is Sysmon's GUID, with the parent's", () => {
    const parent = GUID.replace("1", "9");
    const data = { ProcessGuid: GUID, ProcessId: "88", ParentProcessGuid: parent, ParentProcessId: "4" };
    const { event, derived } = mapped(sysmonRecord("1", data));
    expect(event["process.entity_id"]).toBe(GUID);
    expect(event["process.parent.entity_id"]).toBe(parent);
    expect(derived).toEqual(["host.id"]);
  });

  it.each(["A0B1C2D3-2222-3333-4444-00000000ABCD", "{A0B1C2D3-2222-3333-4444-00000000ABCD}"])(
    "is the same however a tool spells the GUID: %s",
    (written) => {
      const spelled = "{a0b1c2d3-2222-3333-4444-00000000abcd}";
      const { event } = mapped(sysmonRecord("1", { ProcessGuid: written, ParentProcessGuid: written }));
      expect([event["process.entity_id"], event["process.parent.entity_id"]]).toEqual([spelled, spelled]);
      const { event: opened } = mapped(sysmonRecord("10", { SourceProcessGUID: written }));
      expect(opened["process.entity_id"]).toBe(spelled);
      expect(mapped(sysmonRecord("1", { ProcessGuid: "None" })).event["process.entity_id"]).toBe("None");
    },
  );

  it("is made of host, number and time of a process that Security or Sysmon sees start", () => {
    const { event, derived } = mapped(securityRecord("4688", CREATED));
    expect(event["process.entity_id"]).toBe("loupe:host1/88/2024-03-01T10:00:01.123Z");
    // The event names the parent's number, but not when that began.
    expect(event["process.parent.entity_id"]).toBeUndefined();
    expect(derived).toEqual(["host.id", "process.entity_id"]);
    const sysmon = sysmonRecord("1", { ProcessId: "88", UtcTime: "2024-03-01 10:00:00.999" });
    expect(mapped(sysmon).event["process.entity_id"]).toBe("loupe:host1/88/2024-03-01T10:00:00.999Z");
  });

  it.each([
    ["4689, the end of a process", securityRecord("4689", { ProcessId: "0x58", ProcessName: "C:\\x.exe" })],
    ["4657, a registry write", securityRecord("4657", { ProcessId: "0x58", ObjectName: "\\REGISTRY\\a" })],
    ["another event of Sysmon without a GUID", sysmonRecord("11", { ProcessId: "88" })],
    ["a start without a number", securityRecord("4688", { NewProcessName: "C:\\x.exe" })],
    ["a start without a time", windowsRecord({ ...LOGON, eventId: "4688", systemTime: "soon" }, CREATED)],
  ])("is missing for %s", (_, record) => {
    expect(mapped(record).event["process.entity_id"]).toBeUndefined();
  });

  it("is made of the times of creation that Defender writes, for the process and its parent", () => {
    expect(mapped(HUNTED).event).toMatchObject({
      "host.id": "loupe:ws01.corp.example",
      "process.entity_id": "loupe:ws01.corp.example/7/2024-03-01T10:00:00.456Z",
      "process.parent.entity_id": "loupe:ws01.corp.example/6/2024-03-01T09:00:00.000Z",
    });
    expect(mapped({ ...HUNTED, DeviceId: "d1" })).toMatchObject({
      event: { "host.id": "d1", "process.entity_id": "loupe:d1/7/2024-03-01T10:00:00.456Z" },
      derived: ["process.entity_id", "process.parent.entity_id"],
    });
  });

  it("is the same in Defender's row of the process and in one of what it did", () => {
    const connection = {
      ...DEVICE,
      ActionType: "ConnectionSuccess",
      RemoteIP: "192.0.2.1",
      RemotePort: 443,
      InitiatingProcessFileName: "a.exe",
      InitiatingProcessId: 7,
      InitiatingProcessCreationTime: HUNTED.ProcessCreationTime,
    };
    const row = mapped({ category: "AdvancedHunting-DeviceNetworkEvents", properties: connection });
    expect(row.event["process.entity_id"]).toBe(mapped(HUNTED).event["process.entity_id"]);
  });
});

describe("derived fields", () => {
  it("are marked in the explanation of the mapping", () => {
    const steps = explainMapping({ value: securityRecord("4688", CREATED) });
    expect(steps.filter(({ isDerived }) => isDerived).map(({ to, from }) => [to, from])).toEqual([
      ["host.id", "winlog.computer_name, else host.name"],
      ["process.entity_id", "host.id, process.pid, process.start; for a new process @timestamp"],
    ]);
  });

  it("never replace a value, depend on one event alone, and are listed exactly", () => {
    const name = fc.constantFrom("WS01", "ws01", "Ws02.x", "", "loupe:ws01", "a/1/2", "__proto__", "É");
    const event = fc.record({
      computer: fc.option(name, { nil: undefined }),
      eventId: fc.constantFrom("1", "3", "4657", "4688", "4689"),
      channel: fc.constantFrom("Security", "Microsoft-Windows-Sysmon/Operational", "System"),
      systemTime: fc.constantFrom("2024-03-01T10:00:00Z", "x", ""),
      eventData: fc.array(
        fc.record({
          name: fc.constantFrom("ProcessGuid", "ProcessId", "NewProcessId", "ParentProcessId", "UtcTime"),
          value: fc.constantFrom(GUID, "0x58", "88", "-", "x", "2024-03-01 10:00:00.999"),
        }),
        { maxLength: 4 },
      ),
    });
    const copy = (value: unknown) => ({ ...toEcs({ value })!.event });
    fc.assert(
      fc.property(event, event, (one, other) => {
        const draft = Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined));
        const record = new WindowsEventRecord(draft as never);
        const { event: ecs, derived } = mapped(record);
        for (const field of ["host.id", "process.entity_id", "process.parent.entity_id"] as const) {
          const value = ecs[field];
          expect(typeof value === "string" && value.startsWith("loupe:")).toBe(derived!.includes(field));
        }
        const before = copy(record);
        mapped(new WindowsEventRecord(JSON.parse(JSON.stringify(other)) as never));
        expect(copy(record)).toEqual(before);
      }),
      { numRuns: 500 },
    );
  });
});
