import { describe, expect, it } from "vitest";
import { below, mapped, seedMatches } from "./support.ts";
import { toEcs } from "../../src/sources/index.ts";

const ROW = {
  "@timestamp": "Mar 31, 2022 @ 06:39:36.298",
  _index: "winlogbeat-8.9.0",
  "event.category": "configuration, registry",
  "event.type": "change",
  "host.os.type": "windows",
  "registry.path": "HKLM\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\DumpType",
  "registry.data.strings": "2",
  "process.executable": "C:\\Windows\\System32\\reg.exe",
  "process.pid": "6,196",
  "process.code_signature.trusted": "true",
  "Writer (user.id)": "S-1-5-18",
  "rule.name": "-",
};

describe("rows of Kibana Discover", () => {
  it("regain their types and lists", () => {
    const { event, source, assumedZone, extension, index } = mapped(ROW);
    expect({ ...event }).toEqual({
      "@timestamp": "2022-03-31T06:39:36.298Z",
      _index: "winlogbeat-8.9.0",
      "event.category": ["configuration", "registry"],
      "event.type": ["change"],
      "host.os.type": "windows",
      "registry.path": ROW["registry.path"],
      "registry.data.strings": "2",
      "process.executable": ROW["process.executable"],
      "process.pid": 6196,
      "process.code_signature.trusted": true,
      "user.id": "S-1-5-18",
    });
    expect([source, assumedZone, extension, index]).toEqual([
      "winlogbeat",
      "once",
      undefined,
      "winlogbeat-8.9.0",
    ]);
    expect(seedMatches(event)).toBe(true);
  });

  it("have times in the browser's time zone, which the analyst can set", () => {
    expect(mapped(ROW, 120).event["@timestamp"]).toBe("2022-03-31T04:39:36.298Z");
  });

  it("have every date field in that time zone", () => {
    const { event } = mapped(
      {
        ...ROW,
        "event.created": "Mar 31, 2022 @ 06:39:37.000",
        "event.ingested": "2022-03-31T04:39:38.000Z",
        "process.start": "2022-03-31 06:00:00.000",
        "x.seen": "Apr 1, 2022 @ 00:00:00.000",
        "winlog.event_data.UtcTime": "2022-03-31 04:39:36.298",
        message: "at 2022-03-31 06:00:00.000",
      },
      120,
    );
    expect(below(event, "event.c", "event.i", "process.s", "x.", "winlog.", "message")).toEqual({
      "event.category": ["configuration", "registry"],
      "event.created": "2022-03-31T04:39:37.000Z",
      "event.ingested": "2022-03-31T04:39:38.000Z",
      "process.start": "2022-03-31T04:00:00.000Z",
      "x.seen": "2022-03-31T22:00:00.000Z",
      "winlog.event_data.UtcTime": "2022-03-31 04:39:36.298",
      message: "at 2022-03-31 06:00:00.000",
    });
  });

  it("read a cell that may be a list both ways, and report it", () => {
    const { event, extension } = mapped({ ...ROW, "registry.data.strings": "1, 2" });
    expect(event["registry.data.strings"]).toEqual(["1, 2", "1", "2"]);
    expect(extension).toContain("both ways");
    expect(seedMatches(event)).toBe(true);
  });

  it("have the fields of objects in a cell as well as the cell itself", () => {
    const cell = '{"name":"a","hash":{"md5":"x"}}, {"name":"b"}';
    const { event } = mapped({ ...ROW, "file.Ext": cell, "process.command_line": '{"a": 1' });
    expect(below(event, "file.", "process.command_line")).toEqual({
      "file.Ext": cell,
      "file.Ext.name": ["a", "b"],
      "file.Ext.hash.md5": "x",
      "process.command_line": '{"a": 1',
    });
    const hostile = mapped({
      ...ROW,
      x: '{"__proto__":{"y":1},"constructor":2}',
      "event.kind": '{"":1}',
    }).event;
    expect(Object.getPrototypeOf(hostile)).toBeNull();
    expect(({} as Record<string, unknown>)["y"]).toBeUndefined();
  });

  it("are recognised by their missing prototype, whatever the format of the time", () => {
    const row = Object.assign(Object.create(null) as object, {
      ...ROW,
      "@timestamp": "2022-03-31T06:39:36.298Z",
    });
    const { event, assumedZone } = mapped(row);
    expect(event["event.category"]).toEqual(["configuration", "registry"]);
    expect(assumedZone).toBeUndefined();
  });

  it("are not recognised in JSON documents with another format of time", () => {
    const { event } = mapped({ ...ROW, "@timestamp": "2022-03-31T06:39:36.298Z" });
    expect(event["event.category"]).toBe("configuration, registry");
    expect(event["rule.name"]).toBe("-");
  });

  it("are mapped if they come from raw Winlogbeat", () => {
    const row = {
      "@timestamp": "Mar 31, 2022 @ 06:39:36.298",
      "winlog.channel": "Microsoft-Windows-Sysmon/Operational",
      "winlog.event_id": "13",
      "winlog.event_data.TargetObject": "HKLM\\k\\v",
      "winlog.event_data.Details": "DWORD (0x00000002)",
    };
    const { event, extension } = mapped(row);
    expect(below(event, "registry.data")).toMatchObject({ "registry.data.strings": ["2"] });
    expect(extension).toContain("no ingest pipeline");
  });

  it("lose the apostrophe that Kibana puts before a formula", () => {
    const { event } = mapped({
      ...ROW,
      "process.command_line": "'-enc QQ==",
      "process.args": "'-enc, QQ==",
      "file.name": "'=x.exe",
      "user.name": "'x",
      "rule.name": "'-",
    });
    expect(below(event, "process.command_line", "process.args", "file.", "user.name", "rule.")).toEqual({
      "process.command_line": "-enc QQ==",
      "process.args": ["-enc, QQ==", "-enc", "QQ=="],
      "file.name": "=x.exe",
      "user.name": "'x",
    });
  });

  it("lose it in raw events as well", () => {
    const { event } = mapped({
      "@timestamp": ROW["@timestamp"],
      Channel: "Microsoft-Windows-Sysmon/Operational",
      EventID: "1",
      CommandLine: "'-enc QQ==",
      Hashes: "'-",
    });
    expect(event["process.command_line"]).toBe("-enc QQ==");
    expect(below(event, "winlog.event_data.Hashes", "process.hash")).toEqual({});
  });

  it("are mapped if they come from raw 4657, although the event ID is text", () => {
    const { event } = mapped({
      "@timestamp": "Mar 31, 2022 @ 06:39:36.298",
      "winlog.channel": "Security",
      "winlog.provider_name": "Microsoft-Windows-Security-Auditing",
      "winlog.event_id": "4657",
      "winlog.record_id": "77",
      "winlog.event_data.ObjectName": "\\REGISTRY\\MACHINE\\k",
      "winlog.event_data.ObjectValueName": "v",
    });
    expect(event["event.category"]).toEqual(["registry", "configuration"]);
    expect(event["registry.path"]).toBe("HKLM\\k\\v");
    expect(event["winlog.record_id"]).toBe("77");
  });

  it("are not events without a time", () => {
    expect(
      toEcs({ value: Object.assign(Object.create(null) as object, { "a.b": "c", "@timestamp": "-" }) }),
    ).toBeNull();
  });
});
