/**
 * The semantics that decide alerts: categories, missing fields, three-valued constants, several values and operators.
 */
import { describe, expect, it } from "vitest";
import { compileEql, runEql } from "../../../src/eql/index.ts";
import { flatten } from "../../../src/ecs/flat-event.ts";
import { errorOf, holds } from "../helpers.ts";

describe("event category", () => {
  it("is exact, case-sensitive and matched by any of an event's categories", () => {
    const events = [
      { event: { category: ["configuration", "registry"] } },
      { event: { category: "Registry" } },
      {},
    ];
    expect(runEql("registry where true", events)).toEqual([events[0]]);
    expect(runEql("any where true", events)).toEqual(events);
    expect(runEql('"registry" where true', events)).toEqual([events[0]]);
  });

  it("can be in another field", () => {
    expect(runEql("x where true", [{ kind: "x" }], { eventCategoryField: "kind" })).toHaveLength(1);
    expect(compileEql("x where y == 1", { eventCategoryField: "kind" }).fields).toEqual(["kind", "y"]);
  });
});

describe("missing fields", () => {
  it.each([
    'x != "a"',
    'not x : "a"',
    'x not in ("a")',
    'not x in~ ("a")',
    'not startsWith(x, "a")',
    'not cidrMatch(x, "10.0.0.0/8")',
    "not length(x) > 3",
    "not (x < 5)",
    "x == null",
    "?x == null",
    "not ?x.trusted == true",
    "?x != true",
    'not x like "a*"',
    'not x regex "a"',
    "not x",
    'concat(x, "a") == null',
    'cidrMatch(x, "::/0") == false',
    'startsWith(x, "a") != true',
    "null == (x > -1)",
    '(x : "a") == false',
    "?x == ?y",
    "length(x) == null",
  ])("make %s true", (condition) => {
    expect(holds(condition, {})).toBe(true);
    expect(holds(condition, { x: [], y: null })).toBe(true);
  });

  it.each([
    'x == "a"',
    "x < 5",
    'x : "*"',
    "x != null",
    'x in ("a")',
    'startsWith(x, "a")',
    "length(x) > 3",
    "x",
    'x like "*"',
    'x regex "@"',
    "x == false",
    'concat(x, "a") != null',
    'startsWith(x, "") == true',
  ])("do not make %s true", (condition) => {
    expect(holds(condition, {})).toBe(false);
    expect(holds(condition, { x: [null] })).toBe(false);
  });

  it("do not include an empty text", () => {
    expect(holds('x == ""', { x: "" })).toBe(true);
    expect(holds('x : "*"', { x: "" })).toBe(true);
    expect(holds("x == null", { x: "" })).toBe(false);
  });
});

describe("not of a conjunction", () => {
  const condition = 'not (executable : "a" and id : ("b"))';
  it.each([
    [{}, true],
    [{ id: "b" }, true],
    [{ id: "other" }, true],
    [{ executable: "a" }, true],
    [{ executable: "A", id: "B" }, false],
    [{ executable: "a", id: "other" }, true],
    [{ executable: "other", id: "b" }, true],
  ])("%j: %s", (event, expected) => {
    expect(holds(condition, event)).toBe(expected);
  });

  it("is not the same as not of each part if a field has several values", () => {
    expect(holds('not (a == "x")', { a: ["x", "y"] })).toBe(false);
  });
});

describe("constants in conditions", () => {
  it("match nothing if they fold to null, also under not", () => {
    for (const condition of [
      "null",
      "not null",
      "null and x == 1",
      "not (null and x == 1)",
      "x < null",
      "not (x < null)",
      "not (x : null)",
      "null + 1 == x and null",
    ]) {
      expect(holds(condition, { x: 1 })).toBe(false);
    }
  });

  it("are dropped from or if null, and from and if true", () => {
    expect(holds("null or x == 1", { x: 1 })).toBe(true);
    expect(holds("not (null or x == 1)", { x: 2 })).toBe(true);
    expect(holds("true and x == 1", { x: 1 })).toBe(true);
    expect(holds("false and null", {})).toBe(false);
    expect(holds("not (false and null)", {})).toBe(true);
    expect(holds("true or null", {})).toBe(true);
  });
});

describe("several values", () => {
  it("satisfy a test if any of them does, independently of other tests", () => {
    expect(holds("length(f) >= 3 and length(f) == 1", { f: ["x", "zyx"] })).toBe(true);
    expect(holds("pid > 100 and pid < 50", { pid: [10, 200] })).toBe(true);
    expect(holds('a != "x"', { a: ["x", "y"] })).toBe(false);
    expect(holds('a not in ("x")', { a: ["y", "x"] })).toBe(false);
    expect(holds('a : "Y*"', { a: ["x", "yes"] })).toBe(true);
    expect(holds("flag", { flag: [false, true] })).toBe(true);
  });

  it("are tried in all combinations within one test, also two mentions of one field", () => {
    expect(holds("add(pid, ppid) > 100", { pid: [1, 60], ppid: [2, 50] })).toBe(true);
    expect(holds("add(pid, ppid) > 110", { pid: [1, 60], ppid: [2, 50] })).toBe(false);
    expect(holds('concat(a, a) == "xy"', { a: ["x", "y"] })).toBe(true);
    expect(holds("concat(a, b) == null", { a: ["x", "y"] })).toBe(true);
  });

  it("may come from arrays of objects", () => {
    expect(holds('a.b == "y"', { a: [{ b: "x" }, { b: "y" }] })).toBe(true);
  });

  it("throw an error instead of skipping an event with too many combinations", () => {
    const many = (prefix: string): string[] => Array.from({ length: 1100 }, (_, i) => prefix + String(i));
    expect(errorOf(() => holds('concat(a, b) == "x"', { a: many("a"), b: many("b") })).message).toMatch(
      /combinations/,
    );
    expect(holds("length(a) == 5", { a: many("a") })).toBe(true);
  });
});

describe("operators on fields", () => {
  it("== is exact, without wildcards", () => {
    expect(holds('x == "a*"', { x: "a*" })).toBe(true);
    expect(holds('x == "a*"', { x: "ab" })).toBe(false);
    expect(holds('x == "A"', { x: "a" })).toBe(false);
  });

  it("compare numbers with numeric texts by value, otherwise as texts", () => {
    expect(holds("x == 2", { x: "2" })).toBe(true);
    expect(holds("x == 2", { x: "2.0" })).toBe(true);
    expect(holds('x == "2"', { x: 2 })).toBe(true);
    expect(holds('x in ("4624", "4625")', { x: 4625 })).toBe(true);
    expect(holds("x in (4624, 4625)", { x: "4625" })).toBe(true);
    expect(holds('x == "02"', { x: "2" })).toBe(false);
    expect(holds("x == 2", { x: "0x00000002" })).toBe(false);
    expect(holds("x > 9", { x: "10" })).toBe(true);
    expect(holds('x > "9"', { x: "10" })).toBe(false);
    expect(holds('x > "9"', { x: 10 })).toBe(true);
  });

  it("compare 64-bit integers stored as text exactly", () => {
    expect(holds("x == 18014398509481985", { x: "18014398509481985" })).toBe(true);
    expect(holds("x == 18014398509481985", { x: "18014398509481984" })).toBe(false);
    expect(holds("x > 18014398509481984", { x: "18014398509481985" })).toBe(true);
    expect(holds("x in (18014398509481985)", { x: "18014398509481984" })).toBe(false);
    // Beyond 64 bits the number in a query is a double, and so is what it is compared with.
    expect(holds("x == 18446744073709551615", { x: "18446744073709551615" })).toBe(true);
    expect(holds("x in (1, 18446744073709551615)", { x: "18446744073709551615" })).toBe(true);
    expect(holds("x >= 18446744073709551615", { x: "18446744073709551615" })).toBe(true);
    expect(holds("x == 18446744073709551615", { x: "18446744073709500000" })).toBe(false);
    expect(holds("x < 18446744073709551615", { x: 5 })).toBe(true);
  });

  it("accept booleans stored as text", () => {
    expect(holds("x == true", { x: true })).toBe(true);
    expect(holds("x == true", { x: "true" })).toBe(true);
    expect(holds('x == "true"', { x: true })).toBe(true);
    expect(holds("x == false", { x: false })).toBe(true);
    expect(holds("x == true", { x: 1 })).toBe(false);
    expect(holds("x", { x: "true" })).toBe(true);
  });

  it("order texts by code point", () => {
    expect(holds('x < "\\u{10000}"', { x: "\uffff" })).toBe(true);
    expect(holds('x >= "b" and x < "c"', { x: "bee" })).toBe(true);
    expect(holds('"b" <= x', { x: "B" })).toBe(false);
  });

  it(": folds only ASCII letters of a field, but all of Unicode in the result of a function", () => {
    expect(holds('x : "É"', { x: "é" })).toBe(false);
    expect(holds('x : "K"', { x: "\u212a" })).toBe(false);
    expect(holds('string(x) : "É"', { x: "é" })).toBe(true);
    expect(holds('string(x) : "É*"', { x: "éa" })).toBe(false);
    expect(holds('x in~ ("É")', { x: "é" })).toBe(false);
    expect(holds('string(x) in~ ("É")', { x: "é" })).toBe(true);
  });

  it("patterns see numbers as texts", () => {
    expect(holds('x : "46*"', { x: 4624 })).toBe(true);
    expect(holds('x : ("2", "0x00000002")', { x: 2 })).toBe(true);
  });

  it("in~ has no wildcards", () => {
    expect(holds('x in~ ("A*")', { x: "a*" })).toBe(true);
    expect(holds('x in~ ("A*")', { x: "ab" })).toBe(false);
  });

  it("a calculation that fails counts as false for that event only", () => {
    expect(holds("10 / x > 1", { x: 0 })).toBe(false);
    expect(holds("10 / x > 1", { x: [0, 2] })).toBe(true);
    expect(holds("x + 1 > 0", { x: "9223372036854775807" })).toBe(false);
  });

  it("cidrMatch finds addresses in blocks", () => {
    expect(holds('cidrMatch(ip, "10.6.48.157/8")', { ip: ["::1", "10.1.2.3"] })).toBe(true);
    expect(holds('cidrMatch(ip, "192.168.0.0/16", "2001:db8::/32")', { ip: "2001:0DB8:0::1" })).toBe(true);
    expect(holds('cidrMatch(ip, "10.0.0.0/8")', { ip: "no address" })).toBe(false);
    expect(holds('not cidrMatch(ip, "10.0.0.0/8")', { ip: "11.0.0.1" })).toBe(true);
  });

  it("treat names of properties of every object as fields", () => {
    expect(holds("constructor == null", {})).toBe(true);
    expect(holds('__proto__ == "x"', JSON.parse('{"__proto__": "x"}') as object)).toBe(true);
  });
});

describe("explain", () => {
  it("shows the result of each clause of not (a and b)", () => {
    const query = compileEql('any where x == 1 and not (a : "x" and b : ("y", "z"))');
    if (query.kind !== "event") throw new Error("not an event query");
    expect(query.explain(flatten({ x: 1, a: ["q", "X"] }))).toEqual({
      kind: "and",
      text: 'x == 1 and not (a : "x" and b : ("y", "z"))',
      held: true,
      values: [],
      clauses: [
        { kind: "test", text: "x == 1", held: true, values: [{ field: "x", values: [1] }], clauses: [] },
        {
          kind: "not",
          text: 'not (a : "x" and b : ("y", "z"))',
          held: true,
          values: [],
          clauses: [
            {
              kind: "and",
              text: 'a : "x" and b : ("y", "z")',
              held: false,
              values: [],
              clauses: [
                {
                  kind: "test",
                  text: 'a : "x"',
                  held: true,
                  values: [{ field: "a", values: ["q", "X"] }],
                  clauses: [],
                },
                {
                  kind: "test",
                  text: 'b : ("y", "z")',
                  held: false,
                  values: [{ field: "b", values: [] }],
                  clauses: [],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it("starts with the event category", () => {
    const query = compileEql("process where a == 1 or b == 2");
    if (query.kind !== "event") throw new Error("not an event query");
    const explanation = query.explain(flatten({ event: { category: "process" } }));
    expect(explanation.text).toBe('event.category == "process" and (a == 1 or b == 2)');
    expect(explanation.clauses.map((c) => [c.kind, c.held])).toEqual([
      ["test", true],
      ["or", false],
    ]);
  });

  it("keeps clauses that can never decide", () => {
    const query = compileEql("any where not (null and x == 1)");
    if (query.kind !== "event") throw new Error("not an event query");
    const explanation = query.explain(flatten({ x: 2 }));
    expect(explanation.held).toBe(false);
    expect(explanation.clauses[0]!.clauses.map((c) => c.text)).toEqual(["null", "x == 1"]);
  });
});
