import { describe, expect, it } from "vitest";
import { explainMapping, toEcs } from "../../src/sources/index.ts";
import { registryDocument } from "../support/documents.ts";
import { securityRecord } from "./support.ts";
import { FULL_DUMPS, templatesOf, shapesWithoutSid } from "./windows/shapes.ts";

const others: [string, unknown][] = [
  [
    "4657",
    securityRecord("4657", { ObjectName: "\\REGISTRY\\MACHINE\\k", ObjectValueName: "v", NewValue: "2" }),
  ],
  ["an ECS document", registryDocument()],
  [
    "a row of advanced hunting",
    { DeviceName: "H", RegistryKey: "HKLM\\k", RegistryValueName: "v", RegistryValueData: "2" },
  ],
  [
    "Endgame",
    { event_type_full: "registry_event", key_path: "\\REGISTRY\\MACHINE\\k\\v", bytes_written_u32: 2 },
  ],
  ["a row of Discover", { "@timestamp": "Mar 31, 2022 @ 06:39:36.298", "registry.path": "HKLM\\k" }],
];

describe("explainMapping", () => {
  it.each([...templatesOf(FULL_DUMPS), ...shapesWithoutSid(FULL_DUMPS), ...others])(
    "has one step for each field of %s",
    (_, value) => {
      const { event } = toEcs({ value })!;
      const steps = explainMapping({ value });
      expect(steps.map(({ to }) => to).sort()).toEqual(Object.keys(event).sort());
      for (const { how } of steps) expect(how).not.toBe("");
    },
  );

  const stepOf = (value: unknown, field: string) => explainMapping({ value }).find(({ to }) => to === field);

  it.each([
    ["a reader's event", "EventData/TargetObject", "System/Computer"],
    ["evtx_dump", "Event.EventData.TargetObject", "Event.System.Computer"],
    ["EvtxECmd, JSON or a row of CSV", "Payload.EventData.TargetObject", "Computer"],
    ["raw Winlogbeat", "winlog.event_data.TargetObject", "host.name"],
    ["NXLog of 2020", "TargetObject", "Hostname"],
    ["Get-WinEvent | Export-Csv", "TargetObject (Properties, Message)", "MachineName"],
  ])("names the source fields as the record does: %s", (name, target, host) => {
    const value = templatesOf(FULL_DUMPS).find(([shape]) => shape === name)![1];
    expect(stepOf(value, "registry.path")?.from).toBe(target);
    expect(stepOf(value, "host.name")?.from).toBe(host);
  });

  it("names the last step that wrote a field", () => {
    const value = templatesOf(FULL_DUMPS)[0]![1];
    expect(stepOf(value, "@timestamp")).toEqual({
      from: "EventData/UtcTime",
      to: "@timestamp",
      how: "takes the place of the time of writing",
    });
    expect(stepOf(value, "registry.data.strings")?.how).toContain("decimal");
  });

  it("is empty for an object that is not an event", () => expect(explainMapping({ value: {} })).toEqual([]));
});
