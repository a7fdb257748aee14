import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileEql } from "../../src/eql/index.ts";
import { compileKql } from "../../src/kql/index.ts";
import type { Clause } from "../../src/match/clause.ts";
import { fieldsThatPrevent } from "../../src/match/missing-fields.ts";
import { flatten } from "../../src/ecs/flat-event.ts";
import { condition, document } from "../eql/generators.ts";

function eql(text: string): Clause {
  const query = compileEql(`any where ${text}`);
  if (query.kind !== "event") throw new Error("not an event query");
  return query.clause;
}

const without =
  (...fields: readonly string[]) =>
  (field: string): boolean =>
    fields.includes(field);

describe("fieldsThatPrevent", () => {
  it.each<[string, readonly string[], readonly string[] | null]>([
    ['a == "x"', ["a"], ["a"]],
    ['a == "x"', ["b"], null],
    ['a == "x" and b == "y"', ["b"], ["b"]],
    ['a == "x" and b == "y"', ["a", "b"], ["a", "b"]],
    ['a == "x" or b == "y"', ["a"], null],
    ['a == "x" or b == "y"', ["a", "b"], ["a", "b"]],
    // `not` is true where the field is missing.
    ['not a == "x"', ["a"], null],
    ['not (not a == "x")', ["a"], ["a"]],
    ['not (a == "x" or b == "y")', ["a", "b"], null],
    ["a == null", ["a"], null],
    ["a != null", ["a"], ["a"]],
    ["not a == null", ["a"], ["a"]],
    ['a : ("x", "y") and not b : "z"', ["a", "b"], ["a"]],
    ["length(a) > 2", ["a"], ["a"]],
    // What is known of one field says nothing of a test of two.
    ['concat(a, b) == "xy"', ["a"], null],
    ['concat(a, b) == "xy"', ["a", "b"], ["a", "b"]],
    ["?a == null", ["a"], null],
    ["true", ["a"], null],
    ["false", ["a"], []],
    ["not (a == 1 or null)", ["a"], null],
  ])("of %s without %j", (text, missing, expected) => {
    expect(fieldsThatPrevent(eql(text), without(...missing))).toEqual(expected);
  });

  it.each<[string, readonly string[], readonly string[] | null]>([
    ["a: x", ["a"], ["a"]],
    ["a: *", ["a"], ["a"]],
    ["not a: *", ["a"], null],
    ["a.*: x", ["a", "a.b"], null],
    // An event may have a field of that name, which is then tested instead.
    ["a.text: x", ["a"], null],
    ["n: { a: x }", ["n.a"], ["n.a"]],
  ])("of KQL %s without %j", (text, missing, expected) => {
    expect(fieldsThatPrevent(compileKql(text).clause, without(...missing))).toEqual(expected);
  });

  it("is right: no event without the fields matches", () => {
    let prevented = 0;
    fc.assert(
      fc.property(
        condition,
        fc.uniqueArray(fc.constantFrom("a", "b", "c.d"), { maxLength: 3 }),
        fc.array(document, { minLength: 1, maxLength: 5 }),
        (text, missing, documents) => {
          const clause = eql(text);
          const fields = fieldsThatPrevent(clause, without(...missing));
          if (fields === null) return;
          prevented++;
          for (const field of fields) expect(missing).toContain(field);
          // The named fields alone are reason enough.
          expect(fieldsThatPrevent(clause, without(...fields))).not.toBeNull();
          for (const one of documents) {
            const event = flatten(one);
            for (const field of fields) Reflect.deleteProperty(event, field);
            expect(clause.test(event)).toBe(false);
          }
        },
      ),
      { numRuns: 5000 },
    );
    expect(prevented).toBeGreaterThan(200);
  });
});
