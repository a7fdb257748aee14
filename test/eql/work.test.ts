/** The cost of hostile queries, and of hostile texts for a query's regular expressions. */
import { growth, LINEAR, work } from "../support/work.ts";
import { describe, expect, it } from "vitest";
import { compileEql, EqlError } from "../../src/eql/index.ts";
import { compileRegex } from "../../src/eql/regex/automaton.ts";

function compile(text: string): void {
  try {
    compileEql(text);
  } catch (error) {
    if (!(error instanceof EqlError)) throw error;
  }
}

describe("parsing and compiling is linear in the length of the query", () => {
  it.each<[string, (n: number) => string]>([
    ["a list on one line", (n) => `any where x in (${Array(n).fill('"abc"').join(",")})`],
    [
      "a list of different texts",
      (n) => `any where x : (${Array.from({ length: n }, (_, i) => `"a${i}*"`).join()})`,
    ],
    ["a list over many lines", (n) => `any where x in (\n${Array(n).fill('"abc"').join(",\n")})`],
    ["conditions", (n) => `any where ${Array(n).fill("x == 1").join(" and ")}`],
    ["a long text", (n) => `any where x == "${"a".repeat(10 * n)}"`],
    ["escapes", (n) => `any where x == "${"\\n".repeat(10 * n)}"`],
    ["a text without an end", (n) => `any where x == "${"a".repeat(10 * n)}`],
    ["a comment without an end", (n) => `/*${"/*".repeat(10 * n)} any where true`],
    ["backquotes", (n) => `any where ${"`".repeat(10 * n + 1)}`],
    ["blanks", (n) => " ".repeat(10 * n)],
    ["lines", (n) => "\n".repeat(10 * n)],
  ])("%s", (_, text) => {
    expect(growth(500, (n) => compile(text(n)))).toBeLessThan(LINEAR);
  });
});

describe("a regular expression", () => {
  const match = (pattern: string, text: string): boolean =>
    compileRegex([pattern], { ignoreCase: false, dialect: "lucene" })(text);

  it.each(["(a+)+b", "(a|a)*b", "(.*a){20}", "(a?){50}a{50}", "(a*)*(a*)*b"])(
    "reads each character once although backtracking would explode: %s",
    (pattern) => {
      expect(growth(5000, (n) => match(pattern, "a".repeat(n)))).toBeLessThan(LINEAR);
      const made = work(() => match(pattern, ""));
      expect(work(() => match(pattern, "a".repeat(5000)))).toBeLessThan(made + 100_000);
    },
  );

  it("with exponentially many states discards them: later characters cost as much as the first", () => {
    let seed = 1;
    const random = (length: number) =>
      Array.from(
        { length },
        () => ((seed = (seed * 1103515245 + 12345) % 2 ** 31), seed & 65536 ? "a" : "b"),
      ).join("");
    const text = random(20_000);
    const pattern = "(a|b)*a(a|b){30}";
    const start = work(() => match(pattern, text.slice(0, 5000)));
    expect(work(() => match(pattern, text))).toBeLessThan(LINEAR * start);
  });
});
