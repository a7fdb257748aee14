import { describe, expect, it } from "vitest";
import { runEql } from "../../../src/eql/index.ts";

interface Mark {
  readonly "@timestamp": number;
  readonly mark: string;
  readonly stage: string;
  readonly key?: string;
}

/** `p3` is an event of stage p at 3 ms; `k/p3` one of key k. */
function marks(line: string): Mark[] {
  return line.split(" ").map((word) => {
    const [key, mark] = word.includes("/") ? (word.split("/") as [string, string]) : [undefined, word];
    const event = { "@timestamp": Number(mark.slice(1)), mark, stage: mark[0]! };
    return key === undefined ? event : { ...event, key };
  });
}

function run(query: string, line: string): string {
  const terms = query.replace(/!?\[(\w)\]/g, (m, stage: string) =>
    m.startsWith("!") ? `![any where stage == "${stage}"]` : `[any where stage == "${stage}"]`,
  );
  return (runEql(`sequence ${terms}`, marks(line)) as (Mark | null)[][])
    .map((hits) => hits.map((hit) => hit?.mark ?? "-").join(" "))
    .join(", ");
}

describe("matching", () => {
  it.each([
    ["[p][q]", "p1 q2", "p1 q2"],
    ["[p][q]", "q1 p2", ""],
    ["[p][q]", "p1 p2 q3 q4", "p2 q3"],
    ["[p][q]", "p1 q2 p3 q4 q5", "p1 q2, p3 q4"],
    ["[p][q]", "q4 p3 q2 p1", "p1 q2, p3 q4"],
    ["[p][q][r]", "p1 q2 p3 r4", "p1 q2 r4"],
    ["[p][q][r]", "p1 p2 q3 p4 q5 r6 r7", "p4 q5 r6"],
    ["[p][q][r]", "p1 q2 p3 r4 q5 r6", "p1 q2 r4, p3 q5 r6"],
    ["[p][p]", "p1 p2 p3", "p1 p2, p2 p3"],
    ["[p] with runs=3", "p1 p2 p3 p4", "p1 p2 p3, p2 p3 p4"],
    ["[p][q] with runs=2 [r]", "p1 q2 q3 q4 r5", "p1 q2 q3 r5"],
    ["by key [p][q]", "a/p1 b/p2 b/q3 a/q4", "p2 q3, p1 q4"],
    ["by key [p][q]", "p1 q2", ""],
    ["by ?key [p][q]", "p1 a/p2 q3", "p1 q3"],
    ["with maxspan=3ms [p][q]", "p1 q4 p5 q9", "p1 q4"],
    ["with maxspan=3ms [p][q][r]", "p1 q2 r5", ""],
    ["[p][q] until [u]", "p1 u2 q3 p4 q5 u6", "p4 q5"],
    ["[p][q] until [p]", "p1 q2", ""],
    ["[p][q] until [q]", "p1 q2", "p1 q2"],
    ["by key [p][q] until [u]", "a/p1 b/u2 a/q3", "p1 q3"],
    ["[p][q] | head 1", "p1 q2 p3 q4", "p1 q2"],
    ["[p][q] | tail 1", "p1 q2 p3 q4", "p3 q4"],
  ])("%s over %s: %s", (query, line, expected) => {
    expect(run(query, line)).toBe(expected);
  });
});

describe("missing events", () => {
  it.each([
    ["with maxspan=1s [p] ![m] [q]", "p1 m2 q3 p4 q5", "p4 - q5"],
    // The other candidate is not tried once the latest has failed.
    ["with maxspan=1s [p] ![m] [q]", "p1 p2 m3 q4", ""],
    ["with maxspan=1s [p] ![m]", "p1 m2 p3", "p3 -"],
    ["with maxspan=5ms [p] ![m]", "p1 m9", "p1 -"],
    ["with maxspan=5ms ![m] [p]", "m1 p4 p8", "- p8"],
    ["with maxspan=5ms ![m] [p]", "p1 m2", "- p1"],
    ["with maxspan=9ms ![m] [p] ![m]", "m1 p5 m10", ""],
    ["with maxspan=8ms ![m] [p] ![m]", "m1 p5 m10", "- p5 -"],
    ["with maxspan=1s [p] ![m] with runs=2 [q]", "p1 q2", "p1 - - q2"],
    ["with maxspan=1s [p] ![m] [q] ![n] [r]", "p1 n2 q3 m4 r5", "p1 - q3 - r5"],
    ["by key with maxspan=1s [p] ![m] [q]", "a/p1 b/m2 a/q3", "p1 - q3"],
  ])("%s over %s: %s", (query, line, expected) => {
    expect(run(query, line)).toBe(expected);
  });
});

describe("keys with several values", () => {
  const pair = (first: unknown, second: unknown): object[] => [
    { "@timestamp": 1, stage: "p", key: first },
    { "@timestamp": 2, stage: "q", key: second },
  ];
  it.each([
    [["a", "b"], "b", 1],
    [["a", "b"], ["b", "c", "a"], 2],
    [["a", "a"], ["a", "a"], 1],
    [["a", null], [null, "a"], 1],
    [null, null, 0],
    [7, "7", 1],
    ["a", "A", 0],
  ])("%j with %j: %i", (first, second, count) => {
    const query = 'sequence by key [any where stage == "p"] [any where stage == "q"]';
    expect(runEql(query, pair(first, second))).toHaveLength(count);
  });
});
