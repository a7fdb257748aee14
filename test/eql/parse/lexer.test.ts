import { describe, expect, it } from "vitest";
import { tokenize } from "../../../src/eql/parse/lexer.ts";
import { errorOf } from "../helpers.ts";

const kinds = (text: string): string[] => tokenize(text).map((t) => `${t.kind}:${t.text}`);

describe("tokenize", () => {
  it("distinguishes words, numbers, strings and symbols", () => {
    expect(kinds('process where a.b >= 1.5e3 and ?x : "y"')).toEqual([
      "name:process",
      "keyword:where",
      "name:a",
      "symbol:.",
      "name:b",
      "symbol:>=",
      "decimal:1.5e3",
      "keyword:and",
      "symbol:?",
      "name:x",
      "symbol::",
      "string:y",
      "end:",
    ]);
  });

  it("recognises keywords in lower case only, and runs as an ordinary name", () => {
    expect(kinds("AND And and runs")).toEqual(["name:AND", "name:And", "keyword:and", "name:runs", "end:"]);
  });

  it("joins ~ to the name before it", () => {
    expect(kinds("like~ in~ startsWith~(")).toEqual([
      "keyword:like~",
      "keyword:in~",
      "function~:startsWith",
      "symbol:(",
      "end:",
    ]);
    expect(errorOf(() => tokenize("a ~ b")).message).toMatch(/directly follow its name/);
  });

  it("reads every form of number", () => {
    expect(kinds("1 1. .5 1.5 1e3 1.e+3 .5E-2")).toEqual([
      "integer:1",
      "decimal:1.",
      "decimal:.5",
      "decimal:1.5",
      "decimal:1e3",
      "decimal:1.e+3",
      "decimal:.5E-2",
      "end:",
    ]);
    expect(kinds("1e")).toEqual(["integer:1", "name:e", "end:"]);
  });

  it("reads names in backticks, in which two backticks are one", () => {
    expect(kinds("`my-field` `a``b` ```x```")).toEqual([
      "quoted-name:my-field",
      "quoted-name:a`b",
      "quoted-name:`x`",
      "end:",
    ]);
    for (const text of ["`never closed", "``", "``x` == 1", "x`"])
      expect(errorOf(() => tokenize(text)).name).toBe("EqlError");
  });

  it("reads ![ as one token", () => {
    expect(kinds("![")).toEqual(["symbol:![", "end:"]);
    expect(errorOf(() => tokenize("! [")).message).toMatch(/lone !/);
  });

  it("skips comments, also nested ones", () => {
    expect(kinds("// x\n a /* b */ c /* d /* e */ f */ g // end")).toEqual([
      "name:a",
      "name:c",
      "name:g",
      "end:",
    ]);
    expect(kinds("/* one /* opening too many */ a")).toEqual(["name:a", "end:"]);
  });

  it("rejects a comment that could end in several places", () => {
    expect(errorOf(() => tokenize("/* a /* b */ x == 1 /* c */ y")).message).toMatch(/ambiguous/);
    expect(errorOf(() => tokenize("a /* b")).message).toMatch(/never closed/);
  });

  it("counts lines and columns from 1", () => {
    const [first, second, third] = tokenize('a\n  /* x\n y */ b\r\n"c"') as [Token, Token, Token];
    expect([first, second, third].map((t) => [t.line, t.column])).toEqual([
      [1, 1],
      [3, 7],
      [4, 1],
    ]);
    expect(errorOf(() => tokenize("a\n  #"))).toMatchObject({ line: 2, column: 3, offending: "#" });
  });

  it("rejects single-quoted strings and the old raw strings, with a hint", () => {
    expect(errorOf(() => tokenize("x == 'hello world'"))).toMatchObject({
      column: 6,
      offending: "'hello world'",
    });
    expect(errorOf(() => tokenize("x == 'a'")).message).toMatch(/double quotes/);
    for (const text of ["?'a'", '?"a"'])
      expect(errorOf(() => tokenize(text)).message).toMatch(/three double quotes/);
  });
});

type Token = ReturnType<typeof tokenize>[number];
