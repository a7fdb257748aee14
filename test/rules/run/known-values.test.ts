import { describe, expect, it } from "vitest";
import { flatten } from "../../../src/ecs/flat-event.ts";
import { byKnownValues } from "../../../src/rules/run/known-values.ts";
import { eventRule } from "./helpers.ts";

/** The clause of a query, and how often its own test runs. */
function counted(query: string) {
  const { clause } = eventRule({ type: "eql", query: `any where ${query}` }).conditions[0]!;
  let calls = 0;
  const test = byKnownValues(clause, (event) => (calls++, clause.test(event)));
  return { test: (event: object) => test(flatten(event)), calls: () => calls };
}
const named = (name: unknown) => ({ process: { name } });

describe("a clause on known values", () => {
  it("is tested once for each value of its field", () => {
    const { test, calls } = counted('not process.name : ("a*", "*b")');
    for (let i = 0; i < 10; i++) {
      expect(test(named("ax"))).toBe(false);
      expect(test(named("c"))).toBe(true);
    }
    expect(calls()).toBe(2);
  });

  it("is tested each time on lists, numbers, long texts and where the field is missing", () => {
    const { test, calls } = counted('process.name : ("a*", "2")');
    for (const value of [["c", "ax"], 2, "a".repeat(5000), undefined])
      for (let i = 0; i < 2; i++) expect(test(named(value))).toBe(value !== undefined);
    expect(calls()).toBe(8);
  });

  it("stays right when there are more values than it keeps", () => {
    const { test } = counted('process.name : "*7"');
    for (let round = 0; round < 2; round++)
      for (let i = 0; i < 1000; i++) expect(test(named(`v${i}`))).toBe(i % 10 === 7);
  });

  it.each([
    'process.name : "a*" or user.id : "b*"',
    'process.command_line : "a*"',
    'concat(user.id, user.name) == "bcb"',
  ])("is tested each time if other fields decide too, or have too many values: %s", (query) => {
    const { test, calls } = counted(query);
    for (let i = 0; i < 3; i++)
      test({ process: { name: "ax", command_line: "ax" }, user: { id: "bc", name: "b" } });
    expect(calls()).toBe(3);
  });
});
