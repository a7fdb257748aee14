import { describe, expect, it } from "vitest";
import { runEql } from "../../../src/eql/index.ts";

interface Measurement {
  readonly id: number;
  readonly kind: string;
  readonly site?: string | null;
  readonly rack?: number;
  readonly "@timestamp"?: number;
}

const MEASUREMENTS: readonly Measurement[] = [
  { id: 1, kind: "heat", site: "south", rack: 2 },
  { id: 2, kind: "load", site: "north", rack: 1 },
  { id: 3, kind: "heat", site: "north", rack: 1 },
  { id: 4, kind: "load", site: "south", rack: 2 },
  { id: 5, kind: "heat", site: "south", rack: 3 },
  { id: 6, kind: "heat" },
  { id: 7, kind: "load", site: null },
];

function run(query: string, options: Parameters<typeof runEql>[2] = {}, events = MEASUREMENTS): number[][] {
  const results = runEql(query, events, { eventCategoryField: "kind", ...options });
  return (results as Measurement[][]).map((hits) => hits.map((hit) => hit.id));
}

describe("samples", () => {
  it.each([
    [
      "sample by site [heat where true] [load where true]",
      {},
      [
        [3, 2],
        [1, 4],
      ],
    ],
    [
      "sample by ?site [heat where true] [load where true]",
      {},
      [
        [6, 7],
        [3, 2],
        [1, 4],
      ],
    ],
    [
      "sample by ?site [heat where true] [load where true]",
      { size: 2 },
      [
        [6, 7],
        [3, 2],
      ],
    ],
    ["sample by site [heat where true] [load where true]", { size: 0 }, []],
    [
      "sample by site [heat where true] by rack [load where true] by rack",
      {},
      [
        [3, 2],
        [1, 4],
      ],
    ],
    ["sample by site [heat where rack > 2] [load where true]", {}, [[5, 4]]],
    ["sample by site [heat where true] [heat where true]", {}, [[1, 5]]],
    [
      "sample by site [heat where true] [load where true]",
      { maxSamplesPerKey: 2 },
      [
        [3, 2],
        [1, 4],
        [5, 4],
      ],
    ],
  ])("%s %j", (query, options, expected) => {
    expect(run(query, options)).toEqual(expected);
  });

  // A sample ignores time: Elasticsearch reads documents in the order of its index.
  it("use the events in the given order, not by time", () => {
    const events = [
      { id: 1, kind: "heat", site: "x", "@timestamp": 9 },
      { id: 2, kind: "heat", site: "x", "@timestamp": 3 },
      { id: 3, kind: "load", site: "x", "@timestamp": 5 },
    ];
    expect(run("sample by site [heat where true] [load where true]", {}, events)).toEqual([[1, 3]]);
  });
});

describe("samples of events that match several filters", () => {
  /** Events, each with the filters that it matches. */
  const passing = (...filters: string[]) => filters.map((f, i) => ({ id: i + 1, key: "k", f: [...f] }));
  const query = (filters: string): string =>
    `sample by key ${[...filters].map((f) => `[any where f == "${f}"]`).join(" ")}`;
  const found = (filters: string, events: object[], maxSamplesPerKey = 1): number[][] =>
    (runEql(query(filters), events, { maxSamplesPerKey }) as { id: number }[][]).map((hits) =>
      hits.map((hit) => hit.id),
    );

  it.each<[string, string[], number]>([
    // An event fills one position only: the rest need other events, wherever they are.
    ["pq", ["pq"], 0],
    ["pq", ["pq", "p"], 1],
    ["pq", ["p", "pq"], 1],
    ["pq", ["pq", "pq"], 1],
    ["pqr", ["pqr", "pq", "p"], 1],
    ["pqr", ["pqr", "pqr", "p"], 1],
    ["pqr", ["pqr", "pqr"], 0],
    ["pqr", ["p", "p", "qr"], 0],
    ["ppp", ["p", "p", "p"], 1],
    ["pqrst", ["pqrst", "pqrs", "pqr", "pq", "p"], 1],
    ["pqrst", ["pqrst", "pqrs", "pq", "pq", "p"], 0],
  ])("%s of %j: %i", (filters, events, count) => {
    const samples = found(filters, passing(...events));
    expect(samples).toHaveLength(count);
    for (const sample of samples) {
      expect(new Set(sample).size).toBe(filters.length);
      sample.forEach((id, i) => expect(events[id - 1]).toContain(filters[i]));
    }
  });

  it("return different samples per key, up to the requested number", () => {
    const events = passing("p", "p", "q", "q");
    expect(found("pq", events, 3)).toHaveLength(3);
    const all = found("pq", events, 9);
    expect(all).toEqual([
      [1, 3],
      [1, 4],
      [2, 3],
      [2, 4],
    ]);
    expect(found("pq", passing("pq", "pq", "pq"), 9)).toHaveLength(6);
  });
});

describe("the order of samples", () => {
  const at = (...keys: unknown[]): object[] =>
    keys.flatMap((key, i) => ["a", "b"].map((f) => ({ id: i, f, key, two: 1 })));
  const order = (keys: unknown[], by = "?key"): unknown[] =>
    (
      runEql(`sample by ${by} [any where f == "a"] [any where f == "b"]`, at(...keys)) as { key: unknown }[][]
    ).map(([hit]) => hit!.key ?? null);
  it.each([
    [
      [10, 9, 100],
      [9, 10, 100],
    ],
    [
      ["b", "B", "a"],
      ["B", "a", "b"],
    ],
    [
      ["x", null, "a"],
      [null, "a", "x"],
    ],
    [
      [true, false],
      [false, true],
    ],
    [
      ["", "a"],
      ["", "a"],
    ],
  ])("%j are returned as %j", (keys, expected) => {
    expect(order(keys)).toEqual(expected);
    expect(order(keys, "two, ?key")).toEqual(expected);
  });
});
