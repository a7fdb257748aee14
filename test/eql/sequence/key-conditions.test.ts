import { describe, expect, it } from "vitest";
import { compileEql, parseEql, printEql, runEql } from "../../../src/eql/index.ts";
import { withKeyConditions } from "../../../src/eql/sequence/key-conditions.ts";

/** The condition of the second event, originally `true`, with the conditions that the first passes on to it. */
function passedOn(condition: string, by = "by k"): string {
  const query = parseEql(`sequence ${by} [any where ${condition}] [any where true]`);
  if (query.kind === "event") throw new Error("not a sequence");
  return printEql(withKeyConditions(query)[1]!.filter.condition);
}

describe("a condition on a key is passed on to every event", () => {
  it.each([
    ['k == "x"', 'true and k == "x"'],
    ['k != "x" and other == 1', 'true and k != "x"'],
    ['not k : "x*"', 'true and not k : "x*"'],
    ['not not (k == "x" and other == 1)', 'true and k == "x"'],
    ['(startsWith(k, "x") and k != null) == true', 'true and startsWith(k, "x") and k != null'],
    ['k in ("x", "y")', 'true and k in ("x", "y")'],
    ['k == "x" or "y" == k or k in ("z")', 'true and (k == "x" or "y" == k or k in ("z"))'],
    ['k regex ("x", "y")', 'true and k regex ("x", "y")'],
    ['string(k == "x" or k == "y") == "true"', 'true and string(k == "x" or k == "y") == "true"'],
    ['(k == "x" and a == 1) or (b == 2 and k == "x")', 'true and k == "x"'],
    ["-k + 1 < 5", "true and -k + 1 < 5"],
    ['k == "x" and k == "x"', 'true and k == "x"'],
    // Conditions with another operator or another field are not passed on.
    ['k == "x" or other == 1', "true"],
    ['k == "x" or k : "y"', "true"],
    ['k == "x" or k == null', "true"],
    ['k : ("x", "y")', "true"],
    ['k like ("x", "y")', "true"],
    ['k in~ ("x", "y")', "true"],
    ['not (k == "x" or k : "y")', "true"],
    ['concat(k, other) == "xy"', "true"],
    ['not (k == "x" and other == 1)', "true"],
    ['other == "x"', "true"],
    ["null", "true"],
  ])("%s: %s", (condition, expected) => {
    expect(passedOn(condition)).toBe(expected);
  });

  it("under the name of the key in that event", () => {
    const query =
      'sequence by h [any where p == 4 and h == "x"] by p [any where true] by ?q ![any where true] by r';
    const parsed = parseEql(query.replace("sequence by h", "sequence by h with maxspan=1m"));
    if (parsed.kind !== "sequence") throw new Error("not a sequence");
    expect(withKeyConditions(parsed).map((term) => printEql(term.filter.condition))).toEqual([
      'p == 4 and h == "x"',
      'true and ?q == 4 and h == "x"',
      'true and r == 4 and h == "x"',
    ]);
  });

  it("but not if millions of conditions would have to be compiled", () => {
    const conditions = Array.from({ length: 4000 }, (_, i) => `k != ${i}`).join(" and ");
    const query = parseEql(`sequence by k [any where ${conditions}] ${"[any where true] ".repeat(250)}`);
    if (query.kind !== "sequence") throw new Error("not a sequence");
    expect(withKeyConditions(query)).toBe(query.terms);
  });

  it("but not from a missing event or from until", () => {
    const text =
      'sequence by k with maxspan=1m [any where true] ![any where k == "x"] [any where true] until [any where k == "y"]';
    const query = parseEql(text);
    if (query.kind !== "sequence") throw new Error("not a sequence");
    expect(withKeyConditions(query)).toBe(query.terms);
  });
});

describe("keys with several values", () => {
  const a = { "@timestamp": 1, c: "a", k: ["x", "y"] };
  const b = (k: unknown): object => ({ "@timestamp": 2, c: "b", k });
  it.each([
    ['k == "x"', "y", 0],
    ['k == "x"', ["x", "y"], 2],
    ['k == "x"', "x", 1],
    ['k != "z"', "y", 1],
    ['k != "z"', ["y", "z"], 0],
    ['k : ("x", "q")', "y", 1],
  ])("[a where %s], b with %j: %i", (condition, k, found) => {
    const terms = `[any where c == "a" and ${condition}] [any where c == "b"]`;
    expect(runEql(`sequence by k ${terms}`, [a, b(k)])).toHaveLength(found);
    // A sample returns one result per key, whatever the order of its filters.
    expect(runEql(`sample by k ${terms}`, [a, b(k)])).toHaveLength(found);
  });

  it("also apply to the missing event", () => {
    const query =
      'sequence by k with maxspan=1m [any where c == "a" and k == "x"] ![any where c == "m"] [any where c == "b"]';
    const m = { "@timestamp": 1.5, c: "m", k: "y" };
    expect(runEql(query, [a, m, b(["x", "y"])])).toHaveLength(2);
    expect(runEql(query, [a, { ...m, k: "x" }, b(["x", "y"])])).toHaveLength(1);
  });

  it("do not affect what until ends", () => {
    const query =
      'sequence by k [any where c == "a" and k == "x"] [any where c == "b"] until [any where c == "u"]';
    const u = { "@timestamp": 1.5, c: "u", k: "y" };
    expect(runEql(query, [a, u, b(["x", "y"])])).toHaveLength(1);
  });
});

describe("a compiled sequence", () => {
  it("names its fields in the order of the text", () => {
    const query = compileEql("sequence [any where p == 4 and n == 1] by p [any where m == 2] by q");
    expect(query.fields).toEqual(["p", "n", "m", "q"]);
  });
});
