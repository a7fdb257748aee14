import { describe, expect, it } from "vitest";
import { toEcs } from "../../../src/sources/index.ts";
import { mapped } from "../support.ts";

const MESSAGE =
  "Registry value set:\r\nUtcTime: 2024-03-01 10:00:00.250\r\nTargetObject: HKLM\\a\\b\r\nDetails: x";

describe("a record of Get-WinEvent with few columns", () => {
  it.each([
    ["no log name", { ProviderName: "Microsoft-Windows-Sysmon" }],
    ["no provider name", { LogName: "Microsoft-Windows-Sysmon/Operational" }],
    ["neither", { LevelDisplayName: "Information" }],
  ])("is recognised with %s", (_, columns) => {
    const { event, source } = mapped({
      TimeCreated: "3/1/2024 10:00:00 AM",
      Id: "13",
      Message: MESSAGE,
      ...columns,
    });
    expect(source).toBe("sysmon");
    expect(event).toMatchObject({
      "event.code": "13",
      "registry.path": "HKLM\\a\\b",
      "winlog.channel": "Microsoft-Windows-Sysmon/Operational",
    });
  });

  it("has only its header mapped if its log is unknown, and reports it", () => {
    const record = {
      TimeCreated: "2024-03-01T10:00:00Z",
      Id: 99,
      LevelDisplayName: "Error",
      Message: "It broke.",
    };
    const { event, extension } = mapped(record);
    expect(event).toMatchObject({
      "event.code": "99",
      message: "It broke.",
      "@timestamp": "2024-03-01T10:00:00Z",
    });
    expect(extension).toContain("header only");
  });

  it("is not recognised by an Id alone", () => {
    for (const object of [
      { Id: 1, Message: "x" },
      { Id: "a", TimeCreated: "x", RecordId: 1 },
      { Id: 1, TimeCreated: "x" },
    ]) {
      expect(toEcs({ value: object })).toBeNull();
    }
  });

  it("distinguishes the event log's own events from audits", () => {
    const cleared = mapped({
      Id: 1102,
      LogName: "Security",
      TimeCreated: "2024-03-01T10:00:00Z",
      Message: "x",
    });
    expect(cleared.event["event.provider"]).toBe("Microsoft-Windows-Eventlog");
  });
});
