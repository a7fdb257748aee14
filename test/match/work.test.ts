import { growth, LINEAR, work } from "../support/work.ts";
import { expect, it } from "vitest";
import { compilePatterns } from "../../src/match/pattern.ts";
import { parseNumber } from "../../src/match/values.ts";

it.each([`${"*a".repeat(50)}b`, `${"*?a".repeat(50)}*b`, `${"*ab".repeat(50)}*c`, "a*?a*b"])(
  "the pattern %s reads a text once",
  (pattern) => {
    const test = compilePatterns([pattern], false);
    expect(growth(5000, (n) => test("a".repeat(n)))).toBeLessThan(LINEAR);
    expect(growth(5000, (n) => test("ab".repeat(n)))).toBeLessThan(LINEAR);
  },
);

it("parseNumber rejects a long text without reading all of it", () => {
  const short = work(() => parseNumber(`${"1".repeat(399)}x`));
  expect(short).toBeLessThan(500);
  expect(work(() => parseNumber(`${"1".repeat(1_000_000)}x`))).toBeLessThanOrEqual(short);
  expect(work(() => parseNumber("9".repeat(1_000_000)))).toBeLessThanOrEqual(short);
});
