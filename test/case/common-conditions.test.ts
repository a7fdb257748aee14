import { describe, expect, it } from "vitest";
import { CommonConditions, entryOf, ExceptionTests } from "../../src/case/index.ts";
import type { FlatEvent } from "../../src/ecs/index.ts";

function conditionsOf(events: readonly FlatEvent[]) {
  const common = new CommonConditions();
  for (const event of events) common.add(event);
  return common.conditions();
}

const reg = { "process.executable": "C:\\reg.exe", "host.name": "WS-1", "user.id": "S-1-5-18" };

describe("the conditions that an exception for many alerts proposes", () => {
  it("are the values that all have", () => {
    expect(conditionsOf([reg, { ...reg, "user.id": "S-1-5-19" }])).toEqual([
      { field: "process.executable", operator: "is", value: "C:\\reg.exe" },
      { field: "host.name", operator: "is", value: "WS-1" },
    ]);
  });

  it("name a few programs or hosts, and leave out many", () => {
    const hosts = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ ...reg, "host.name": `WS-${i}` }));
    expect(conditionsOf(hosts(2))).toContainEqual({
      field: "host.name",
      operator: "is one of",
      value: "WS-0\nWS-1",
    });
    expect(conditionsOf(hosts(11)).map(({ field }) => field)).toEqual(["process.executable", "user.id"]);
  });

  it("leave out a field that one event lacks, whichever comes first", () => {
    const without = { "host.name": "WS-1" };
    const host = { field: "host.name", operator: "is", value: "WS-1" };
    expect(conditionsOf([reg, without])).toEqual([host]);
    expect(conditionsOf([without, reg, reg])).toEqual([host]);
  });

  it("are none for events that have nothing in common, and never one that a list cannot say", () => {
    expect(conditionsOf([])).toEqual([]);
    expect(conditionsOf([{ "process.executable": "a\nb" }, { "process.executable": "c" }])).toEqual([]);
    expect(conditionsOf([{ "user.id": "1" }, { "user.id": "2" }])).toEqual([]);
  });

  it("cover all of these events", () => {
    const events = [
      reg,
      { ...reg, "host.name": ["WS-2", "WS-3"] },
      { ...reg, "process.executable": "D:\\a.exe" },
    ];
    const entries = conditionsOf(events).map(entryOf);
    const exception = { id: "x", caseId: "c", ruleId: "r", entries, why: "", expires: "", createdAt: 0 };
    const tests = new ExceptionTests([exception]);
    expect(entries.length).toBe(3);
    for (const event of events) expect(tests.covering("r", [event], 0)).toBe(exception);
  });
});
