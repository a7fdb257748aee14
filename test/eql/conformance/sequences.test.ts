import { describe, expect, it } from "vitest";
import { runEql } from "../../../src/eql/index.ts";

interface Mark {
  readonly "@timestamp": number;
  readonly mark: string;
  readonly stage: string;
  readonly key?: string;
}

/** `p3` is an event of stage p at 3 ms; `k/p3` has the key k as well. */
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
    // If the latest candidate fails, the earlier one is not tried.
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

describe("keys", () => {
  const both = "[any where n == 1] [any where n == 2]";
  const joined = (by: string, first: object, second: object, options = {}): number =>
    runEql(
      `sequence ${by} ${both}`,
      [
        { "@timestamp": 1, n: 1, ...first },
        { "@timestamp": 2, n: 2, ...second },
      ],
      options,
    ).length;

  it.each<[string, object, object, number]>([
    // Dates and addresses in ECS fields are joined by value, whatever their form; other texts by their characters.
    [
      "by event.created",
      { event: { created: "2021-03-04T05:06:07Z" } },
      { event: { created: 1614834367000 } },
      1,
    ],
    [
      "by event.created",
      { event: { created: "2021-03-04T05:06:07Z" } },
      { event: { created: 1614834367001 } },
      0,
    ],
    ["by event.created", { event: { created: "soon" } }, { event: { created: "soon" } }, 1],
    ["by note", { note: "2021-03-04T05:06:07Z" }, { note: "2021-03-04T05:06:07.000Z" }, 0],
    ["by source.ip", { source: { ip: "2001:DB8::A" } }, { source: { ip: "2001:db8:0:0:0:0:0:a" } }, 1],
    ["by source.ip", { source: { ip: "2001:db8::a" } }, { source: { ip: "2001:db8::b" } }, 0],
    ["by source.ip", { source: { ip: "::ffff:10.0.0.1" } }, { source: { ip: "10.0.0.1" } }, 1],
    ["by source.ip", { source: { ip: "10.0.0.1" } }, { source: { ip: "10.0.0.2" } }, 0],
    ["by source.ip", { source: { ip: "LOCAL" } }, { source: { ip: "local" } }, 0],
    ["by note", { note: "2001:DB8::A" }, { note: "2001:db8::a" }, 0],
    // Several keys are compared one by one. Null joins null only if the key is optional.
    ["by a, b", { a: 1, b: 2 }, { a: 1, b: 2 }, 1],
    ["by a, b", { a: 1, b: 2 }, { a: 2, b: 1 }, 0],
    ["by a, b", { a: ["x", "y"], b: ["p", "q"] }, { a: ["y", "x"], b: "q" }, 2],
    ["by a, ?b", { a: 1 }, { a: 1 }, 1],
    ["by a, ?b", { a: 1 }, { a: 1, b: 2 }, 0],
    ["by ?a, ?b", { a: "x" }, { b: "x" }, 0],
    ["by a, ?b", { b: 1 }, { b: 1 }, 0],
    ["by ?a", { a: [null, "x"] }, {}, 0],
    ["by ?a", { a: [null, "x"] }, { a: "x" }, 1],
    ["by ?a", { a: [] }, { a: null }, 1],
    ["by a", { a: "" }, { a: "" }, 1],
    ["by ?a", { a: "" }, {}, 0],
    ["by a", { a: "null" }, { a: null }, 0],
    ["by a", { a: true }, { a: "true" }, 1],
    ["by a", { a: "1.0" }, { a: "1" }, 0],
  ])("%s joins %j and %j %i times", (by, first, second, count) => {
    expect(joined(by, first, second)).toBe(count);
  });

  it("treat the timestamp field as a date", () => {
    const [first, second] = [{ seen: "2021-03-04T05:06:07Z" }, { seen: "2021-03-04T06:06:07+01:00" }];
    expect(joined("by seen", first, second, { timestampField: "seen" })).toBe(1);
    expect(joined("by seen", first, second)).toBe(0);
  });

  it("may differ for each event, also optional and required", () => {
    const query = "sequence [any where n == 1] by ?p [any where n == 2] by q";
    const run = (p: object, q: object): number =>
      runEql(query, [
        { "@timestamp": 1, n: 1, ...p },
        { "@timestamp": 2, n: 2, ...q },
      ]).length;
    expect(run({ p: 4 }, { q: 4 })).toBe(1);
    expect(run({}, {})).toBe(0);
    expect(run({ source: 1 }, { q: 4 })).toBe(0);
  });

  it("join an address with a keyword of the same normalised text", () => {
    const query = "sequence [any where n == 1] by source.ip [any where n == 2] by q";
    const run = (ip: string, q: string): number =>
      runEql(query, [
        { "@timestamp": 1, n: 1, "source.ip": ip },
        { "@timestamp": 2, n: 2, q },
      ]).length;
    expect(run("FE80:0:0::1", "fe80::1")).toBe(1);
    expect(run("::ffff:10.0.0.1", "10.0.0.1")).toBe(1);
    expect(run("fe80::1", "FE80::1")).toBe(0);
  });

  it("throw an error for an event with too many combinations instead of skipping it", () => {
    const many = Array.from({ length: 101 }, (_, i) => i);
    const fits = Array.from({ length: 100 }, (_, i) => i);
    expect(() => joined("by a, b", { a: many, b: fits }, {})).toThrow(/more than 10000 combinations/);
    expect(joined("by a, b", { a: fits, b: fits }, { a: 7, b: 8 })).toBe(1);
  });
});

describe("maxspan", () => {
  const apart = (span: string, milliseconds: number): number =>
    runEql(`sequence with maxspan=${span} [any where n == 1] [any where n == 2]`, [
      { "@timestamp": 0, n: 1 },
      { "@timestamp": milliseconds, n: 2 },
    ]).length;
  it.each([
    ["1ms", 1],
    ["1s", 1000],
    ["1 m", 60_000],
    ["2h", 7_200_000],
    ["1d", 86_400_000],
  ])("%s is %i milliseconds, inclusive", (span, milliseconds) => {
    expect([apart(span, milliseconds), apart(span, milliseconds + 1)]).toEqual([1, 0]);
  });

  it("excludes a sequence that contains an event without a time", () => {
    const query = "[any where n == 1] [any where n == 2]";
    const events = [{ n: 1 }, { "@timestamp": 1, n: 2 }];
    expect(runEql(`sequence with maxspan=1d ${query}`, events)).toEqual([]);
    expect(runEql(`sequence ${query}`, events)).toEqual([events]);
  });
});

describe("simultaneous events", () => {
  const event = (n: number, tie?: number | number[]): object => ({
    "@timestamp": 7,
    n,
    ...(tie === undefined ? {} : { tie }),
  });
  const order = (query: string, events: object[]): number[][] =>
    (runEql(query, events, { tiebreakerField: "tie" }) as ({ n: number } | null)[][]).map((hits) =>
      hits.map((hit) => hit?.n ?? 0),
    );
  const pair = "sequence [any where n == 1] [any where n == 2]";

  it.each<[string, object[], number[][]]>([
    ["the lower value first", [event(2, 9), event(1, 8)], [[1, 2]]],
    ["by value, not as text", [event(2, 10), event(1, 9)], [[1, 2]]],
    ["events without it last", [event(2), event(1, 9)], [[1, 2]]],
    ["events without it last, in the other order", [event(1), event(2, 9)], []],
    ["the first of several values", [event(2, [9, 1]), event(1, [8, 20])], [[1, 2]]],
    ["the given order if it is equal", [event(2, 8), event(1, 8)], []],
  ])("tiebreaker: %s", (_, events, expected) => {
    expect(order(pair, events)).toEqual(expected);
  });

  it.each<[string, object[], number[][]]>([
    // Missing events are compared by timestamp alone: simultaneous events have nothing between them, whatever the
    // tiebreaker.
    [
      "[any where n == 1] ![any where n == 3] [any where n == 2]",
      [event(1, 1), event(3, 2), event(2, 3)],
      [[1, 0, 2]],
    ],
    // An until event is compared by timestamp and tiebreaker.
    [
      "[any where n == 1] [any where n == 2] until [any where n == 3]",
      [event(1, 1), event(3, 2), event(2, 3)],
      [],
    ],
    [
      "[any where n == 1] [any where n == 2] until [any where n == 3]",
      [event(1, 1), event(2, 2), event(3, 3)],
      [[1, 2]],
    ],
    [
      "[any where n == 1] [any where n == 2] until [any where n == 3]",
      [event(3, 1), event(1, 2), event(2, 3)],
      [[1, 2]],
    ],
  ])("%s", (terms, events, expected) => {
    const maxspan = terms.includes("!") ? "with maxspan=1s " : "";
    expect(order(`sequence ${maxspan}${terms}`, events)).toEqual(expected);
  });

  it("are ordered by nanoseconds", () => {
    const events = [
      { "@timestamp": "2021-03-04T05:06:07.000000002Z", n: 2 },
      { "@timestamp": "2021-03-04T05:06:07.000000001Z", n: 1 },
    ];
    expect(order(pair, events)).toEqual([[1, 2]]);
  });
});

describe("results", () => {
  it("with the same last event are ordered by their first", () => {
    const events = [
      { "@timestamp": 1, n: 1, k: "b" },
      { "@timestamp": 2, n: 1, k: "a" },
      { "@timestamp": 3, n: 2, k: ["a", "b"] },
    ];
    expect(runEql("sequence by k [any where n == 1] [any where n == 2]", events)).toEqual([
      [events[0], events[2]],
      [events[1], events[2]],
    ]);
  });

  it.each([
    ["", {}, ["p1 q2", "p3 q4", "p5 q6"]],
    ["| head 2", {}, ["p1 q2", "p3 q4"]],
    ["| tail 2 | head 1", {}, ["p3 q4"]],
    ["| head 2 | tail 1", {}, ["p3 q4"]],
    ["| head 0", {}, []],
    ["| tail 0", {}, []],
    ["| head 2", { size: 1 }, ["p3 q4"]],
    ["| head 2", { size: 1, resultPosition: "head" as const }, ["p1 q2"]],
    ["| tail 9", { size: 2 }, ["p3 q4", "p5 q6"]],
  ])("%s with %j", (pipes, options, expected) => {
    const events = marks("p1 q2 p3 q4 p5 q6");
    const found = runEql(
      `sequence [any where stage == "p"] [any where stage == "q"] ${pipes}`,
      events,
      options,
    );
    expect((found as Mark[][]).map((hits) => hits.map((hit) => hit.mark).join(" "))).toEqual(expected);
  });
});

describe("runs", () => {
  it.each([
    ["[p] with runs=2 [q] with runs=2", "p1 p2 q3 q4", "p1 p2 q3 q4"],
    ["[p] with runs=2 [q]", "p1 q2 p3 q4", "p1 p3 q4"],
    ["with maxspan=2ms [p] with runs=3", "p1 p2 p3 p9", "p1 p2 p3"],
    ["[p] with runs=2 until [u]", "p1 u2 p3 p4", "p3 p4"],
    ["by key [p] with runs=2", "a/p1 b/p2 a/p3", "p1 p3"],
    ["with maxspan=9ms ![m] with runs=2 [p] with runs=2", "p1 p2", "- - p1 p2"],
  ])("%s over %s: %s", (query, line, expected) => {
    expect(run(query, line)).toBe(expected);
  });
});
