import { describe, expect, it } from "vitest";
import { runEql } from "../../src/eql/index.ts";
import { flatten } from "../../src/ecs/flat-event.ts";

const events = Array.from({ length: 12 }, (_, i) => ({ "@timestamp": i, n: i }));

describe("runEql on event queries", () => {
  it("returns the original objects, in order of time", () => {
    const given = [
      { "@timestamp": 2, a: { b: 1 } },
      { "@timestamp": "1", "a.b": 1 },
      { "@timestamp": 0, a: { b: 2 } },
    ];
    const results = runEql("any where a.b == 1", given);
    expect(results).toHaveLength(2);
    expect(results[0]).toBe(given[1]);
    expect(results[1]).toBe(given[0]);
  });

  it("accepts flat events unchanged", () => {
    const event = flatten({ a: { b: 1 } });
    expect(runEql("any where a.b == 1", [event])[0]).toBe(event);
  });

  it("applies pipes from left to right", () => {
    const numbers = (text: string, options = {}): unknown[] =>
      runEql(text, events, options).map((e) => (e as { n: number }).n);
    expect(numbers("any where true | head 10 | tail 7")).toEqual([3, 4, 5, 6, 7, 8, 9]);
    expect(numbers("any where true | tail 2 | head 1")).toEqual([10]);
    expect(numbers("any where true | head 0")).toEqual([]);
    expect(numbers("any where true")).toHaveLength(12);
    expect(numbers("any where true", { size: 2 })).toEqual([10, 11]);
    expect(numbers("any where true", { size: 2, resultPosition: "head" })).toEqual([0, 1]);
    expect(numbers("any where true | head 3", { size: 2 })).toEqual([1, 2]);
  });

  it("orders by another field on request", () => {
    const given = [
      { t: 2, n: 1 },
      { t: 1, n: 2 },
    ];
    expect(runEql("any where true", given, { timestampField: "t" })).toEqual([given[1], given[0]]);
  });
});
