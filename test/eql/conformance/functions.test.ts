import { describe, expect, it } from "vitest";
import { evaluateEql, runEql } from "../../../src/eql/index.ts";
import type { Scalar } from "../../../src/ecs/flat-event.ts";
import { errorOf } from "../helpers.ts";

const event = {
  file: { path: "D:\\Data\\Reports\\May.XLSX", size: 7, name: "May.XLSX" },
  host: { ip: "10.20.30.40", name: "srv-01.corp.example" },
  net: { v6: "2001:db8:aa:bb::17" },
  tags: ["short", "much longer"],
};

function table(rows: readonly (readonly [string, Scalar | null])[]): void {
  it.each(rows)("%s", (expression, expected) => {
    expect(evaluateEql(expression, event)).toBe(expected);
  });
}

describe("texts", () => {
  table([
    [String.raw`between(file.path, "\\", "\\")`, "Data"],
    [String.raw`between(file.path, "\\", "\\", true)`, String.raw`Data\Reports`],
    ['between(file.path, "reports", ".")', ""],
    ['between~(file.path, "REPORTS", ".xlsx")', String.raw`\May`],
    ['between(file.path, "", ".")', event.file.path],
    ['between("", "a", "b")', ""],
    ['between(missing, "a", "b")', null],
    ['indexOf(host.name, ".")', 6],
    ['indexOf(host.name, ".", 6)', 6],
    ['indexOf(host.name, ".", 7)', 11],
    ['indexOf(host.name, ".", -3)', 6],
    ['indexOf(host.name, ".", 99)', null],
    ['indexOf(host.name, "", 4)', 4],
    ['indexOf(host.name, ".", null)', 6],
    ['indexOf~(file.name, "xls")', 4],
    ['indexOf(file.name, "xls")', null],
    ["substring(file.name, 4)", "XLSX"],
    ["substring(file.name, -4, -1)", "XLS"],
    ["substring(file.name, -99, 3)", "May"],
    ["substring(file.name, 5, 2)", ""],
    ["substring(file.name, 99)", ""],
    ['startsWith(file.name, "")', true],
    ['startsWith~(file.name, "mAY")', true],
    ['endsWith(host.name, ".EXAMPLE")', false],
    ['stringContains(host.name, "")', false],
    ['stringContains("", "")', false],
    ["stringContains(missing, null)", null],
    ['length("")', 0],
    ['length("💡")', 2],
    ['concat(file.name, "/", file.size, "/", 1.0, "/", true)', "May.XLSX/7/1.0/true"],
    ["concat(file.name, missing)", null],
    ["string(42.5)", "42.5"],
    ["STRING(file.size)", "7"],
  ]);
});

describe("numbers from texts", () => {
  table([
    ['number("  -12 ")', -12],
    ['number("2.50")', 2.5],
    ['number("25e-1")', 2.5],
    ['number("0xFf")', 255],
    ['number("ff", 16)', 255],
    ['number("0xff", null)', 255],
    ['number("-zz", 36)', -1295],
    ["number(missing, 16)", null],
    ['number("0x7fffffffffffffff")', "9223372036854775807"],
  ]);

  it.each(["number(5)", "number(true)", 'number("5", "10")', 'number("5", 1.0)', "number()"])(
    "number rejects arguments: %s",
    (expression) => {
      errorOf(() => evaluateEql(expression, event));
    },
  );

  // Elasticsearch rejects a query whose constant is not a number before it runs, also a sign before 0x.
  it.each(['number("")', 'number("seven")', 'number("1.2.3")', 'number("1.5", 8)', 'number("-0x1", 16)'])(
    "number rejects constants: %s",
    (expression) => {
      errorOf(() => evaluateEql(expression, event));
    },
  );

  // A number beyond 64 bits is read as a double.
  it("reads a number beyond 64 bits", () => {
    expect(evaluateEql('number("9223372036854775808")', event)).toBe(2 ** 63);
  });
});

describe("cidrMatch", () => {
  table([
    ['cidrMatch(host.ip, "10.99.99.99/8")', true],
    ['cidrMatch(host.ip, "10.20.30.41/32")', false],
    ['cidrMatch(host.ip, "192.168.0.0/16", "10.20.30.40")', true],
    ['cidrMatch(host.ip, "0.0.0.0")', false],
    ['cidrMatch(net.v6, "2001:db8:a0::/41")', true],
    ['cidrMatch(net.v6, "2001:db8:80::1/47")', false],
    ['cidrMatch(net.v6, "0.0.0.0/0")', false],
    ['cidrMatch(host.ip, "::ffff:0:0/96")', true],
    ['cidrMatch(missing, "::/0")', null],
  ]);

  it.each(['cidrMatch(host.ip, "10.20.30")', 'cidrMatch(host.ip, "10.20.30/24")', "cidrMatch(host.ip)"])(
    "rejects %s",
    (expression) => {
      errorOf(() => evaluateEql(expression, event));
    },
  );

  // Elasticsearch treats an IPv4 address as the IPv6 address ::ffff:a.b.c.d, so it is in ::/64 and in ::/0.
  it.each(["::/0", "::1/64"])("finds an IPv4 address in %s", (block) => {
    expect(runEql(`any where cidrMatch(host.ip, "${block}")`, [event])).toHaveLength(1);
  });

  it("is null for a null block", () => {
    expect(evaluateEql("cidrMatch(host.ip, null)", event)).toBeNull();
    expect(evaluateEql('cidrMatch(host.ip, null, "10.0.0.0/8")', event)).toBe(true);
    expect(runEql("any where cidrMatch(host.ip, null)", [event])).toHaveLength(0);
    expect(runEql("any where not cidrMatch(host.ip, null)", [event])).toHaveLength(0);
  });
});

describe("several values", () => {
  table([
    ["length(tags) > 10", true],
    ["length(tags) < 3", false],
    ['concat(tags, "!") == "short!"', true],
    ['tags == "short" and tags == "much longer"', true],
  ]);

  // As in a condition, a negation is true if no value satisfies the test: `not` applies to "any value".
  it.each(['tags != "short"', 'tags not in ("short")', 'not startsWith(tags, "much")'])(
    "%s is false",
    (expression) => {
      expect(evaluateEql(expression, event)).toBe(false);
    },
  );
});

describe("limits of the arguments", () => {
  table([
    // between: the right border is searched after the left one, case-insensitively only with ~.
    ['between("abXcXd", "b", "X")', ""],
    ['between("aXbXc", "X", "X")', "b"],
    ['between("aXbXc", "X", "x")', ""],
    ['between~("aXbYc", "x", "y")', "b"],
    ['between~("aXbYc", "X", "Y")', "b"],
    ['between("aXb", "X", "X", true)', ""],
    ['between("XaXbX", "X", "X", true)', "aXb"],
    ['between("XaXbX", "X", "X", false)', "a"],
    ['between("Xa", "X", "")', "Xa"],
    ['between("Xa", "X", null)', null],
    ['between(null, "X", "Y")', null],
    ['between~("ÄbÖ", "ä", "ö")', "b"],
    // indexOf: starts at the given position, at 0 if that is negative, and finds nothing after the end.
    ['indexOf("abcabc", "c", 2)', 2],
    ['indexOf("abcabc", "c", 3)', 5],
    ['indexOf("abcabc", "a", -1)', 0],
    ['indexOf("abcabc", "c", -9)', 2],
    ['indexOf("abc", "", 3)', 3],
    ['indexOf("abc", "")', 0],
    ['indexOf("", "")', 0],
    ['indexOf("", "a")', null],
    ['indexOf("abc", null)', null],
    ['indexOf~("aÄ", "ä")', 1],
    // substring: like a slice in Python, but the whole text without a start.
    ['substring("abcdef", 0, 6)', "abcdef"],
    ['substring("abcdef", 2)', "cdef"],
    ['substring("abcdef", 2, 2)', ""],
    ['substring("abcdef", 4, 2)', ""],
    ['substring("abcdef", -2)', "ef"],
    ['substring("abcdef", -9)', "abcdef"],
    ['substring("abcdef", 1, -1)', "bcde"],
    ['substring("abcdef", 1, -9)', ""],
    ['substring("abcdef", 6)', ""],
    ['substring("abcdef", 7, 9)', ""],
    ['substring("abcdef", 3, 99)', "def"],
    ['substring("abcdef", 3, null)', "def"],
    ['substring("abcdef", null, 3)', "abcdef"],
    ['substring("", 0, 1)', ""],
    ['substring("a💡b", 1, 3)', "💡"],
    // startsWith, endsWith and stringContains.
    ['startsWith("ab", "abc")', false],
    ['endsWith("ab", "cab")', false],
    ['startsWith(null, "a")', null],
    ['endsWith("a", null)', null],
    ['endsWith("", "")', true],
    ['startsWith~("ÄB", "äb")', true],
    ['endsWith~("BÄ", "bä")', true],
    ['stringContains("abc", null)', null],
    ['stringContains~("xÄx", "ä")', true],
    ['stringContains("", "a")', false],
    // concat, string and length.
    ["concat(1, 2)", "12"],
    ['concat("a", 1.5, false, -3)', "a1.5false-3"],
    ["concat(null)", null],
    ["concat(1e7)", "1.0E7"],
    ["string(0.001)", "0.001"],
    ["string(0.0001)", "1.0E-4"],
    ["string(9999999.0)", "9999999.0"],
    ["string(12345678.5)", "1.23456785E7"],
    ["string(0.0)", "0.0"],
    ["string(-0.0)", "-0.0"],
    ["string(1.0 / 0)", "Infinity"],
    ["string(true)", "true"],
    ['string("a")', "a"],
    ["length(null)", null],
    ['length("aä💡")', 4],
    // number with a base.
    ['number("1", 2)', 1],
    ['number("z", 36)', 35],
    ['number("11", 2)', 3],
    ['number("-7fffffffffffffff", 16)', "-9223372036854775807"],
    ['number(".5")', 0.5],
    ['number("5.")', 5],
    ['number("1E3")', 1000],
    ['number("  1.5  ")', 1.5],
  ]);

  it.each([
    'number("1", 1)',
    'number("1", 37)',
    'number("8000000000000000", 16)',
    'number("2", 2)',
    'number("0x", 16)',
  ])("%s is not a number", (expression) => {
    errorOf(() => evaluateEql(expression, {}));
    const text = /"(.*)"/.exec(expression)![1]!;
    expect(evaluateEql(expression.replace(/".*"/, "x"), { x: text })).toBeNull();
  });
});

describe("values of another type than the function expects", () => {
  // A mapping would decide. Without one a number is used as its text, and a text that spells a number as that number.
  it.each<[string, Scalar | null]>([
    ["length(n)", 4],
    ["length(flag)", 4],
    ['startsWith(n, "46")', true],
    ["substring(n, 1)", "624"],
    ["substring(text, n)", ""],
    ["add(digits, 1)", 43],
    ["number(n)", 4624],
    ["number(digits)", 42],
    ["add(flag, 1)", null],
    ["add(text, 1)", null],
    ['indexOf(text, "x", digits)', null],
    ['cidrMatch(n, "10.0.0.0/8")', false],
  ])("%s is %s", (expression, value) => {
    expect(evaluateEql(expression, { n: 4624, flag: true, digits: "42", text: "xyz" })).toBe(value);
  });
});

describe("functions of a field and a constant", () => {
  const holds = (condition: string, x: unknown): boolean =>
    runEql(`any where ${condition}`, [{ x }]).length === 1;

  // They are answered from the index, where only ASCII letters fold. In the result of a function all letters do.
  it.each(["startsWith~", "endsWith~", "stringContains~"])("%s folds ASCII letters only", (name) => {
    expect(holds(`${name}(x, "AB")`, "ab")).toBe(true);
    expect(holds(`${name}(x, "ab")`, "AB")).toBe(true);
    expect(holds(`${name}(x, "É")`, "é")).toBe(false);
    expect(holds(`${name}(string(x), "É")`, "é")).toBe(true);
    expect(holds(`${name}(x, "K")`, "\u212a")).toBe(false);
  });

  it.each([
    ['startsWith(x, "ab")', "abc", true],
    ['startsWith(x, "ab")', "ab", true],
    ['startsWith(x, "ab")', "xab", false],
    ['startsWith(x, "AB")', "abc", false],
    ['startsWith(x, "ab")', "a", false],
    ['startsWith~(x, "AB")', "abc", true],
    ['startsWith~(x, "AB")', "ab", true],
    ['startsWith~(x, "AB")', "a", false],
    ['startsWith~(x, "AB")', "xab", false],
    ['endsWith(x, "bc")', "abc", true],
    ['endsWith(x, "BC")', "abc", false],
    ['endsWith~(x, "BC")', "abc", true],
    ['endsWith~(x, "BC")', "bc", true],
    ['endsWith~(x, "BC")', "c", false],
    ['endsWith~(x, "BC")', "bcx", false],
    ['stringContains(x, "b")', "abc", true],
    ['stringContains(x, "B")', "abc", false],
    ['stringContains~(x, "B")', "abc", true],
    ['stringContains~(x, "ABC")', "abc", true],
    ['stringContains~(x, "ABC")', "abd", false],
    ['stringContains~(x, "ABC")', "ab", false],
    ['stringContains~(x, "ABC")', "xabcx", true],
    ['startsWith(x, "")', "", true],
    ['endsWith~(x, "")', "", true],
    ['stringContains(x, "")', "abc", false],
    ['stringContains~(x, "")', "abc", false],
    ['startsWith(x, "46")', 4624, true],
    ['endsWith(x, "b")', ["a", "ab"], true],
    ['endsWith(x, "b")', ["a", "ba"], false],
    ['cidrMatch(x, "10.0.0.0/8", "192.168.0.0/16")', ["1.1.1.1", "192.168.7.7"], true],
    ['cidrMatch(x, "10.0.0.0/8")', "not an address", false],
  ])("%s of %j: %s", (condition, x, expected) => {
    expect(holds(condition, x)).toBe(expected);
    expect(holds(`not ${condition}`, x)).toBe(!expected);
  });

  it("match nothing if the constant is null", () => {
    for (const name of ["startsWith", "endsWith", "stringContains", "startsWith~"])
      expect(holds(`${name}(x, null)`, "a")).toBe(false);
  });
});
