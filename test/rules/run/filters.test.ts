import { describe, expect, it } from "vitest";
import { flatten } from "../../../src/ecs/flat-event.ts";
import { eventRule } from "./helpers.ts";

const run = (filter: object) => eventRule({ query: "e: *", filters: [filter] });

describe("filters", () => {
  it.each<[object, object, boolean]>([
    [{ match_phrase: { f: "x" } }, { f: "x" }, true],
    [{ match_phrase: { f: { query: "x" } } }, { f: "y" }, false],
    [{ match_phrase: { message: "b c" } }, { message: "a B C" }, true],
    [{ match: { message: "q c" } }, { message: "a B C" }, true],
    [{ term: { f: true } }, { f: "true" }, true],
    [{ term: { f: { value: "A*b", case_insensitive: true } } }, { f: "a*B" }, true],
    [{ term: { f: { value: "A*b", case_insensitive: true } } }, { f: "axB" }, false],
    [{ terms: { f: ["x", 5] } }, { f: 5 }, true],
    [{ prefix: { f: "x?" } }, { f: "x?y" }, true],
    [{ prefix: { f: "x?" } }, { f: "xyz" }, false],
    [{ wildcard: { f: { value: "?:\\\\Win*", case_insensitive: true } } }, { f: "c:\\wINdows" }, true],
    [{ wildcard: { f: { wildcard: "a*" } } }, { f: "Ab" }, false],
    [{ exists: { field: "f" } }, { f: "" }, true],
    [{ range: { f: { gte: 5, lt: 7 } } }, { f: 6 }, true],
    [{ range: { f: { gte: 5, lt: 7 } } }, { f: 7 }, false],
    [{ bool: { must: [{ exists: { field: "f" } }], should: [{ term: { f: "x" } }] } }, { f: "y" }, true],
    [
      { bool: { should: [{ term: { f: "x" } }, { term: { f: "y" } }], minimum_should_match: 1 } },
      { f: "y" },
      true,
    ],
    [{ bool: { should: { term: { f: "x" } } } }, { f: "y" }, false],
    [
      { bool: { filter: { term: { f: "x" } }, must_not: [{ exists: { field: "g" } }] } },
      { f: "x", g: 1 },
      false,
    ],
  ])("%j on %j: %s", (query, document, expected) => {
    const event = flatten({ e: 1, ...document });
    const plain = run({ query });
    expect(plain.warnings).toEqual([]);
    expect(plain.matches(event)).toBe(expected);
    expect(run({ meta: { negate: true }, query }).matches(event)).toBe(!expected);
    expect(run({ meta: { negate: true, disabled: true }, query }).matches(event)).toBe(true);
  });

  it.each<[string, object, boolean]>([
    ["OR", { f: "x" }, true],
    ["OR", {}, true],
    ["OR", { f: "y" }, false],
    ["AND", { f: "x" }, false],
    ["AND", { f: "x", g: 1 }, true],
  ])("joins filters as Kibana's filter bar does: %s on %j", (relation, document, expected) => {
    const second = relation === "OR" ? "f" : "g";
    const params = [
      { meta: {}, query: { match_phrase: { f: "x" } } },
      { meta: { negate: relation === "OR" }, query: { exists: { field: second } } },
    ];
    const event = flatten({ e: 1, ...document });
    const meta = { type: "combined", relation, params };
    const joined = eventRule({ query: "e: *", filters: [{ meta, query: {} }] });
    expect(joined.warnings).toEqual([]);
    expect(joined.matches(event)).toBe(expected);
    expect(run({ meta: { ...meta, negate: true }, query: {} }).matches(event)).toBe(!expected);
    const nested = { type: "combined", relation: "AND", params: [{ meta, query: {} }] };
    expect(run({ meta: nested, query: {} }).matches(event)).toBe(expected);
  });

  it("leaves out joined filters of which it cannot read one", () => {
    const readable = { meta: {}, query: { exists: { field: "f" } } };
    for (const params of [[], [readable, { meta: {}, query: { script: {} } }], "f"]) {
      const { warnings, matches } = run({ meta: { type: "combined", relation: "AND", params }, query: {} });
      expect(warnings.map(({ code }) => code)).toEqual(["filters"]);
      expect(matches(flatten({ e: 1 }))).toBe(true);
    }
  });

  it("takes the range of times that Kibana writes, and the phrase of its old versions", () => {
    const day = {
      range: { "@timestamp": { gte: "2024-05-14T00:00:00.000Z", format: "strict_date_optional_time" } },
    };
    expect(run({ query: day }).warnings).toEqual([]);
    expect(run({ query: day }).matches(flatten({ e: 1, "@timestamp": "2024-05-13T23:59:59Z" }))).toBe(false);
    expect(run({ query: day }).matches(flatten({ e: 1, "@timestamp": "2024-05-14T00:00:00Z" }))).toBe(true);
    const phrase = run({ query: { match: { message: { query: "b c", type: "phrase" } } } });
    expect(phrase.warnings).toEqual([]);
    expect(phrase.matches(flatten({ e: 1, message: "a b c" }))).toBe(true);
    expect(phrase.matches(flatten({ e: 1, message: "c b" }))).toBe(false);
  });

  it("takes the form of old exports", () => {
    expect(run({ meta: {}, $state: {}, exists: { field: "f" } }).matches(flatten({ e: 1 }))).toBe(false);
  });

  it.each([
    "x",
    null,
    { query: {} },
    { query: { match_phrase: { f: "x" }, term: { f: "x" } } },
    { query: { match: { f: { query: "x", operator: "and" } } } },
    { query: { term: { message: "x" } } },
    { query: { terms: { f: [] } } },
    { query: { range: { f: { gte: "now-1d" } } } },
    { query: { range: { f: { gte: 5, format: "yyyy" } } } },
    { query: { bool: { should: [{ term: { f: 1 } }], minimum_should_match: 2 } } },
    { query: { bool: { must: [{ script: {} }] } } },
    { query: { bool: {} } },
    { query: { __proto__: { f: "x" } } },
  ])("leaves out %j and says so", (filter) => {
    const one = eventRule({ query: "e: *", filters: [filter] });
    expect(one.warnings.map(({ code }) => code)).toEqual(["filters"]);
    expect(one.matches(flatten({ e: 1 }))).toBe(true);
  });

  it("does not follow a hostile depth", () => {
    let query: object = { term: { f: "x" } };
    for (let i = 0; i < 1000; i++) query = { bool: { must: [query] } };
    expect(run({ query }).warnings).toHaveLength(1);
  });
});
