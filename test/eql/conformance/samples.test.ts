import { describe, expect, it } from "vitest";
import { runEql } from "../../../src/eql/index.ts";

interface Reading {
  readonly id: number;
  readonly kind: string;
  readonly site?: string | null;
  readonly rack?: number;
  readonly "@timestamp"?: number;
}

const READINGS: readonly Reading[] = [
  { id: 1, kind: "heat", site: "south", rack: 2 },
  { id: 2, kind: "load", site: "north", rack: 1 },
  { id: 3, kind: "heat", site: "north", rack: 1 },
  { id: 4, kind: "load", site: "south", rack: 2 },
  { id: 5, kind: "heat", site: "south", rack: 3 },
  { id: 6, kind: "heat" },
  { id: 7, kind: "load", site: null },
];

function run(query: string, options: Parameters<typeof runEql>[2] = {}, events = READINGS): number[][] {
  const results = runEql(query, events, { eventCategoryField: "kind", ...options });
  return (results as Reading[][]).map((hits) => hits.map((hit) => hit.id));
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

  // A sample does not look at time: Elasticsearch takes documents in the order of its index.
  it("takes the events in the order given, not in that of time", () => {
    const events = [
      { id: 1, kind: "heat", site: "x", "@timestamp": 9 },
      { id: 2, kind: "heat", site: "x", "@timestamp": 3 },
      { id: 3, kind: "load", site: "x", "@timestamp": 5 },
    ];
    expect(run("sample by site [heat where true] [load where true]", {}, events)).toEqual([[1, 3]]);
  });
});
