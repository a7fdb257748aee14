import { describe, expect, it } from "vitest";
import type { FlatEvent } from "../../../src/ecs/index.ts";
import { EventIndex } from "../../../src/scan/index.ts";
import { PartBuilder } from "../../../src/scan/event-index/index.ts";
import { lanesOf, laneOf, notSeen } from "../../../src/triage/index.ts";
import { notSeenParts } from "../../../src/wording/index.ts";
import type { MarkedEvent } from "../../../src/app/index.ts";
import { laneShapes, marksText, nextEvent } from "../../../src/ui/around/shapes.ts";
import { axisOf } from "../../../src/ui/around/axis.ts";
import { at, logged, start, SYSMON, write } from "../questions/evidence.ts";

const HOST = [{ field: "host.name", values: ["WS-FIN-07"] }] as const;
const CENTRE = Date.parse(at("03:07:12"));
const RANGE = { from: CENTRE - 900_000, to: CENTRE + 900_000 };

function indexOf(events: readonly FlatEvent[]) {
  const index = new EventIndex();
  const builder = new PartBuilder();
  events.forEach((event, i) =>
    builder.add(event, Date.parse(String(event["@timestamp"])), { offset: i, length: 1 }),
  );
  index.add("log", builder.finish());
  return {
    density: async (...of: Parameters<EventIndex["density"]>) => index.density(...of),
    countOf: async (...of: Parameters<EventIndex["countOf"]>) => index.countOf(...of),
    groups: async (...of: Parameters<EventIndex["groups"]>) => index.groups(...of),
    gaps: async (...of: Parameters<EventIndex["gaps"]>) => index.gaps(...of),
    rows: index.rows({}, 0, Infinity),
  };
}

const EVENTS: readonly FlatEvent[] = [
  start("03:00:00", "cmd.exe"),
  write("03:07:12", "DumpType", "2"),
  write("03:07:13", "DumpType", "2"),
  logged("03:08:00", "Security", "4624", { "event.category": ["authentication"], "user.name": "bob" }),
  logged("03:09:00", "System", "7045", { "event.category": ["configuration"] }),
  logged("04:09:00", "System", "7045"),
];

describe("lanes", () => {
  it("have the events of each kind in the range, services apart from the registry", async () => {
    const lanes = await lanesOf(indexOf(EVENTS), { ...RANGE, filters: HOST }, "kind");
    expect(lanes.map(({ name, count }) => [name, count])).toEqual([
      ["process", 1],
      ["registry", 2],
      ["network", 1],
      ["service", 1],
    ]);
    const [bin] = lanes[1]!.bins;
    expect(bin!.from <= CENTRE && bin!.to > CENTRE).toBe(true);
    expect(lanes[1]!.bins.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  });

  it("can be of users, and agree with the lane of each event", async () => {
    const index = indexOf(EVENTS);
    const lanes = await lanesOf(index, { filters: HOST }, "user.name");
    expect(lanes.map(({ name, count }) => [name, count])).toEqual([
      ["alice", 3],
      ["", 2],
      ["bob", 1],
    ]);
    for (const field of ["kind", "user.name"] as const) {
      const known = (await lanesOf(index, { filters: HOST }, field)).map(({ name }) => name);
      expect(index.rows.every((row) => known.includes(laneOf(row, field)))).toBe(true);
    }
  });

  it("are under an axis whose middle is the centre, exactly", () => {
    expect(axisOf(RANGE, CENTRE)).toEqual(["02:52", "02:59", "03:07:12.000", "03:14", "03:22"]);
    const day = 86_400_000;
    expect(axisOf({ from: CENTRE - day, to: CENTRE + day }, CENTRE)[0]).toBe("03-13 03:07");
  });
});

describe("shapes in lanes", () => {
  const marked: MarkedEvent[] = indexOf(EVENTS).rows.map((row, i) => ({
    row,
    marks: [i === 2 ? { kind: "alert", words: "A", severity: "high" } : { kind: "trace", words: `t${i}` }],
  }));
  const share = (time: number): number => (time - RANGE.from) / (RANGE.to - RANGE.from);

  it("have one shape for events that would lie over each other, of the worst that they are", () => {
    const shapes = laneShapes(marked, "kind", share, 0.05);
    expect(shapes.map(({ lane, kind, events }) => [lane, kind, events.length])).toEqual([
      ["process", "trace", 1],
      ["registry", "high", 2],
      ["network", "trace", 1],
      ["service", "trace", 1],
      ["service", "trace", 1],
    ]);
    expect(laneShapes(marked, "kind", share, 0)).toHaveLength(EVENTS.length);
    expect(shapes[1]!.at).toBe(0.5);
    expect(marksText(shapes[1]!.events.flatMap(({ marks }) => marks))).toBe("t1; alert: A");
  });

  it("lead to one event after the other", () => {
    const shape = laneShapes(marked, "kind", share, 0.05)[1]!;
    const [first, second] = shape.events.map(({ row }) => row);
    expect(nextEvent(shape, () => false)).toBe(first);
    expect(nextEvent(shape, (row) => row === first)).toBe(second);
    expect(nextEvent(shape, (row) => row === second)).toBe(first);
  });
});

describe("what was not seen", () => {
  const sentences = async (events: readonly FlatEvent[]) => {
    const index = indexOf(events);
    const lanes = await lanesOf(index, { ...RANGE, filters: HOST }, "kind");
    const found = await notSeen(index, HOST, RANGE, lanes);
    return found.map((each) =>
      notSeenParts(each)
        .map((part) => (typeof part === "string" ? part : part.evidence))
        .join(""),
    );
  };

  it("names the kinds without an event", async () => {
    expect(await sentences(EVENTS)).toEqual([
      "The evidence has no events about files from this host and time.",
    ]);
  });

  it("says where no start of a process is recorded, where a log begins late, and where it is silent", async () => {
    const opened = (clock: string): FlatEvent =>
      logged(clock, SYSMON, "10", { "event.category": ["process"], "process.name": "a.exe" });
    const late = Array.from({ length: 12 }, (_, i) => logged(`03:31:${10 + i}`, "Security", "4624"));
    const early = Array.from({ length: 12 }, (_, i) => opened(`02:52:${20 + i}`));
    expect(await sentences([...late, ...early, opened("03:21:00")])).toEqual([
      "The evidence has no events about the registry, files or the network and logons from this host and time.",
      "No start of a process was recorded in this time, so parents and command lines are missing.",
      "Security of this host begins at 2026-03-14 03:31:10.000 UTC, after this range does.",
      `${SYSMON} has no event for 28 min 29 s, from 2026-03-14 02:52:31.000 to 2026-03-14 03:21:00.000 UTC.`,
    ]);
  });
});
