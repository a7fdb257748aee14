import { describe, expect, it } from "vitest";
import { compileEql } from "../../../src/eql/index.ts";
import { longestSafeSegment } from "../../../src/match/required-text.ts";

/** The required texts in short: field=text|text, with ~ before a text that is searched case-insensitively. */
function clauses(text: string): string[] {
  return compileEql(text).requiredTexts.map(
    ({ field, anyOf }) => `${field}=${anyOf.map((t) => (t.ignoreCase ? "~" : "") + t.text).join("|")}`,
  );
}

describe("required texts", () => {
  it.each([
    ['a == "x"', ["a=x"]],
    ['"x" == a', ["a=x"]],
    ['a in ("x", "y")', ["a=x|y"]],
    ['a in ("x", null)', ["a=x"]],
    ['a in~ ("x")', ["a=~x"]],
    ['a : "*long run?short*"', ["a=~long run"]],
    ['a like ("x*", "*y")', ["a=x|y"]],
    ['a like~ "x*"', ["a=~x"]],
    ['startsWith(a, "x") and endsWith~(b, "y") and stringContains(c, "z")', ["a=x", "b=~y", "c=z"]],
    ['startsWith(a, "x") == true', ["a=x"]],
    [String.raw`stringContains(a, "to=\\*") and endsWith(b, "x*long?end")`, ["a=to=*", "b=x"]],
    ['a == "x" or a == "y"', ["a=x|y"]],
    ['(a == "x" and b == "1a") or (a == "y" and c == "2b")', ["a=x|y"]],
    ['a == "x" and (b == "y" or c == "z")', ["a=x"]],
    ['null or a == "x"', ["a=x"]],
  ])("of %s", (condition, expected) => {
    expect(clauses(`any where ${condition}`)).toEqual(expected);
  });

  it.each([
    "a == 5",
    'a == "5"',
    'a in ("x", "5")',
    "a == true",
    "a != null",
    "a == null",
    'not a == "x"',
    'a != "x"',
    'a : "*"',
    'endsWith(a, "*?")',
    'a : ("x", "*")',
    'a regex "x.*"',
    'startsWith("x", a)',
    'startsWith(a, "x") == false',
    'a == "x" or true',
    'a == "x" or b > 1',
    'concat(a, "x") == "yx"',
    'string(a) : "x"',
    'a == ""',
    'a == "x" or b == "x"',
    "a in (null)",
    'a > "x"',
  ])("are none for %s", (condition) => {
    expect(clauses(`any where ${condition}`)).toEqual([]);
  });

  it("include the event category", () => {
    expect(clauses('process where a == "x"')).toEqual(["event.category=process", "a=x"]);
  });

  it("of a sequence are those of any of its terms", () => {
    expect(clauses('sequence [process where a == "x"] [file where a == "y"]')).toEqual([
      "event.category=process|file",
      "a=x|y",
    ]);
    expect(clauses('sequence [process where a == "x"] [process where true] until [file where true]')).toEqual(
      ["event.category=process|process|file"],
    );
  });
});

describe("longestSafeSegment", () => {
  it.each([
    ["HKLM\\SOFTWARE\\Windows Error Reporting\\LocalDumps", "Windows Error Reporting"],
    ["a/bc\"def'ghij", "ghij"],
    ["x & y <zzzz>", "zzzz"],
    ["éé", ""],
    ["", ""],
    ["\t\nab\u007f", "ab"],
  ])("of %j is %j", (text, expected) => {
    expect(longestSafeSegment(text)).toBe(expected);
  });
});
