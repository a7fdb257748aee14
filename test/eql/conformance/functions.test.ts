import { describe, expect, it } from "vitest";
import { type Scalar, evaluateEql, runEql } from "../../../src/eql/index.ts";
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
    "refuses %s",
    (expression) => {
      errorOf(() => evaluateEql(expression, event));
    },
  );

  // A constant that spells no number fails Elasticsearch's query before it runs; a sign in front of 0x does, too.
  it.each(['number("")', 'number("seven")', 'number("1.2.3")', 'number("1.5", 8)', 'number("-0x1", 16)'])(
    "refuses %s",
    (expression) => {
      errorOf(() => evaluateEql(expression, event));
    },
  );

  // What does not fit 64 bits is read as a decimal.
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
    "refuses %s",
    (expression) => {
      errorOf(() => evaluateEql(expression, event));
    },
  );

  // An IPv4 address is the IPv6 address ::ffff:a.b.c.d to Elasticsearch, so it lies in ::/64 and in ::/0.
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

  // As in a condition, a negation holds if no value does: `not` stands outside of "any value".
  it.each(['tags != "short"', 'tags not in ("short")', 'not startsWith(tags, "much")'])(
    "%s is false",
    (expression) => {
      expect(evaluateEql(expression, event)).toBe(false);
    },
  );
});
