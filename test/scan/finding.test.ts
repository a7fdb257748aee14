import { describe, expect, it } from "vitest";
import { type FieldValue, type FlatEvent, emptyEvent, flatten } from "../../src/ecs/flat-event.ts";
import { eventOf, seenEvent } from "../../src/scan/finding.ts";

const seen = (event: FlatEvent) =>
  seenEvent(
    { event: event as Record<string, FieldValue>, source: "ecs", index: "" },
    { place: { offset: 0, length: 2, line: 1 }, text: "{}" },
    { name: "UTC", told: false },
  );

describe("the event of a finding", () => {
  it.each([
    ["texts, numbers and lists", { a: "x", b: [1, true, "y"], c: -0.5 }],
    ["values that look like nothing", { a: "null", b: ["null", "[null]"] }],
    ["text that is not valid Unicode", { a: "\ud800x", b: "\u2028" }],
    [
      "names of properties of every object",
      JSON.parse('{"__proto__":"x","constructor":1,"toString":[2]}') as object,
    ],
    ["numbers that JSON cannot represent", JSON.parse('{"a":1e999,"b":[-1e999,1],"c":"null"}') as object],
  ])("is unchanged after a message between threads: %s", (_, document) => {
    const event = flatten(document);
    const back = eventOf(structuredClone(seen(event)));
    expect(Object.getPrototypeOf(back)).toBeNull();
    expect(Object.entries(back)).toEqual(Object.entries(event));
  });

  it("is also read from pairs of names and values", () => {
    const event = emptyEvent();
    event["host.name"] = "a";
    expect(eventOf({ fields: [["host.name", "a"]] })).toEqual(event);
  });
});
