import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { literalValue, valuePattern } from "../../../src/app/list/value-pattern.ts";

describe("the value of a condition", () => {
  it.each<[string, string[], string[]]>([
    ["Power", ["power"], ["powershell", ""]],
    ["power*", ["power", "powershell.exe"], ["xpower"]],
    ["*.EXE", ["a.exe", ".exe"], ["a.exe.txt"]],
    ["*dump*", ["dump", "lsass.dump.exe"], ["dum"]],
    ["*", ["a", "*"], [""]],
    ["", [""], ["a"]],
    ["**", ["*"], ["a", "", "**"]],
    ["a**", ["a*"], ["a", "ab", "a**"]],
    ["**a", ["*a"], ["a", "ba"]],
    ["a.*b", ["a.*b"], ["a.xb"]],
    ["(a+)+$", ["(a+)+$"], ["aa"]],
  ])("%j", (value, yes, no) => {
    const test = valuePattern(value);
    expect(yes.map(test)).toEqual(yes.map(() => true));
    expect(no.map(test)).toEqual(no.map(() => false));
  });

  it("can be made so that one text alone meets it", () => {
    const texts = fc.string({ unit: fc.constantFrom("*", "a", "B", "\\", '"') });
    fc.assert(
      fc.property(texts, texts, (text, other) => {
        const test = valuePattern(literalValue(text));
        expect(test(text.toLowerCase())).toBe(true);
        if (other.toLowerCase() !== text.toLowerCase()) expect(test(other.toLowerCase())).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
