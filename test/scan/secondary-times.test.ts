import { describe, expect, it } from "vitest";
import { ndjson, scan } from "../support/scan.ts";
import { TREE } from "./collectors.ts";
import { ecs, TIME } from "./products.ts";

const document = ecs("endpoint", "endpoint.events.registry");
const withTimes = (times: object): object => ({
  ...document,
  event: { ...(document["event"] as object), ...times },
});
const tree = (utcTime: string, written: string): object => ({
  Event: {
    System: { ...TREE.Event.System, TimeCreated_attributes: { SystemTime: written } },
    EventData: { ...TREE.Event.EventData, UtcTime: utcTime },
  },
});
const unread = (field: string, text: string, count: number, line: number) => ({
  code: "unread-time",
  severity: "warning",
  line,
  data: { field, text, count },
});

describe("a time beside an event's own that is not understood", () => {
  it.each(["created", "ingested", "start", "end"])(
    "is reported once, with the first: event.%s",
    async (name) => {
      const good = withTimes({ [name]: TIME });
      const bad = withTimes({ [name]: "14th of May" });
      // Most of them are decided without being decoded.
      const { problems, findings, inventory } = await scan(ndjson([good, good, good, bad, good, bad]));
      expect([findings.length, inventory.undated]).toEqual([6, 0]);
      expect(problems).toMatchObject([unread(`event.${name}`, "14th of May", 2, 4)]);
      const others = [good, good, good, bad].map((event) => ({ ...event, registry: { path: "HKLM\\x" } }));
      expect((await scan(ndjson(others))).problems).toMatchObject([
        unread(`event.${name}`, "14th of May", 1, 4),
      ]);
    },
  );

  it("is reported where Sysmon's own time gives way to the header's, or the other way round", async () => {
    const { problems } = await scan(
      ndjson([tree("14.05.2024", "2024-05-14T02:01:17.25Z"), tree("14.05.2024", "2024-05-14T02:01:17.25Z")]),
    );
    expect(problems).toMatchObject([unread("UtcTime", "14.05.2024", 2, 1)]);
    const other = await scan(ndjson([tree("2024-05-14 02:01:17.250", "14th of May")]));
    expect(other.problems).toMatchObject([unread("event.created", "14th of May", 1, 1)]);
  });

  it.each([
    ["an offset", "2024-05-14T02:01:17.250+02:00"],
    ["a number", 1_715_652_077_250],
    ["no value", ""],
    ["null", null],
  ])("is not meant by %s", async (_, created) => {
    expect((await scan(ndjson([withTimes({ created }), withTimes({ created })]))).problems).toEqual([]);
  });
});

describe("a local time that Sysmon's own contradicts", () => {
  const table = (...times: readonly string[]): string =>
    ["TimeCreated,Id,ProviderName,LogName,Message"]
      .concat(
        times.map(
          (time) =>
            `"${time}",13,Microsoft-Windows-Sysmon,Microsoft-Windows-Sysmon/Operational,"Registry value set:\r\nRuleName: -\r\nEventType: SetValue\r\nUtcTime: 2024-11-17 15:40:13.988\r\nProcessGuid: {a3e5a1c0-ad7d-6642-c001-000000000d00}\r\nProcessId: 4711\r\nImage: C:\\x.exe\r\nTargetObject: HKLM\\x\r\nDetails: y\r\nUser: z"`,
        ),
      )
      .join("\n");

  it.each([
    // 8 Hedar 2017 of the Ethiopic calendar, as Danish writes it without its era.
    ["8.3.2017 15:40:13", 2811],
    ["15/11/2023 17:40:13", 367],
  ])("is reported with the first place: %s", async (time, days) => {
    const { problems, events } = await scan(table("17.11.2024 16:40:13", time, time));
    expect(events).toBe(3);
    expect(problems.find(({ code }) => code === "times-apart")).toMatchObject({ data: { count: 2, days } });
  });

  it("is not reported for a zone's difference", async () => {
    const { problems } = await scan(table("18.11.2024 05:40:13", "17.11.2024 03:40:13"));
    expect(problems.map(({ code }) => code)).toEqual([]);
  });

  it("is reported where the year has two digits, at one end or the other", async () => {
    const { problems } = await scan(table("17/11/24 15:40:13", "17/11/24 15:41:13"));
    expect(problems.find(({ code }) => code === "short-year")).toMatchObject({ data: { count: 2 } });
  });
});
