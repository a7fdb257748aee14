import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePatterns } from "../../src/match/pattern.ts";

const matches = (pattern: string, text: string, ignoreCase = false): boolean =>
  compilePatterns([pattern], ignoreCase)(text);

describe("wildcards", () => {
  it.each([
    ["*", "", true],
    ["*", "x", true],
    ["?", "x", true],
    ["?", "", false],
    ["?", "xy", false],
    ["", "", true],
    ["", "x", false],
    ["a*c", "ac", true],
    ["a*c", "abbc", true],
    ["a*c", "abcd", false],
    ["*b*", "abc", true],
    ["*b*", "acd", false],
    ["a*", "ab", true],
    ["*c", "abc", true],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["*a?c*", "xxabcxx", true],
    ["ab*ba", "aba", false],
    ["ab*ba", "abba", true],
    ["a*b*c", "a-c-b-c", true],
    ["a*b*c", "a-c-b", false],
    ["**", "x", true],
    ["?*?", "x", false],
    ["?*?", "xy", true],
    ["*??", "xyz", true],
    ["%_", "%_", true],
    ["%_", "ab", false],
    ["a\\*", "a\\b", true],
    ["a\\*", "a*", false],
    ["*.exe", "\n.exe", true],
    ["?:\\*", "C:\\x", true],
    ["*aab", "aaaab", true],
    ["*a?a", "aaa", true],
  ])("%j on %j: %s", (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it("match one code point with ?, like Lucene", () => {
    expect(matches("?", "💩")).toBe(true);
    expect(matches("??", "💩")).toBe(false);
    expect(matches("*?x", "💩x")).toBe(true);
    expect(matches("*?", "💩")).toBe(true);
    expect(matches("?*?*?", "💩💩")).toBe(false);
    expect(matches("*?b*", "💩b")).toBe(true);
  });

  it("ignore the case of ASCII letters only", () => {
    expect(matches("*WIN?OWS*", "c:\\windows\\x", true)).toBe(true);
    expect(matches("É*", "éa", true)).toBe(false);
    expect(matches("k*", "\u212ax", true)).toBe(false);
    expect(matches("A*", "ab")).toBe(false);
  });

  it("agree with a simple recursive definition", () => {
    const reference = (pattern: readonly string[], text: readonly string[]): boolean => {
      const [p, ...rest] = pattern;
      if (p === undefined) return text.length === 0;
      if (p === "*") return reference(rest, text) || (text.length > 0 && reference(pattern, text.slice(1)));
      return text.length > 0 && (p === "?" || p === text[0]) && reference(rest, text.slice(1));
    };
    const text = fc.string({ unit: fc.constantFrom("a", "b", "💩"), maxLength: 10 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", "💩"), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (p, t) => matches(p, t) === reference([...p], [...t])),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 5 }), text, (list, t) => {
        return compilePatterns(list, true)(t.toUpperCase()) === list.some((p) => reference([...p], [...t]));
      }),
    );
  });

  it("find one text among thousands", () => {
    const test = compilePatterns(
      [...Array.from({ length: 2609 }, (_, i) => `File${i}.dll`), "*\\evil?.dll"],
      true,
    );
    expect(test("FILE2608.DLL")).toBe(true);
    expect(test("file2609.dll")).toBe(false);
    expect(test("c:\\EVIL1.dll")).toBe(true);
  });

  it("are decided even if made to be slow", () => {
    const text = "a".repeat(100_000);
    expect(matches(`${"*a".repeat(50)}b`, text)).toBe(false);
    expect(matches(`${"*?a".repeat(50)}*b`, text)).toBe(false);
  });
});
