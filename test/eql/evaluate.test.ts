import { describe, expect, it } from "vitest";
import { evaluateEql, parseEql } from "../../src/eql/index.ts";
import type { Scalar } from "../../src/ecs/flat-event.ts";
import { errorOf } from "./helpers.ts";

function table(rows: readonly (readonly [string, Scalar | null])[]): void {
  it.each(rows)("%s", (expression, expected) => {
    expect(evaluateEql(expression, {})).toBe(expected);
  });
}

describe("three-valued constants", () => {
  table([
    ["null and false", false],
    ["false and null", false],
    ["null and true", null],
    ["true and null", null],
    ["null and null", null],
    ["null or true", true],
    ["true or null", true],
    ["null or false", null],
    ["null or null", null],
    ["not null", null],
    ["not true", false],
    ["null == null", true],
    ["null != null", false],
    ["1 == null", false],
    ["1 != null", true],
    ['null == "x"', false],
    ["null < 1", null],
    ["1 >= null", null],
    ["null < null", null],
    ["null + 1", null],
    ['null : "x"', null],
    ["null in (1)", null],
    ["1 in (1, null)", true],
    ["1 in (2, null)", null],
  ]);
});

describe("arithmetic", () => {
  table([
    ["7 + -3", 4],
    ["7 - -3", 10],
    ["82 / 2", 41],
    ["83 / 2", 41],
    ["-7 / 2", -3],
    ["7 / 3.0", 7 / 3],
    ["7.0 * 3", 21],
    ["7 % 3", 1],
    ["-7 % 3", -1],
    ["7 % -3", 1],
    ["3 + 4 - 5 * 6 / 7", 3],
    ["((3 + 4) - 5) * 6 / 7", 1],
    ["1.0 / 0", Infinity],
    ["subtract(-2, 4)", -6],
    ["subtract(-2, -4)", 2],
    ["modulo(-11, 10)", -1],
    ["divide(30, 4.0)", 7.5],
    ["multiply(6, 7)", 42],
    ["add(1, null)", null],
    ["9223372036854775807 - 1", "9223372036854775806"],
    ["9007199254740991 + 1", "9007199254740992"],
    ["9007199254740991 - 0", 9007199254740991],
  ]);

  it("fail if an integer is divided by zero or exceeds 64 bits", () => {
    for (const expression of ["1 / 0", "1 % 0", "divide(1, 0)", "9223372036854775807 + 1", "1 / x"]) {
      expect(errorOf(() => evaluateEql(expression, { x: 0 })).message).toMatch(/zero|64 bits/);
    }
  });
});

describe("comparisons of constants", () => {
  table([
    ["3 == 3.0", true],
    ["-3 < 4.0", true],
    ['"Foo" == "foo"', false],
    ['"Foo" <= "Bar"', false],
    ['"Foo" < "foo"', true],
    ['"\\u{ffff}" < "\\u{10000}"', true],
    ['"\\u{10000}" > "\\u{ffff}"', true],
    ['"\\u{10ffff}" > "\\u{e000}"', true],
    ['"\\u{d7ff}" < "\\u{10000}"', true],
    ['"\\u{10400}" < "\\u{10401}"', true],
    ['"10" == 10', true],
    ['"1e1" == 10', true],
    ['"0x10" == 16', false],
    ['"x" == 1', false],
    ['"5" < 10', true],
    ['true == "true"', true],
    ["true == 1", false],
    ["9007199254740993 == 9007199254740992", false],
    ['"9007199254740993" == 9007199254740993', true],
    ['"9007199254740993" == 9007199254740992', false],
    ['"*b*" : "abc"', false],
    ['"abc" : "*B*"', true],
    ["345 not in (123, 456)", true],
    ['"1*" in~ ("1*")', true],
    ['"12" in~ ("1*")', false],
  ]);
});

describe("functions", () => {
  table([
    ['between("welcome to the planet", "welcome", "planet")', " to the "],
    ['between("welcome to the planet", "welcome", "e", true)', " to the plan"],
    ['between("welcome to the planet", "welcome", "e", false)', " to th"],
    ['between("welcome", "x", "e")', ""],
    ['between("welcome", "w", "x")', ""],
    ['between("welcome", "", "e")', "welcome"],
    ['between("", "w", "e")', ""],
    ['between(null, "w", "e")', null],
    ['between("x", null, "e")', null],
    ['between("System Idle", "s", "e")', "t"],
    ['between~("System Idle", "S", "E")', "yst"],
    ['between("aXbXa", "X", "a", true)', "bX"],
    ['concat("a", 1, true, 42.5)', "a1true42.5"],
    ['concat("a", null)', null],
    ["concat(1.0)", "1.0"],
    ["string(1e7)", "1.0E7"],
    ["string(0.00012)", "1.2E-4"],
    ["string(null)", null],
    ["string(2.1828)", "2.1828"],
    ["string(9223372036854775807)", "9223372036854775807"],
    ['endsWith("FooBarBaz", "Baz")', true],
    ['endsWith("FooBarBaz", "baz")', false],
    ['endsWith~("FooBarBaz", "baz")', true],
    ['endsWith("x", "")', true],
    ['startsWith("FooBarBaz", "Foo")', true],
    ['startsWith("FooBarBaz", "foo")', false],
    ['startsWith~("FooBarBaz", "foo")', true],
    ['startsWith("x", null)', null],
    ['startsWith("x", "")', true],
    ['stringContains("hello", "ell")', true],
    ['stringContains("hello", "ELL")', false],
    ['stringContains~("hello", "ELL")', true],
    ['stringContains("x", "")', false],
    ['stringContains("", "")', false],
    ['stringContains(null, "x")', null],
    ['indexOf("foobarbaz", "o")', 1],
    ['indexOf("foobarbaz", "o", 2)', 2],
    ['indexOf("foobarbaz", "L")', null],
    ['indexOf("foobarbaz", "o", null)', 1],
    ['indexOf("foobarbaz", "", -3)', 0],
    ['indexOf("foobarbaz", "", 4)', 4],
    ['indexOf("abc", "c", 3)', null],
    ['indexOf("abc", "", 4)', null],
    ['indexOf("abc", "B")', null],
    ['indexOf~("abc", "B")', 1],
    ['indexOf(null, "b")', null],
    ['length("")', 0],
    ['length("foo")', 3],
    ['length("💩")', 2],
    ["length(null)", null],
    ['number("314")', 314],
    ['number("-3.14", 10)', -3.14],
    ['number("+314")', 314],
    ['number(" 5 ")', 5],
    ['number("0x1337")', 4919],
    ['number("0x32", 16)', 50],
    ['number("32", 16)', 50],
    ['number("052403", 8)', 21763],
    ['number("52403", 7)', 12890],
    ['number("5", null)', 5],
    ['number(" 2.5e1 ")', 25],
    ['number("5.") / 2', 2.5],
    ['number("0x-A")', -10],
    ['number("-Zz", 36)', -1295],
    ['number("9223372036854775808")', 2 ** 63],
    ["number(null)", null],
    ['number("9223372036854775807")', "9223372036854775807"],
    ['substring("hello world", 6)', "world"],
    ['substring("hello world", null, 5)', "hello world"],
    ['substring("hello world", null, null)', "hello world"],
    ['substring("hello world", 0, 500)', "hello world"],
    ['substring("hello world", 5, -1)', " worl"],
    ['substring("hello world", -60, 5)', "hello"],
    ['substring("hello world", -5, -1)', "worl"],
    ['substring("hello", 3, 2)', ""],
    ["substring(null, 1)", null],
    ['substring("abc", -2)', "bc"],
    ['cidrMatch(null, "10.0.0.0/8")', null],
  ]);
});

describe("texts that are not numbers", () => {
  const texts = [
    ['""', ""],
    ['""', "16"],
    ['"foo"', ""],
    ['"foo"', "16"],
    ['"1.2.3.4"', "10"],
    ['"1.2.3.4"', "16"],
    ['"-0x1"', "16"],
    ['" 0x1"', ""],
    ['"0Xff"', ""],
    ['" ff"', "16"],
    ['"1,000"', "7"],
    ['"1.0"', "7"],
    ['"9"', "8"],
    ['"1"', "99"],
    ['"9223372036854775808"', "9"],
    ['concat("a", "z")', "16"],
  ] as const;
  it.each(texts)("number(%s, %s) is rejected as a constant and null for a field", (text, base) => {
    const arguments_ = (value: string): string => (base === "" ? value : `${value}, ${base}`);
    const constant = `number(${arguments_(text)})`;
    const error = errorOf(() => parseEql(`any where\n ${constant} == 1`));
    expect([error.line, error.column]).toEqual([2, 2]);
    errorOf(() => evaluateEql(constant, {}));
    const value = evaluateEql(text, {});
    expect(evaluateEql(`number(${arguments_("x")})`, { x: value })).toBeNull();
  });
});

describe("fields", () => {
  it("may be nested, dotted or flat", () => {
    expect(evaluateEql('concat(a.b, "x")', { a: { b: "y" } })).toBe("yx");
    expect(evaluateEql('concat(a.b, "x")', { "a.b": "y" })).toBe("yx");
    expect(evaluateEql("x", {})).toBeNull();
    expect(evaluateEql("x", { x: [null] })).toBeNull();
    expect(evaluateEql("x > 5", {})).toBeNull();
  });

  it("have integer arithmetic for whole numbers, also for 64 bits stored as text", () => {
    expect(evaluateEql("x / 2", { x: 83 })).toBe(41);
    expect(evaluateEql("x / 2", { x: 83.5 })).toBe(41.75);
    expect(evaluateEql("x + 1", { x: "9007199254740993" })).toBe("9007199254740994");
    expect(evaluateEql("x + 1", { x: "not a number" })).toBeNull();
  });

  it("with several values return true if any combination does, otherwise the result of the first", () => {
    expect(evaluateEql('concat(a, b) == "foo"', { a: ["x", "f"], b: ["y", "oo"] })).toBe(true);
    expect(evaluateEql("length(a)", { a: ["xy", "z"] })).toBe(2);
  });

  it("with several values are combined inside and, or and not, as in conditions", () => {
    const event = { x: ["a", "b"] };
    expect(evaluateEql('x == "a" and x == "b"', event)).toBe(true);
    expect(evaluateEql('not (x == "b" or y == "c")', event)).toBe(false);
    expect(evaluateEql('not (x == "c" or y == "c")', event)).toBeNull();
    expect(evaluateEql('not (x == "c" and y == "c")', event)).toBe(true);
    expect(evaluateEql('startsWith(x, "b") == false', event)).toBe(false);
    expect(evaluateEql('startsWith(x, "b") == true', event)).toBe(true);
    expect(evaluateEql('startsWith(y, "b") == false', event)).toBeNull();
  });

  it("are compared with null inside a script", () => {
    expect(evaluateEql("null == (exit_code > -1)", {})).toBe(true);
    expect(evaluateEql("concat(a, b) == null", { a: "x" })).toBe(true);
  });
});
