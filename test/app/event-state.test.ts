import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EventState, readEventState, writeEventState } from "../../src/app/events/event-state.ts";

const state = (change: Partial<EventState>): EventState => ({
  conditions: [],
  range: {},
  shows: "list",
  evidenceId: "",
  ...change,
});

describe("what a link keeps of the view of all events", () => {
  it("is nothing at first", () => {
    expect(writeEventState(state({}))).toBe("");
    expect(readEventState("")).toEqual(state({}));
  });

  it("comes back", () => {
    const some = state({
      conditions: [
        { field: "host.name", value: "WS & Co=1", isNot: true, isPattern: false },
        { field: "process.name", value: "*", isNot: false, isPattern: false },
        { field: "", value: "lsass dmp", isNot: false, isPattern: false },
      ],
      range: { from: 1.7e12, to: 1.7e12 + 5 },
      shows: "gaps",
      evidenceId: "a-file",
    });
    expect(readEventState(writeEventState(some))).toEqual(some);
  });

  it("is as at first where a link makes no sense", () => {
    expect(readEventState("q=&from=x&to=&shows=__proto__&%")).toEqual(state({}));
    expect(readEventState(`q=${"a&q=".repeat(600)}`)).toEqual(state({}));
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void readEventState(text)));
  });
});
