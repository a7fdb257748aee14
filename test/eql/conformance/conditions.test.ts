import { describe, expect, it } from "vitest";
import { compileEql, runEql } from "../../../src/eql/index.ts";

function found(condition: string, document: object): boolean {
  return runEql(`any where ${condition}`, [document]).length === 1;
}

describe("negation and missing fields", () => {
  const rows: readonly (readonly [string, object, boolean])[] = [
    ['not (a : "x" and b : "y")', {}, true],
    ['not (a : "x" and b : "y")', { b: "y" }, true],
    ['not (a : "x" and b : "y")', { a: "x", b: "y" }, false],
    ['not (a : "x" and b : "y")', { a: ["w", "x"], b: ["y", "z"] }, false],
    ['a != "x"', {}, true],
    ['a not in ("x")', { a: null }, true],
    ["not a > 5", { a: [] }, true],
    ["not length(a) > 5", {}, true],
    ['not startsWith~(a, "x")', {}, true],
    ['not cidrMatch(a, "10.0.0.0/8")', {}, true],
    ['a : "*"', {}, false],
    ['a : "*"', { a: "" }, true],
    ["a == null", { a: [null, null] }, true],
    ["a != null", { a: [null, 0] }, true],
    ["a == null", { a: "" }, false],
    ["null == (a > 5)", {}, true],
    ["null == (a > 5)", { a: 1 }, false],
    ["concat(a, b) == null", { a: "x" }, true],
    ["concat(a, b) != null", { a: "x" }, false],
    ["not null", {}, false],
    ["not (null > 1)", {}, false],
    ["a or null", { a: true }, true],
    ["not a", {}, true],
    ['startsWith(a, "x") == false', {}, true],
    ['startsWith(a, "x") != true', { a: "xy" }, false],
  ];
  it.each(rows)("%s in %j: %s", (condition, document, expected) => {
    expect(found(condition, document)).toBe(expected);
  });
});

describe("several values", () => {
  const rows: readonly (readonly [string, object, boolean])[] = [
    ["a > 10 and a < 20", { a: [5, 25] }, true],
    ['a != "x"', { a: ["x", "y"] }, false],
    ['a not in ("x", "z")', { a: ["x", "y"] }, false],
    ["length(a) == 1 and length(a) == 4", { a: ["w", "wxyz"] }, true],
    ["not (length(a) == 1)", { a: ["w", "wxyz"] }, false],
    ["a + b == 9", { a: [1, 4], b: [2, 5] }, true],
    ["a + b == 8", { a: [1, 4], b: [2, 5] }, false],
    ['list.name == "q"', { list: [{ name: "p" }, { name: "q" }] }, true],
    ['list.name == "q"', { list: [{ name: ["p", null] }, { name: "q" }] }, true],
    ['list.name == "q"', { "list.name": "q" }, true],
  ];
  it.each(rows)("%s in %j: %s", (condition, document, expected) => {
    expect(found(condition, document)).toBe(expected);
  });

  it.each([
    ["alpha where true", { event: [{ category: "beta" }, { category: "alpha" }] }, 1],
    ["alpha where true", { "event.category": ["beta", "ALPHA"] }, 0],
    ["any where true", {}, 1],
  ])("%s in %j: %i", (query, document, count) => {
    expect(runEql(query, [document])).toHaveLength(count);
  });
});

describe("patterns", () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['a : "REP*.t?t"', "report.txt", true],
    ['a like "REP*"', "report.txt", false],
    ['a like~ "REP*"', "report.txt", true],
    ['a : "50%_*"', "50%_off", true],
    ['a : "50%"', "50 and more", false],
    [String.raw`a : "D:\\*"`, String.raw`D:\temp`, true],
    [String.raw`a : """D:\*"""`, String.raw`D:\temp`, true],
    ['a : "?"', "", false],
    ['a in~ ("REP*")', "report", false],
    ['a in~ ("rep?")', "REP?", true],
    ['a == "rep*"', "report", false],
    ['a regex "rep"', "report", false],
    ['a regex "re[a-p]ort"', "report", true],
    ['a regex~ ("none", "RE.*")', "report", true],
    ['a regex~ "[A-Z]+"', "report", false],
    ['a regex "^rep.*"', "report", false],
    ['substring(a, 1) regex "^ep.*t$"', "report", true],
    ['substring(a, 0, 3) : "R?P"', "report", true],
    ['a : "ÉTÉ*"', "été 2020", false],
    ['substring(a, 0, 3) : "ÉTÉ"', "été 2020", true],
    ['substring(a, 0, 3) like~ "ÉTÉ"', "été 2020", true],
    ['substring(a, 0, 3) like "ÉTÉ"', "été 2020", false],
    ['substring(a, 0) : "ÉT*"', "été 2020", false],
    // A script's pattern is one of Java, whose dot stops at a line's end; one that matches everything is none.
    ['substring(a, 0) like ("x", "a*z")', "a b z", true],
    ['substring(a, 0) like "a*z"', "a\nz", false],
    ['a like "a*z"', "a\nz", true],
    ['substring(a, 0) : "a?z"', "a\u2028z", false],
    ['substring(a, 0) : ("x", "**")', "a\nz", true],
    [String.raw`substring(a, 0) : """^a.(b)*\[$"""`, String.raw`^A.(B)\C\[$`, true],
    [String.raw`substring(a, 0) : "a.*"`, "axb", false],
    // Two constants are folded by Java, all of Unicode.
    ['"été" : "ÉTÉ"', "", true],
    ['"été" in~ ("x", "ÉTÉ")', "", true],
  ];
  it.each(rows)("%s for %j: %s", (condition, a, expected) => {
    expect(found(condition, { a })).toBe(expected);
  });
});

describe("a text behind endsWith and stringContains of a field", () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    [String.raw`stringContains(a, "to=\\*")`, "grant to=* now", true],
    [String.raw`stringContains(a, "to=\\*")`, "grant to=me now", false],
    ['stringContains(a, "to=[*]")', "grant to=[me] now", true],
    ['stringContains(a, "to=[?]")', "grant to=[me] now", false],
    ['stringContains~(a, "TO=[*]")', "grant to=[me] now", true],
    ['endsWith(a, "no?")', "grant now", true],
    ['endsWith(a, "no?")', "grant now and then", false],
    // One backslash escapes, two are one; before the star that is put behind the text it escapes that.
    [String.raw`endsWith(a, "\\b.exe")`, String.raw`C:\b.exe`, true],
    [String.raw`endsWith(a, "\\b.exe")`, String.raw`C:\bb.exe`, true],
    [String.raw`endsWith(a, "\\\\b.exe")`, String.raw`C:\bb.exe`, false],
    [String.raw`endsWith~(a, "\\\\B.EXE")`, String.raw`C:\b.exe`, true],
    [String.raw`stringContains(a, "C:\\b")`, String.raw`C:\b.exe`, false],
    [String.raw`stringContains(a, "C:\\b")`, "C:b.exe", true],
    [String.raw`stringContains(a, "C:\\")`, String.raw`C:\b.exe`, false],
    [String.raw`stringContains(a, "C:\\\\")`, String.raw`C:\b.exe`, true],
    [String.raw`endsWith(a, "b\\")`, "C:\\b\\", true],
    // The beginning is always plain, and so is everything on the result of a function.
    ['startsWith(a, "C:*")', String.raw`C:\b.exe`, false],
    ['startsWith(a, "C:*")', "C:*", true],
    ['endsWith(substring(a, 0), "*")', "C:*", true],
    ['endsWith(substring(a, 0), "*")', String.raw`C:\b.exe`, false],
  ];
  it.each(rows)("%s of %j is %j", (condition, a, expected) => {
    expect(found(condition, { a })).toBe(expected);
    expect(found(`not ${condition}`, { a })).toBe(!expected);
  });
});

describe("results", () => {
  const events = [30, 10, 20, 40].map((n) => ({ "@timestamp": n, n, event: { category: "tick" } }));
  const numbers = (query: string, options?: Parameters<typeof runEql>[2]): unknown[] =>
    runEql<{ n: number }>(query, events, options).map((e) => (e as { n: number }).n);

  it.each([
    ["tick where true", undefined, [10, 20, 30, 40]],
    ["tick where true | head 3 | tail 2", undefined, [20, 30]],
    ["tick where true | tail 3 | head 2 | tail 1", undefined, [30]],
    ["tick where true | tail 1 | head 9", undefined, [40]],
    ["tick where true | head 0", undefined, []],
    ["tick where true", { size: 2 }, [30, 40]],
    ["tick where true", { size: 2, resultPosition: "head" as const }, [10, 20]],
    ["tick where n > 15 and n <= 30", undefined, [20, 30]],
  ])("%s %j", (query, options, expected) => {
    expect(numbers(query, options)).toEqual(expected);
  });

  it("puts events without the tiebreaker behind those that have it", () => {
    const same = [{ t: 1 }, { t: 1, k: 2 }, { t: 1, k: 1 }, { t: 0 }];
    expect(runEql("any where true", same, { timestampField: "t", tiebreakerField: "k" })).toEqual([
      same[3],
      same[2],
      same[1],
      same[0],
    ]);
  });
});

describe("a compiled query on events that were not flattened", () => {
  const document = { event: { category: "file" }, file: { name: "a", size: null } };
  it.each(['file where file.name == "a"', "file where file.size == null"])("decides %s", (text) => {
    const query = compileEql(text);
    expect(query.kind === "event" && query.matches(document as never)).toBe(true);
  });

  it("takes null for no value", () => {
    const query = compileEql("any where size == 5");
    expect(query.kind === "event" && query.matches({ size: null } as never)).toBe(false);
  });
});
