import { describe, expect, it } from "vitest";
import { type Kql, KqlError, parseKql, printKql } from "../../src/kql/index.ts";

const is = (field: string | null, text: string, quoted = false): Kql => ({
  kind: "is",
  field: field === null ? null : { kind: "name", name: field },
  value: { kind: "literal", text, quoted },
});
const star = (field: string | null, ...parts: string[]): Kql => ({
  kind: "is",
  field: field === null ? null : { kind: "name", name: field },
  value: { kind: "wildcard", parts },
});
const and = (...terms: Kql[]): Kql => ({ kind: "and", terms });
const or = (...terms: Kql[]): Kql => ({ kind: "or", terms });
const not = (operand: Kql): Kql => ({ kind: "not", operand });

function errorOf(text: string): KqlError {
  try {
    parseKql(text);
  } catch (error) {
    if (error instanceof KqlError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe("parseKql", () => {
  it.each<[string, Kql]>([
    ["", { kind: "all" }],
    [" \n", { kind: "all" }],
    ["*", { kind: "all" }],
    ["*:*", { kind: "all" }],
    ["foo", is(null, "foo")],
    ["  foo bar ", is(null, "foo bar")],
    ['"foo bar"', is(null, "foo bar", true)],
    ["a:b", is("a", "b")],
    ["a : b c", is("a", "b c")],
    ['"a b" : c', is("a b", "c")],
    ["a b : c", is("a b", "c")],
    ["a:*", star("a", "", "")],
    ["a:b*c*", star("a", "b", "c", "")],
    ["a:?b", is("a", "?b")],
    ['a:"b*"', is("a", "b*", true)],
    ["a:true", is("a", "true")],
    ["foo and\u00a0bar", and(is(null, "foo"), is(null, "bar"))],
    ["a:1 AND b:2 Or c:3", or(and(is("a", "1"), is("b", "2")), is("c", "3"))],
    ["a:1 or b:2 and c:3", or(is("a", "1"), and(is("b", "2"), is("c", "3")))],
    ["NOT a:1 and b:2", and(not(is("a", "1")), is("b", "2"))],
    ["not (a:1 or b:2)", not(or(is("a", "1"), is("b", "2")))],
    ["not (not a:1)", not(not(is("a", "1")))],
    ["(((a:1)))", is("a", "1")],
    ["a:(b or c d)", or(is("a", "b"), is("a", "c d"))],
    ["a:((b or c) and not d*)", and(or(is("a", "b"), is("a", "c")), not(star("a", "d", "")))],
    ["a:( b )", is("a", "b")],
    ["android: orange and order:nothing", and(is("android", "orange"), is("order", "nothing"))],
    // These four follow Kibana's grammar, in which keywords need blanks on both sides.
    ["foo or", is(null, "foo or")],
    ["a: and b", is("a", "and b")],
    ["a: b and", is("a", "b and")],
    ["a:not", is("a", "not")],
  ])("reads %j", (text, tree) => {
    expect(parseKql(text)).toEqual(tree);
  });

  it.each(["<", "<=", ">", ">="] as const)("reads the range %s", (operator) => {
    const tree = { kind: "range", field: { kind: "name", name: "a.b" }, operator };
    expect(parseKql(`a.b ${operator} 5`)).toEqual({
      ...tree,
      value: { kind: "literal", text: "5", quoted: false },
    });
    expect(parseKql(`a.b${operator}"5 6"`)).toEqual({
      ...tree,
      value: { kind: "literal", text: "5 6", quoted: true },
    });
  });

  it("reads wildcards in field names", () => {
    expect(parseKql("host.*: x")).toEqual({
      kind: "is",
      field: { kind: "wildcard", parts: ["host.", ""] },
      value: { kind: "literal", text: "x", quoted: false },
    });
  });

  it("reads nested conditions", () => {
    expect(parseKql("u:{ n:x and m : { k:y } }")).toEqual({
      kind: "nested",
      path: "u",
      query: and(is("n", "x"), { kind: "nested", path: "m", query: is("k", "y") }),
    });
  });

  it.each([
    [String.raw`a:\\\(\)\:\<\>\"\*\{\}`, String.raw`\():<>"*{}`],
    [String.raw`a:x\ty\nz\u00e9`, "x\ty\nz\u00e9"],
    [String.raw`a:x \and y \or z`, "x and y or z"],
    // In Kibana's grammar
    // comes first, so the escaped `not` of its documentation is unreachable.
    [String.raw`a:x \note`, "x \note"],
    [String.raw`a:"C:\Windows\\x"`, String.raw`C:\Windows\x`],
    [String.raw`a:"say \"hi\" (or not): \u0041"`, 'say "hi" (or not): A'],
    [String.raw`a:"C:\temp"`, "C:\temp"],
  ])("reads the escapes of %s", (text, value) => {
    expect(parseKql(text)).toEqual(is("a", value, text.includes('"C') || text.includes('"say')));
  });

  it.each([
    ["a:", 1, 3, "value is missing", ""],
    ["a:b)", 1, 4, "closes nothing", ")"],
    ["(a:b", 1, 1, ") that closes", "(a:b"],
    ["()", 1, 2, "empty", ")"],
    ["a:()", 1, 4, "empty", ")"],
    ['a:"b', 1, 3, 'closing "', '"b'],
    ["a:C:x", 1, 4, "colon inside a value", ":"],
    ["a:C\\x", 1, 4, "must be doubled", "\\x"],
    ["a:b\\", 1, 4, "must be doubled", "\\"],
    ['a == "b"', 1, 6, "compares with a colon", '"'],
    ["a:b and\n  not(c:d)", 2, 6, "space between", "("],
    ["a:(b or c)or d", 1, 11, "space on both sides", "or"],
    ["a:b (c)", 1, 5, "and or or is missing", "("],
    ['a:b "c"', 1, 5, "and or or is missing", '"'],
    ["a:cannot open", 1, 6, "ends a value", "not"],
    ["not not a:b", 1, 5, "in a row", "not"],
    ["a > ", 1, 5, "after >", ""],
    ["a > b*", 1, 5, "no order", "b*"],
    ["a:null", 1, 3, "null is not a value", "null"],
    ["null:a", 1, 1, "name of a field is missing", "null"],
    [":a", 1, 1, "colon inside", ":"],
    ["a:{ b }", 1, 5, "Inside braces", "b "],
    ["a*:{ b:c }", 1, 1, "cannot contain", "a*"],
    ["a:{ b:c ", 1, 3, "} that closes", "{ b:c "],
    ["a { b:c }", 1, 3, "directly follow a field", "{"],
    ["a:b }", 1, 5, "} closes nothing", "}"],
    ["@timestamp >= now-1d/d", 1, 15, "relative to now", "now-1d/d"],
    ["event.created: now", 1, 16, "relative to now", "now"],
    ['@timestamp < "2024-01-01||+1M"', 1, 14, "relative to now", '"2024-01-01||+1M"'],
  ] as const)("rejects %j", (text, line, column, words, offending) => {
    const error = errorOf(text);
    expect(error.message).toContain(words);
    expect([error.line, error.column]).toEqual([line, column]);
    expect(error.offending).toBe(offending);
    expect(error.name).toBe("KqlError");
  });

  it("quotes the offending text, truncated if it is long", () => {
    expect(errorOf("a:null").offending).toBe("null");
    expect(errorOf(`a:"${"x".repeat(500)}`).offending).toHaveLength(120);
  });

  it("accepts any number of terms, and nesting up to a limit", () => {
    const many = parseKql(Array(20_000).fill("a:b").join(" and "));
    expect(many.kind === "and" && many.terms.length).toBe(20_000);
    expect(parseKql(`${"(".repeat(100)}a${")".repeat(100)}`)).toEqual(is(null, "a"));
    expect(errorOf(`${"(".repeat(10_000)}a${")".repeat(10_000)}`).message).toContain("levels deep");
    expect(errorOf("not (".repeat(10_000)).message).toContain("levels deep");
    expect(errorOf("a:{".repeat(10_000)).message).toContain("levels deep");
  });
});

describe("printKql", () => {
  it.each([
    ["a:(b or c) and not (d:e and f)", "(a: b or a: c) and not (d: e and f)"],
    [String.raw`a:"b\"c" or x*y\*z`, String.raw`a: "b\"c" or x*y\*z`],
    ["a:{b:c or d>1}", "a: { b: c or d > 1 }"],
    [String.raw`a:x \or y \u006eot z`, String.raw`a: x \or y \u006eot z`],
    ['"null":x and " a ":y', '"null": x and " a ": y'],
  ])("prints %s", (text, printed) => {
    expect(printKql(parseKql(text))).toBe(printed);
    expect(parseKql(printed)).toEqual(parseKql(text));
  });
});
