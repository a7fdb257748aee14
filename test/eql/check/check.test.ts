import { describe, expect, it } from "vitest";
import { parseEql } from "../../../src/eql/index.ts";
import { errorOf } from "../helpers.ts";

describe("conditions that Elasticsearch rejects even without a mapping", () => {
  it.each([
    ["1", /A condition is true or false/],
    ['"x"', /but this is a string/],
    ["1 - -2", /but this is a whole number/],
    ["length(a)", /but this is a whole number/],
    ["not 1", /A condition is true or false/],
    ["a == 1 and 2", /A condition is true or false/],
    ["opcode == pid", /Comparisons against fields/],
    ["opcode != pid", /Comparisons against fields/],
    ["length(a) == b", /Comparisons against fields/],
    ["length(a) > length(b)", /Comparisons against fields/],
    ["(a == b) == true", /Comparisons against fields/],
    ['a in (b, "SYSTEM")', /list of constants/],
    ['a in (1, "x")', /must be of one type/],
    ["a in (1, true)", /must be of one type/],
    ['1 in ("x")', /must be of one type/],
    ["a in~ (1)", /in~ compares strings/],
    ['1 : "x"', /consider using ==/],
    ["a : 1", /consider using == or in/],
    ["a like true", /takes strings/],
    ['a like ("x", null)', /== null/],
    ["a regex~ null", /== null/],
    ['length(a) regex "x"', /compares strings/],
    ["a + 1 in (2)", /put comparisons in parentheses/],
    ['"x" + 1 == 2', /Expected a number before \+/],
    ['-"x" == 2', /Expected a number after -/],
    ["1 / 0 == a", /divides an integer by zero/],
    ["a == 9223372036854775807 + 1", /leaves the 64 bits/],
    ['a regex "("', /cannot be read/],
    ['a regex ("x", "[")', /cannot be read/],
    ["lenght(a) == 1", /Did you mean length/],
    ['match(a, "x")', /Unknown function match.*regex/],
    ['arrayContains(a, "x")', /several values/],
    ["safe(a)", /Unknown function safe\.$/],
    ["length~(a) == 1", /no variant with ~/],
  ])("%s", (condition, message) => {
    expect(errorOf(() => parseEql(`any where ${condition}`)).message).toMatch(message);
  });

  it.each([
    "length()",
    "length(a, b)",
    "concat()",
    "string()",
    "number()",
    "between(a)",
    'between(a, "s")',
    'between(a, "s", "e", true, true)',
    "cidrMatch(a)",
    'startsWith("x")',
    "stringContains(a)",
    "substring(a)",
    "indexOf(a)",
    "add(1)",
    "modulo(1, 2, 3)",
  ])("%s: number of arguments", (call) => {
    expect(errorOf(() => parseEql(`any where ${call} == null`)).message).toMatch(
      /takes (exactly|at least|\d or)/,
    );
  });

  it.each([
    "between(a, 1, 2)",
    'between(a, "s", 2)',
    'between(a, "s", "e", 1)',
    'between(a, "s", "e", "true")',
    "cidrMatch(a, b)",
    "cidrMatch(a, 12345)",
    'cidrMatch(a, "10.0.0.0/33")',
    'cidrMatch(a, "host")',
    'cidrMatch(1, "::/0")',
    "stringContains(a, 1)",
    'startsWith(1, "FOO")',
    'startsWith("FOO", 123)',
    "number(1)",
    "number(true)",
    "number(a, 1.0)",
    "length(5)",
    "length(length(a))",
    'substring(a, "1")',
    "substring(a, 1.5)",
    'indexOf(a, "x", 1.5)',
    'add("1", 2)',
    "add(true, 2)",
    "substring(a, 1 + 1.5)",
    "substring(a, length(a) - 0.5)",
    "substring(a, -1.5)",
    "cidrMatch(a, string(b))",
    'cidrMatch(length(a), "::/0")',
  ])("%s: types of arguments", (call) => {
    expect(errorOf(() => parseEql(`any where ${call} == null`)).message).toMatch(/must be|is not a block/);
  });

  it("have errors located at the offending part", () => {
    expect(errorOf(() => parseEql("process where (a<9 and a >= 7) or (opcode == pid)"))).toMatchObject({
      line: 1,
      column: 46,
      offending: "pid",
    });
    expect(errorOf(() => parseEql("process where\n  lenght(a) == 1"))).toMatchObject({
      line: 2,
      column: 3,
      offending: "lenght(a)",
    });
  });
});

describe("conditions that only a mapping could reject are accepted", () => {
  it.each([
    "bool",
    "not pid",
    "null",
    "true",
    'a == "abc"',
    "a in (null, 1)",
    "a in (1, 2.5)",
    "?a == b",
    "?a == ?b",
    "a == null",
    "null == (exit_code > -1)",
    'true == (a in ("x"))',
    'string(a == b) == "true"',
    "a + b > 100",
    "number(a, b) == 1",
    "startsWith(a, b)",
    'substring(a, 1 + 2) == "x"',
    'substring(a, length(a) - 1) == "x"',
    'substring(a, b - 1) == "x"',
    'substring(a, add(b, 1)) == "x"',
    'substring(a, null + 1) == "x"',
    "a : null",
    "exit_code > -1",
    "-1 < exit_code",
    "1 * 2 + 3 == 5",
    "100000000000000000000 > a",
    "a == -9223372036854775807",
    'cidrMatch(a, "10.6.48.157/8", "2001:db8::/32")',
  ])("%s", (condition) => {
    expect(parseEql(`any where ${condition}`).kind).toBe("event");
  });
});

describe("sequences and samples", () => {
  it.each([
    ["sequence [a where true]", /at least two events/],
    ["sequence [a where true] with runs=1", /at least two events/],
    ["sequence [a where true] by x [b where true]", /same number of keys.*expected 1, found 0/],
    ["sequence by k [a where true] by x [b where true] by x, y", /expected 1, found 2/],
    ["sequence [a where true] by x [b where true] by y until [c where true]", /same number of keys/],
    ["sequence [a where true] ![b where true]", /add with maxspan/],
    ["sequence with maxspan=1s ![a where true] ![b where true]", /at least one event that is not missing/],
    [
      "sequence [a where true] with runs=100 [b where true] with runs=100 [c where true] with runs=100",
      /at most 256/,
    ],
    ["sequence [a where x == y] [b where true]", /Comparisons against fields/],
    ["sample by k [a where true]", /at least two events/],
    ["sample [a where true] [b where true]", /at least one key/],
    [`sample by k ${"[a where true] ".repeat(6)}`, /at most 5/],
  ])("reject %s", (text, message) => {
    expect(errorOf(() => parseEql(text)).message).toMatch(message);
  });

  it.each([
    "sequence [a where true] [b where true]",
    "sequence with maxspan=1s [a where true] ![b where true]",
    "sample [a where true] by x [b where true] by y",
    `sample by k ${"[a where true] ".repeat(5)}`,
  ])("accept %s", (text) => {
    expect(parseEql(text).kind).toMatch(/sequence|sample/);
  });
});
