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
