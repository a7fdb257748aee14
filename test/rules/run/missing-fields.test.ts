import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runEql } from "../../../src/eql/index.ts";
import { missingFields, runnable } from "../../../src/rules/run/index.ts";
import { sequenceEvent, sequenceQuery } from "../../eql/sequence-generators.ts";
import { ruleOf } from "./helpers.ts";

const eql = (query: string, more: object = {}) => runnable(ruleOf({ type: "eql", query, ...more }), [], 0);
const without = (query: string, ...fields: readonly string[]) =>
  missingFields(eql(query), (field) => fields.includes(field));

describe("missingFields", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['process where a == "x" and b == "y"', ["b"], ["b"]],
    ['process where a == "x" or b == "y"', ["b"], []],
    ["sequence by host.id [any where a == 1] [any where b == 1]", ["host.id"], ["host.id"]],
    ["sequence by ?host.id [any where a == 1] [any where b == 1]", ["host.id"], []],
    ["sequence [any where a == 1] by x [any where b == 1] by y", ["y"], ["y"]],
    ["sequence by h [any where a == 1] [any where b == 1]", ["h", "b"], ["h", "b"]],
    ["sample by h [any where a == 1] [any where b == 1]", ["b"], ["b"]],
    // An event that must not happen need not be possible, nor one that ends the sequence.
    ["sequence with maxspan=1m [any where a == 1] ![any where b == 1] [any where c == 1]", ["b"], []],
    ["sequence [any where a == 1] [any where b == 1] until [any where c == 1]", ["c"], []],
  ])("of %s without %j", (query, fields, expected) => {
    expect(without(query, ...fields)).toEqual(expected);
  });

  it("is empty for a rule that does not run", () => {
    expect(missingFields(eql("process where"), () => true)).toEqual([]);
  });

  it("is right for sequences: without the fields there is none", () => {
    let prevented = 0;
    fc.assert(
      fc.property(
        sequenceQuery,
        fc.array(sequenceEvent, { maxLength: 12 }),
        fc.uniqueArray(fc.constantFrom("k", "j", "tag"), { maxLength: 2 }),
        (query, events, fields) => {
          const missing = without(query, ...fields);
          if (missing.length === 0) return;
          prevented++;
          const stripped = events.map((event) =>
            Object.fromEntries(Object.entries(event).filter(([field]) => !fields.includes(field as "k"))),
          );
          expect(runEql(query, stripped)).toEqual([]);
        },
      ),
      { numRuns: 1000 },
    );
    expect(prevented).toBeGreaterThan(100);
  });
});
