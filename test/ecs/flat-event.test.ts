import { describe, expect, it } from "vitest";
import { addValue, emptyEvent, flatten, isFlat } from "../../src/ecs/flat-event.ts";

describe("flatten", () => {
  it("returns one object with dotted names, whatever the nesting", () => {
    expect({ ...flatten({ a: { "b.c": 1 }, "d.e": { f: "x" }, g: true }) }).toEqual({
      "a.b.c": 1,
      "d.e.f": "x",
      g: true,
    });
  });

  it("merges arrays of objects, and nested and dotted forms of one field, into several values", () => {
    expect({ ...flatten({ e: [{ c: "x" }, { c: ["y", "z"] }] }) }).toEqual({ "e.c": ["x", "y", "z"] });
    expect({ ...flatten({ a: { b: 1 }, "a.b": 2 }) }).toEqual({ "a.b": [1, 2] });
  });

  it("treats null, [] and [null] as no value", () => {
    expect(Object.keys(flatten({ a: null, b: [], c: [null], d: undefined, e: {} }))).toEqual([]);
    expect({ ...flatten({ a: [null, 1] }) }).toEqual({ a: [1] });
  });

  it("keeps names of inherited properties, and 64-bit integers as text", () => {
    const event = flatten({ constructor: "x", n: 2n ** 63n });
    expect(event["constructor"]).toBe("x");
    expect(event["toString"]).toBeUndefined();
    expect(event["n"]).toBe("9223372036854775808");
  });

  it("does not overflow on deep nesting, and returns no fields for a value that is not an object", () => {
    let deep: unknown = "x";
    for (let i = 0; i < 10_000; i++) deep = { a: deep };
    expect(Object.keys(flatten(deep))).toHaveLength(1);
    expect(Object.keys(flatten("text"))).toEqual([]);
  });
});

describe("flat events", () => {
  it("have no prototype", () => {
    expect(isFlat(emptyEvent())).toBe(true);
    expect(isFlat(flatten({ a: 1 }))).toBe(true);
    expect(isFlat({ a: 1 })).toBe(false);
  });

  it("become multi-valued when a value is added", () => {
    const event = emptyEvent();
    addValue(event, "a", 1);
    addValue(event, "a", ["x", true]);
    expect(event["a"]).toEqual([1, "x", true]);
  });
});
