import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileEql } from "../../../src/eql/index.ts";
import { requiredValuesOf } from "../../../src/match/required-value.ts";
import { asciiLower } from "../../../src/match/ascii.ts";
import { flatten } from "../../../src/ecs/flat-event.ts";
import { scalarText } from "../../../src/match/values.ts";
import { condition, document, leaf } from "../generators.ts";

function requiredValues(text: string) {
  const query = compileEql(text);
  if (query.kind !== "event") throw new Error("not an event query");
  return requiredValuesOf(query.clause)?.map(({ field, value }) => `${field}=${value}`) ?? null;
}

describe("requiredValuesOf", () => {
  it.each<[string, string[] | null]>([
    ['any where a == "X"', ["a=x"]],
    ['any where "X" == a', ["a=x"]],
    ['any where a : ("X", "x", "y")', ["a=x", "a=y"]],
    ['any where a in ("x", null)', ["a=x"]],
    ['any where a in~ ("02", "x")', ["a=02", "a=x"]],
    ['any where a in ("2", "x")', ["a=2", "a=x"]],
    ['any where a in ("02", "x")', null],
    ["any where a == 2", null],
    ["any where a == null", null],
    ['any where a : "x*"', null],
    ['any where a regex "x"', null],
    ['any where a : "x" or b == "y"', ["a=x", "b=y"]],
    ['any where a : "x" or b == "y" or false', ["a=x", "b=y"]],
    ['any where a : "x" or b : "y*"', null],
    ['any where not a : "x"', null],
    ['any where a : ("x", "y") and b == "z" and c > 1', ["b=z"]],
    ['any where event.type == "start" and a : ("x", "y")', ["a=x", "a=y"]],
    ['process where event.code : ("1", "4688")', ["event.code=1", "event.code=4688"]],
    ["process where true", ["event.category=process"]],
    ["any where true", null],
  ])("returns the required values of %s", (text, expected) => {
    expect(requiredValues(text)).toEqual(expected);
  });

  it("returns values of which every matching event has at least one", () => {
    let met = 0;
    fc.assert(
      fc.property(fc.oneof(leaf, condition), document, (text, doc) => {
        const query = compileEql(`any where ${text}`);
        if (query.kind !== "event") return;
        const event = flatten(doc);
        const found = requiredValuesOf(query.clause);
        if (found === null || !query.matches(event)) return;
        met++;
        const has = (field: string, value: string): boolean =>
          ([] as unknown[])
            .concat(event[field] ?? [])
            .some((v) => asciiLower(scalarText(v as string)) === value);
        expect(
          found.some(({ field, value }) => has(field, value)),
          text,
        ).toBe(true);
      }),
      { numRuns: 10_000 },
    );
    expect(met).toBeGreaterThan(10);
  });
});
