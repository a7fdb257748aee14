import { describe, expect, it } from "vitest";
import { flatten } from "../../../src/ecs/flat-event.ts";
import { runnable, usesField } from "../../../src/rules/run/index.ts";
import { ruleOf } from "./helpers.ts";

const NAMES = ["a", "b", "c", "f", "k", "x", "y", "host.id", "host.name"];
const used = (changes: object, event: object = {}): string[] => {
  const rule = runnable(ruleOf(changes), [], 0);
  return NAMES.filter((name) => usesField(rule, name, () => flatten(event)));
};
const eql = (query: string, more: object = {}) => used({ type: "eql", query, ...more });

describe("usesField", () => {
  it("is true for the fields of the query, its keys and the filters", () => {
    const exists = { meta: {}, query: { exists: { field: "f" } } };
    expect(eql("any where a == 1 and not b == 2", { filters: [exists] })).toEqual(["a", "b", "f"]);
    const sequence = "sequence by k [any where a == 1] by x [any where b == 1] by y";
    expect(eql(sequence)).toEqual(["a", "b", "k", "x", "y"]);
    expect(eql(`${sequence} until [any where c == 1] by c`)).toEqual(["a", "b", "c", "k", "x", "y"]);
  });

  it("is true for the fields of the event that a wildcard found", () => {
    const kuery = { type: "query", language: "kuery", query: "a: y or host.*: x" };
    expect(used(kuery, { host: { id: "x", name: "y" } })).toEqual(["a", "host.id"]);
  });

  it("is false for a rule that does not run", () => expect(eql("any where")).toEqual([]));
});
