import { describe, expect, it } from "vitest";
import { compareInstants, parseInstant } from "../../src/time/instant.ts";
import { flatten } from "../../src/ecs/flat-event.ts";
import { sortEvents } from "../../src/match/ordinal.ts";

describe("parseInstant", () => {
  const noon = Date.UTC(2022, 4, 4, 12);
  it.each([
    ["2022-05-04T12:00:00Z", noon, 0],
    ["2022-05-04T12:00:00.5Z", noon + 500, 0],
    ["2022-05-04T12:00:00.123456789Z", noon + 123, 456789],
    ["2022-05-04T12:00:00.1234567890123Z", noon + 123, 456789],
    ["2022-05-04T14:00:00.000+02:00", noon, 0],
    ["2022-05-04T06:30:00-0530", noon, 0],
    ["2022-05-04T12:00:00", noon, 0],
    ["2022-05-04 12:00:00.001", noon + 1, 0],
    ["2022-05-04", Date.UTC(2022, 4, 4), 0],
    ["2022-05", Date.UTC(2022, 4, 1), 0],
    ["2022", Date.UTC(2022, 0, 1), 0],
    ["2022-05-04T", Date.UTC(2022, 4, 4), 0],
    [" 2022-05-04T12:00:00Z ", noon, 0],
    ["2022-05-04T14:00:00+02:00:00", noon, 0],
    ["2022-05-04T12:00:00UTC", noon, 0],
    ["-0001-01-01", Date.UTC(-1, 0, 1), 0],
    [2022, 2022, 0],
    ["0001-01-01T00:00:00Z", -62135596800000, 0],
    [noon, noon, 0],
    [noon + 0.5, noon, 500000],
    [String(noon), noon, 0],
    [`${noon}.123456`, noon, 123456],
    ["2022-05-04T23:30:00+11:30", noon, 0],
    ["2022-05-04T10:00-02", noon, 0],
    ["2022-05-04t12:00:00z", noon, 0],
    ["2022-05-04T12:00:00,25 +00:00", noon + 250, 0],
    ["-1.5", -2, 500000],
    ["-1.25", -2, 750000],
    ["-2.000", -2, 0],
    ["1", 1, 0],
    [-1, -1, 0],
  ])("%s", (value, ms, ns) => {
    expect(parseInstant(value)).toEqual({ ms, ns });
  });

  it.each([
    "",
    "yesterday",
    "2022-13-01",
    "2022-02-30",
    // Elasticsearch rejects these as well, so no index contains them.
    "2022-05-04T24:00:00Z",
    "2022-05-04T12:59:60Z",
    "12022-05-04",
    "2022-05-04Z",
    "2022-05-04+02:00",
    "2022-05-04T12:00:00+18:01",
    "2022-05-04T12:00:00+02:60",
    "2022-05-04T12:00:00.Z",
    "2022-5-4",
    "2022-05-04T25:00:00Z",
    "2022-05-04T12:61:00Z",
    "2022-05-04T12:60:00Z",
    "2022-05-04T12:00:61Z",
    "2022-00-04",
    "+1",
    `${"0".repeat(64)}1`,
    true,
    undefined,
    Number.NaN,
    "1".repeat(100),
  ])("%s is not a time", (value) => {
    expect(parseInstant(value)).toBeNull();
  });

  it("orders by nanoseconds, missing times first", () => {
    expect(compareInstants({ ms: 1, ns: 1 }, { ms: 1, ns: 2 })).toBeLessThan(0);
    expect(compareInstants(null, { ms: 1, ns: 2 })).toBeLessThan(0);
    expect(compareInstants(null, null)).toBe(0);
  });
});

describe("sortEvents", () => {
  const order = (documents: object[], tiebreaker?: string): unknown[] =>
    sortEvents(
      documents.map((d) => ({ item: (d as { id: number }).id, event: flatten(d) })),
      "@timestamp",
      tiebreaker,
    ).map((p) => p.item);

  it("orders by time, then by tiebreaker (missing last), then by the given order", () => {
    const t = "2022-05-04T12:00:00Z";
    const documents = [
      { id: 1, "@timestamp": t },
      { id: 2, "@timestamp": t, n: 10 },
      { id: 3, "@timestamp": t, n: 9 },
      { id: 4, "@timestamp": "2022-05-04T11:59:59.999999999Z" },
      { id: 5 },
      { id: 6, "@timestamp": t },
    ];
    expect(order(documents, "n")).toEqual([5, 4, 3, 2, 1, 6]);
    expect(order(documents)).toEqual([5, 4, 1, 2, 3, 6]);
  });
});
