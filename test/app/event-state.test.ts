import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { condition } from "../../src/app/index.ts";
import { type EventState, readEventState, writeEventState } from "../../src/app/events/event-state.ts";

const state = (change: Partial<EventState>): EventState => ({
  conditions: [],
  range: {},
  shows: "list",
  evidenceId: "",
  nearMiss: "",
  by: "",
  layout: "stacked",
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
        condition("host.name", "WS & Co=1", { isNot: true }),
        condition("process.name", "*"),
        condition("process.name", "a*", { isPattern: true, isOff: true }),
        condition("", "lsass dmp"),
      ],
      range: { from: 1.7e12, to: 1.7e12 + 5 },
      shows: "gaps",
      evidenceId: "a-file",
      by: "event.category",
      layout: "lanes",
    });
    expect(readEventState(writeEventState(some))).toEqual(some);
  });

  it("may have been written by an earlier version", () =>
    expect(readEventState("q=host.name%3A+WS-1&q=-event.code%3A+1").conditions).toEqual([
      condition("host.name", "WS-1"),
      condition("event.code", "1", { isNot: true }),
    ]));

  it("is as at first where a link makes no sense", () => {
    expect(readEventState("q=&from=x&to=&shows=__proto__&by=x&bars=y&%")).toEqual(state({}));
    expect(readEventState(`q=${"a&q=".repeat(600)}`)).toEqual(state({}));
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void readEventState(text)));
  });
});
