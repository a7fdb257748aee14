import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runEql } from "../../../src/eql/index.ts";

interface Doc {
  readonly id: string;
  readonly "@timestamp": number;
  readonly tag: string;
  readonly k?: string | string[];
}

/**
 * Events written as one word each: stage letter, time, and an optional key after a slash. `A1 B2/x` is an event of
 * stage A at second 1 and one of stage B at second 2 with the key x.
 */
function events(spec: string): Doc[] {
  return spec
    .trim()
    .split(/\s+/)
    .map((word) => {
      const [, tag, time, key] = /^([A-Z]+)(\d+)(?:\/(\S+))?$/.exec(word)!;
      const doc = { id: word, "@timestamp": Number(time) * 1000, tag: tag! };
      return key === undefined ? doc : { ...doc, k: key.includes(",") ? key.split(",") : key };
    });
}

/**
 * Runs a query with `[A]` as short for `[any where tag == "A"]` over such events, and writes the results in the same
 * form.
 */
function found(query: string, spec: string, options = {}): string[] {
  const eql = query.replace(/\[([A-Z]+)\]/g, '[any where tag == "$1"]');
  return runEql(eql, events(spec), options).map((result) => {
    const list = result as readonly (Doc | null)[];
    return list.map((doc) => (doc === null ? "-" : doc.id)).join(" ");
  });
}

describe("stages", () => {
  it.each([
    ["A1 B2", ["A1 B2"]],
    ["A1 B2 A3", ["A1 B2"]],
    ["B1 A2 B3", ["A2 B3"]],
    ["A1 B2 A3 B4", ["A1 B2", "A3 B4"]],
    ["A1 A2 B3", ["A2 B3"]],
    ["A1 B2 B3 B4", ["A1 B2"]],
    ["A1 A2 B3 A4 A5 A6 B7 A8", ["A2 B3", "A6 B7"]],
    ["A1 A2 B3 A4 B5 B6 A7", ["A2 B3", "A4 B5"]],
  ])("two: %s", (spec, expected) => {
    expect(found("sequence [A] [B]", spec)).toEqual(expected);
  });

  it.each([
    ["A1 B2 C3 A4 B5 C6", ["A1 B2 C3", "A4 B5 C6"]],
    ["A1 B2 A3 B4 C5", ["A3 B4 C5"]],
    ["A1 B2 C3 B4", ["A1 B2 C3"]],
    ["C1 B2 C3 A4 B5 A6 C7", ["A4 B5 C7"]],
    ["A1 A3 B2 C4 B5 B6", ["A1 B2 C4"]],
    ["A1 B2 A3 B5 C4 C6", ["A1 B2 C4", "A3 B5 C6"]],
    ["A1 B2 A3 B4 A5 B6 C7 C8 C9", ["A5 B6 C7"]],
  ])("three: %s", (spec, expected) => {
    expect(found("sequence [A] [B] [C]", spec)).toEqual(expected);
  });

  it("four, overlapping", () => {
    expect(found("sequence [A] [B] [C] [D]", "A1 B2 C3 A4 B5 D6 C7 D8")).toEqual([
      "A1 B2 C3 D6",
      "A4 B5 C7 D8",
    ]);
  });

  it("can be the same for every event, but never use one event twice", () => {
    expect(found("sequence [A] [A]", "A1 A2 A3")).toEqual(["A1 A2", "A2 A3"]);
    expect(found("sequence [A] [A]", "A1")).toEqual([]);
    expect(found("sequence [any where true] [any where true] [any where true]", "A1 A2 A3 A4")).toEqual([
      "A1 A2 A3",
      "A2 A3 A4",
    ]);
  });

  it("are repeated with runs", () => {
    expect(found("sequence [A] with runs=3", "A1 A2 A3 A4")).toEqual(["A1 A2 A3", "A2 A3 A4"]);
    expect(found("sequence [A] with runs=2 [B]", "A1 A2 B3")).toEqual(["A1 A2 B3"]);
  });

  it("results are ordered by their last event, not their first", () => {
    expect(found("sequence by k [A] [B] [C]", "A11/x A12/y B13/y C14/y B16/x C17/x")).toEqual([
      "A12/y B13/y C14/y",
      "A11/x B16/x C17/x",
    ]);
  });

  it("simultaneous events keep the given order, unless there is a tiebreaker", () => {
    expect(found("sequence [A] [B]", "A1 B1")).toEqual(["A1 B1"]);
    expect(found("sequence [A] [B]", "B1 A1")).toEqual([]);
    const docs = [
      { "@timestamp": 1, tag: "B", n: 2 },
      { "@timestamp": 1, tag: "A", n: 1 },
    ];
    expect(
      runEql('sequence [any where tag == "A"] [any where tag == "B"]', docs, { tiebreakerField: "n" }),
    ).toEqual([[docs[1], docs[0]]]);
  });
});

describe("maxspan", () => {
  it("is inclusive and measured from the first event to the last", () => {
    expect(found("sequence with maxspan=2s [A] [B]", "A1 B3")).toEqual(["A1 B3"]);
    expect(found("sequence with maxspan=2s [A] [B]", "A1 B4")).toEqual([]);
    expect(found("sequence with maxspan=3s [A] [B] [C]", "A1 B3 C5")).toEqual([]);
    expect(found("sequence with maxspan=1m [A] [B]", "A1 B61")).toEqual(["A1 B61"]);
  });

  it("discards a candidate that is too old, and all older ones", () => {
    expect(found("sequence with maxspan=2s [A] [B]", "A1 B9 B10 A11 B12")).toEqual(["A11 B12"]);
  });

  it("counts nanoseconds", () => {
    const docs = (fraction: string): object[] => [
      { "@timestamp": "2022-05-04T12:00:00.000000001Z", tag: "A" },
      { "@timestamp": `2022-05-04T12:00:01.${fraction}Z`, tag: "B" },
    ];
    const query = 'sequence with maxspan=1s [any where tag == "A"] [any where tag == "B"]';
    expect(runEql(query, docs("000000001"))).toHaveLength(1);
    expect(runEql(query, docs("000000002"))).toHaveLength(0);
  });

  it("stays correct over many events, when expired candidates are discarded", () => {
    const spec = Array.from({ length: 10_000 }, (_, i) => `X${i + 10}/k${i}`).join(" ");
    expect(
      found(
        "sequence by k with maxspan=5s [any where true] [any where true]",
        `A1/z ${spec} A10011/z A10012/z`,
      ),
    ).toEqual(["A10011/z A10012/z"]);
  });
});

describe("until", () => {
  const query = "sequence [A] [B] until [U]";
  it("ends every candidate that began before it", () => {
    expect(found(query, "A1 U2 B3")).toEqual([]);
    expect(found(query, "A1 B2 U3")).toEqual(["A1 B2"]);
    expect(found(query, "U1 A2 B3")).toEqual(["A2 B3"]);
    expect(found(query, "A1 U2 A3 B4")).toEqual(["A3 B4"]);
  });

  it("ends a candidate by the candidate's last event, but not by the new event", () => {
    expect(found("sequence [A] [B] until [A]", "A1 B2")).toEqual([]);
    expect(found("sequence [A] [B] until [B]", "A1 B2")).toEqual(["A1 B2"]);
  });

  it("applies to its own key only", () => {
    expect(found("sequence by k [A] [B] until [U]", "A1/x A2/y U3/x B4/x B5/y")).toEqual(["A2/y B5/y"]);
  });
});

describe("keys", () => {
  it("must be present and equal, including case", () => {
    expect(found("sequence by k [A] [B]", "A1/x B2/y B3/x B4")).toEqual(["A1/x B3/x"]);
    expect(found("sequence by k [A] [B]", "A1/x B2/X")).toEqual([]);
    expect(found("sequence by k [A] [B]", "A1 B2")).toEqual([]);
  });

  it("join null with null if they are optional", () => {
    expect(found("sequence by ?k [A] [B]", "A1 B2/x B3")).toEqual(["A1 B3"]);
  });

  it("return one result for each value that two events share", () => {
    expect(found("sequence by k [A] [B]", "A1/x,y B2/y,x")).toHaveLength(2);
    expect(found("sequence by k [A] [B]", "A1/x,y,x B2/y,z")).toEqual(["A1/x,y,x B2/y,z"]);
  });

  it("may have different names after the shared ones, and join a number with the same number as text", () => {
    const docs = [
      { "@timestamp": 1, host: "h", pid: 4, c: "a" },
      { "@timestamp": 2, host: "h", ppid: "4", c: "b" },
      { "@timestamp": 3, host: "g", ppid: 4, c: "b" },
    ];
    const query = 'sequence by host [any where c == "a"] by pid [any where c == "b"] by ppid';
    expect(runEql(query, docs)).toEqual([[docs[0], docs[1]]]);
  });

  it("join times of the same instant", () => {
    const docs = [{ "@timestamp": "2022-05-04T12:00:00Z" }, { "@timestamp": "2022-05-04T14:00:00+02:00" }];
    expect(runEql("sequence by `@timestamp` [any where true] [any where true]", docs)).toHaveLength(1);
  });
});

describe("missing events", () => {
  it("between two events must be strictly between them", () => {
    expect(found("sequence with maxspan=10s [A] ![M] [B]", "A1 M2 B3")).toEqual([]);
    expect(found("sequence with maxspan=10s [A] ![M] [B]", "A1 B3 M4")).toEqual(["A1 - B3"]);
    expect(found("sequence with maxspan=10s [A] ![M] [B]", "M1 A1 M1 M3 B3 M3")).toEqual(["A1 - B3"]);
  });

  it("are checked after the other events: no earlier candidate is tried", () => {
    expect(found("sequence with maxspan=1m [N] ![M] [N]", "N1 N2 M3 N4")).toEqual(["N1 - N2"]);
    expect(found("sequence with maxspan=1m [N] [N] ![M] [N]", "N1 N2 M3 N4 N5")).toEqual(["N2 N4 - N5"]);
  });

  it("at the start: the last one must be more than maxspan before the last event", () => {
    expect(found("sequence with maxspan=3s ![M] [A]", "M1 A4 M10 A14")).toEqual(["- A14"]);
    expect(found("sequence with maxspan=3s ![M] [A] [B]", "M1 A3 B5")).toEqual(["- A3 B5"]);
    expect(found("sequence with maxspan=3s ![M] [A] [B]", "M2 A3 B5")).toEqual([]);
    expect(found("sequence with maxspan=3s ![M] [A]", "M1 A1")).toEqual(["- A1"]);
  });

  it("at the end: the first one must be more than maxspan after the first event", () => {
    expect(found("sequence with maxspan=3s [A] ![M]", "A1 M4 A5 M9")).toEqual(["A5 -"]);
    expect(found("sequence with maxspan=3s [A] [B] ![M]", "A1 B3 M5")).toEqual(["A1 B3 -"]);
    expect(found("sequence with maxspan=3s [A] ![M]", "A1")).toEqual(["A1 -"]);
    expect(found("sequence with maxspan=3s [A] ![M]", "A1 M1")).toEqual(["A1 -"]);
  });

  it("at both ends: the gap exceeds maxspan, or one does not occur", () => {
    const spec = "M0 N601 M1201 N1261 N1741 N1861";
    expect(found("sequence with maxspan=19m ![M] [N] ![M]", spec)).toEqual([
      "- N601 -",
      "- N1261 -",
      "- N1741 -",
      "- N1861 -",
    ]);
    expect(found("sequence with maxspan=21m ![M] [N] ![M]", spec)).toEqual([
      "- N1261 -",
      "- N1741 -",
      "- N1861 -",
    ]);
  });

  it("are joined by their own keys", () => {
    expect(found("sequence by k with maxspan=10s [A] ![M] [B]", "A1/x M2/y B3/x")).toEqual(["A1/x - B3/x"]);
    expect(found("sequence by k with maxspan=10s [A] ![M] [B]", "A1/x M2/x B3/x")).toEqual([]);
  });

  it("have one position for each of their runs, and may be combined", () => {
    expect(found("sequence with maxspan=10s [A] ![M] with runs=2 [B]", "A1 B3")).toEqual(["A1 - - B3"]);
    const spec = "A1 B2 P3 B4 C5 Q6 D7 A13 B14 C16 D17 R18";
    expect(found("sequence with maxspan=1m [A] [B] ![P] [C] ![Q] [D]", spec)).toEqual([
      "A13 B14 - C16 - D17",
    ]);
    expect(found("sequence with maxspan=1m [A] [B] ![P] [C] ![Q] [D] ![R]", spec)).toEqual([]);
    expect(found("sequence with maxspan=1m ![Z] [A] [B] [C] ![Q] [D]", spec)).toEqual([
      "- A13 B14 C16 - D17",
    ]);
  });
});

describe("missing events among many others, when expired candidates are discarded", () => {
  const filler = (from: number, to: number, key: (i: number) => string): string =>
    Array.from({ length: to - from }, (_, i) => `X${from + i}/${key(from + i)}`).join(" ");
  // Discarding starts after a number of term matches, so here every event is one.
  const seen = "[any where true] with runs=2";

  it("at the start: a near one is remembered, a distant one does not matter", () => {
    const spec = `M1/z ${filler(10, 9000, (i) => `k${i}`)} M9001/z ${filler(9002, 9990, () => "y")} A10000/z A10001/z`;
    expect(found(`sequence by k with maxspan=999s ![M] ${seen}`, spec)).toContain("- A10000/z A10001/z");
    expect(found(`sequence by k with maxspan=1000s ![M] ${seen}`, spec)).not.toContain("- A10000/z A10001/z");
  });

  it("between two events: only those between them count", () => {
    const spec = `A1/z M2/z ${filler(10, 9000, (i) => `k${i}`)} A9001/z A9003/z`;
    expect(found("sequence by k with maxspan=5s [A] ![M] [A]", spec)).toEqual(["A9001/z - A9003/z"]);
  });

  it("at the end: a result is returned once its maxspan has passed", () => {
    const spec = `A1/z A2/z ${filler(10, 9000, (i) => `k${i}`)} M9001/z A9002/z A9003/z M9004/z A9005/z A9006/z`;
    expect(found("sequence by k with maxspan=3s [A] [A] ![M]", spec)).toEqual([
      "A1/z A2/z -",
      "A9003/z A9005/z -",
      "A9005/z A9006/z -",
    ]);
  });

  it("are handled even if all events occur in the same second", () => {
    const spec = Array.from({ length: 30_000 }, (_, i) => `${"AM"[i % 2]!}1/x`).join(" ");
    // Before, between and after are strict: simultaneous events never count.
    expect(found("sequence by k with maxspan=1m ![M] [A] ![M] [A] ![M]", spec)).toHaveLength(14_999);
  });
});

describe("head, tail and size", () => {
  const spec = "A1 B2 A3 B4 A5 B6";
  it("cut the list of results, from left to right", () => {
    expect(found("sequence [A] [B] | head 2 | tail 1", spec)).toEqual(["A3 B4"]);
    expect(found("sequence [A] [B] | tail 2", spec)).toEqual(["A3 B4", "A5 B6"]);
    expect(found("sequence [A] [B] | tail 0", spec)).toEqual([]);
    expect(found("sequence [A] [B]", spec, { size: 1 })).toEqual(["A5 B6"]);
    expect(found("sequence [A] [B]", spec, { size: 1, resultPosition: "head" })).toEqual(["A1 B2"]);
  });
});

describe("comparison with a matcher that discards nothing", () => {
  /** Elasticsearch's rules for candidates, literally: with lists, and nothing is discarded. */
  function reference(docs: readonly Doc[], stages: readonly string[], maxspan: number): string[] {
    const waiting = stages.map(() => [] as Doc[][]);
    const out: string[] = [];
    for (const doc of docs) {
      for (let s = stages.length - 1; s >= 0; s--) {
        if (doc.tag !== stages[s]) continue;
        let taken: Doc[] = [];
        if (s > 0) {
          const same = waiting[s - 1]!.filter((c) => c[0]!.k === doc.k);
          const latest = same.at(-1);
          if (latest === undefined) continue;
          waiting[s - 1] = waiting[s - 1]!.filter((c) => c[0]!.k !== doc.k);
          if (doc["@timestamp"] - latest[0]!["@timestamp"] > maxspan) continue;
          taken = latest;
        }
        const next = [...taken, doc];
        if (s === stages.length - 1) out.push(next.map((d) => d.id).join(" "));
        else waiting[s]!.push(next);
      }
    }
    return out;
  }

  it("returns the same results", () => {
    const word = fc.tuple(fc.constantFrom("A", "B", "C"), fc.constantFrom("x", "y"));
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 40 }),
        fc.constantFrom("AB", "AA", "ABC", "ABA", "AAB"),
        fc.integer({ min: 1, max: 20 }),
        (words, stages, span) => {
          fc.pre(words.length > 0);
          const spec = words.map(([tag, key], i) => `${tag}${i}/${key}`).join(" ");
          const query = `sequence by k with maxspan=${span}s ${[...stages].map((s) => `[${s}]`).join(" ")}`;
          expect(found(query, spec)).toEqual(reference(events(spec), [...stages], span * 1000));
        },
      ),
      { numRuns: 500 },
    );
  });
});
