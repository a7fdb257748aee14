import { describe, expect, it } from "vitest";
import { runEql } from "../../../src/eql/index.ts";

interface Doc {
  readonly id: number;
  readonly c: string;
  readonly host?: string | string[] | number;
  readonly os?: string;
}

const ids = (query: string, docs: readonly Doc[], options = {}): number[][] =>
  runEql(query, docs, options).map((result) => (result as readonly (Doc | null)[]).map((doc) => doc!.id));

describe("samples", () => {
  it("join events by key in any order of time, and are ordered by key", () => {
    const docs = [
      { id: 1, c: "b", host: "z", "@timestamp": 1 },
      { id: 2, c: "a", host: "z", "@timestamp": 2 },
      { id: 3, c: "a", host: "y", "@timestamp": 3 },
      { id: 4, c: "b", host: "y", "@timestamp": 4 },
      { id: 5, c: "a", host: "x", "@timestamp": 5 },
    ];
    expect(ids('sample by host [any where c == "a"] [any where c == "b"]', docs)).toEqual([
      [3, 4],
      [2, 1],
    ]);
  });

  it("use a different event for each filter", () => {
    expect(ids("sample by host [any where true] [any where true]", [{ id: 1, c: "a", host: "x" }])).toEqual(
      [],
    );
    const docs = [
      { id: 1, c: "a", host: "x" },
      { id: 2, c: "b", host: "x" },
      { id: 3, c: "c", host: "x" },
    ];
    expect(
      ids('sample by host [any where true] [any where c in ("a", "b")] [any where c == "a"]', docs),
    ).toEqual([[3, 2, 1]]);
  });

  it("need a value for a required key, and join null with null for an optional one, null first", () => {
    const docs = [
      { id: 1, c: "a", host: "x" },
      { id: 2, c: "b", host: "x" },
      { id: 3, c: "a" },
      { id: 4, c: "b" },
    ];
    expect(ids('sample by host [any where c == "a"] [any where c == "b"]', docs)).toEqual([[1, 2]]);
    expect(ids('sample by ?host [any where c == "a"] [any where c == "b"]', docs)).toEqual([
      [3, 4],
      [1, 2],
    ]);
  });

  it("join keys with different names and several values", () => {
    const docs = [
      { id: 1, c: "a", host: ["x", "y"] },
      { id: 2, c: "b", os: "y" },
      { id: 3, c: "b", os: "x" },
    ];
    expect(ids('sample [any where c == "a"] by host [any where c == "b"] by os', docs)).toEqual([
      [1, 3],
      [1, 2],
    ]);
  });

  it("order numbers by value", () => {
    const docs = [10, 9].flatMap((host) => [
      { id: host, c: "a", host },
      { id: host + 100, c: "b", host },
    ]);
    expect(ids('sample by host [any where c == "a"] [any where c == "b"]', docs)).toEqual([
      [9, 109],
      [10, 110],
    ]);
  });

  it("return several results per key on request, and at most `size` in total", () => {
    const docs = [
      { id: 1, c: "a", host: "x" },
      { id: 2, c: "a", host: "x" },
      { id: 3, c: "b", host: "x" },
    ];
    const query = 'sample by host [any where c == "a"] [any where c == "b"]';
    expect(ids(query, docs)).toEqual([[1, 3]]);
    expect(ids(query, docs, { maxSamplesPerKey: 5 })).toEqual([
      [1, 3],
      [2, 3],
    ]);
    expect(ids(query, docs, { maxSamplesPerKey: 5, size: 1 })).toEqual([[1, 3]]);
  });
});
