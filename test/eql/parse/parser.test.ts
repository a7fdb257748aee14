import { describe, expect, it } from "vitest";
import { parseEql, printEql, rangeOf } from "../../../src/eql/index.ts";
import { MAX_DEPTH } from "../../../src/eql/parse/parse-expression.ts";
import { parseExpression } from "../../../src/eql/parse/parser.ts";
import { errorOf } from "../helpers.ts";

/** The expression with parentheses around every operator. */
function shape(text: string): string {
  const show = (node: ReturnType<typeof parseExpression>): string => {
    switch (node.kind) {
      case "and":
      case "or":
        return `(${node.terms.map(show).join(` ${node.kind} `)})`;
      case "not":
        return `(not ${show(node.operand)})`;
      case "negative":
        return `(-${show(node.operand)})`;
      case "arithmetic":
      case "comparison":
        return `(${show(node.left)} ${node.operator} ${show(node.right)})`;
      case "in":
        return `(${show(node.value)} in [${node.list.map(show).join()}])`;
      case "match":
        return `(${show(node.value)} ${node.operator} [${node.patterns.map(show).join()}])`;
      default:
        return printEql(node);
    }
  };
  return show(parseExpression(text));
}

describe("precedence", () => {
  it.each([
    ["a or b and c", "(a or (b and c))"],
    ["a and b or c and d", "((a and b) or (c and d))"],
    ["not a and b", "((not a) and b)"],
    ["not a == b", "(not (a == b))"],
    ["a != b", "(not (a == b))"],
    ["a not in (1)", "(not (a in [1]))"],
    ["not not a", "(not (not a))"],
    ["a and b and c", "(a and b and c)"],
    ["a and (b and c)", "(a and (b and c))"],
    ["1 + 2 * 3 - 4", "((1 + (2 * 3)) - 4)"],
    ["-a * b", "((-a) * b)"],
    ["1 * -2 <= -3 * 4", "((1 * (-2)) <= ((-3) * 4))"],
    ["1 - -2", "(1 - (-2))"],
    ["+a", "a"],
    ["a < b + 1", "(a < (b + 1))"],
    ["a == b in (1)", "(a == (b in [1]))"],
    ['true == (a in~ ("x", "y"))', '(true == (a in ["x","y"]))'],
    ['a like~ ("x", "y")', '(a like~ ["x","y"])'],
  ])("%s", (text, expected) => {
    expect(shape(text)).toBe(expected);
  });
});

describe("fields and functions", () => {
  it("joins the parts of a name, quoted or not", () => {
    expect(parseExpression("`my-index`.`@x`.y")).toEqual({
      kind: "field",
      name: "my-index.@x.y",
      optional: false,
    });
    expect(parseExpression("?`a b`")).toEqual({ kind: "field", name: "a b", optional: true });
    expect(parseExpression("event.`sequence`")).toMatchObject({ name: "event.sequence" });
    expect(parseExpression("@timestamp")).toMatchObject({ name: "@timestamp" });
  });

  it("reads function names in any case, and stores the official spelling", () => {
    expect(parseExpression('CIDRMATCH(a, "::/0")')).toMatchObject({
      kind: "call",
      name: "cidrMatch",
      insensitive: false,
    });
    expect(parseExpression('startswith~(a, "x")')).toMatchObject({ name: "startsWith", insensitive: true });
  });

  it("stores 64-bit integers as digits and larger ones as doubles", () => {
    expect(parseExpression("9223372036854775807")).toEqual({ kind: "integer", value: "9223372036854775807" });
    expect(parseExpression("9223372036854775808")).toEqual({ kind: "decimal", value: 9223372036854775808 });
    expect(parseExpression("007")).toEqual({ kind: "integer", value: "7" });
  });
});

describe("queries", () => {
  it("reads an event query with pipes", () => {
    expect(parseEql('"my category" where true | head 10 | tail 2147483648 - 1')).toEqual({
      kind: "event",
      filter: { category: "my category", condition: { kind: "boolean", value: true } },
      pipes: [
        { name: "head", count: 10 },
        { name: "tail", count: 2147483647 },
      ],
    });
    expect(parseEql("any where true")).toMatchObject({ filter: { category: null } });
  });

  it("reads a sequence with every option", () => {
    const query = parseEql(`sequence by a, ?b with maxspan=30s
      [process where x == 1] by c
      ![file where y == 2] by d
      [any where true] by e with runs=3
      until [process where z == 3] by f
      | tail 1`);
    expect(query).toMatchObject({
      kind: "sequence",
      by: [
        { name: "a", optional: false },
        { name: "b", optional: true },
      ],
      maxspan: { amount: 30, unit: "s" },
      terms: [{ missing: false, runs: 1 }, { missing: true, by: [{ name: "d" }] }, { runs: 3 }],
      until: { by: [{ name: "f" }] },
      pipes: [{ name: "tail", count: 1 }],
    });
  });

  it("reads a sequence of one repeated event", () => {
    expect(parseEql("sequence by a with maxspan=1m [any where true] with runs=3")).toMatchObject({
      terms: [{ runs: 3 }],
    });
  });

  it("reads a sample", () => {
    expect(parseEql("sample by host [a where true] by x [b where true] by y")).toMatchObject({
      kind: "sample",
      terms: [{}, {}],
    });
  });

  it("returns equal trees for texts with the same meaning, and their ranges separately", () => {
    const spread = parseEql("process  where\n (a != 1) // x\n");
    expect(spread).toEqual(parseEql("process where not a == 1"));
    if (spread.kind !== "event") throw new Error("not an event query");
    expect(rangeOf(spread.filter.condition)).toMatchObject({ line: 2, column: 3 });
  });
});

describe("nesting", () => {
  it.each([
    ["parentheses", (n: number) => `${"(".repeat(n)}a${")".repeat(n)}`],
    ["not", (n: number) => `${"not ".repeat(n)}a`],
    ["signs", (n: number) => `${"-".repeat(n)}a == 1`],
    ["sums", (n: number) => `a${" + a".repeat(n)} == 1`],
    ["functions", (n: number) => `${"string(".repeat(n)}a${")".repeat(n)} == "x"`],
  ])("accepts 90 levels of %s and rejects 10,000", (_, make) => {
    expect(parseEql(`any where ${make(90)}`).kind).toBe("event");
    expect(errorOf(() => parseEql(`any where ${make(10_000)}`)).message).toContain(
      `more than ${MAX_DEPTH} levels`,
    );
  });

  it("accepts ten thousand conditions in a row", () => {
    expect(parseEql(`any where ${Array(10_000).fill("a == 1").join(" or ")}`).kind).toBe("event");
  });
});

describe("syntax errors", () => {
  it.each([
    ["", /Expected an event category.*ends here/],
    ["process", /Expected where/],
    ["process where", /found the end of the query/],
    ["42 where true", /Expected an event category/],
    ["`x` where true", /in double quotes, not backticks/],
    ["?x where true", /cannot be optional/],
    ["sequence where true", /needs events/],
    ["with where true", /reserved word/],
    ["process where a = 1", /use == for exact equality/],
    ["process where a == 1 = 2", /use == for exact equality/],
    ["process where a == 1 == 2", /cannot be chained/],
    ["process where a < 1 < 2", /cannot be chained/],
    ["process where a[0] == 1", /Array indexes are not supported/],
    ["process where a.b[0].c == 1", /Array indexes are not supported/],
    ['process where length(a) > 0 and a[1] == "EN"', /Array indexes are not supported/],
    ["process where descendant of [file where true]", /Process relationships/],
    ["process where any == 1", /reserved word/],
    ["process where event.sequence == 1", /reserved word/],
    ["process where a in ()", /cannot be empty/],
    ["process where a : ()", /cannot be empty/],
    ["process where a : b", /text in double quotes/],
    ["process where a : -1", /write a string or a list of strings/],
    ['process where a not : "x"', /"not" must be followed by "in"/],
    ["process where (a == 1", /A \) is missing/],
    ["process where a == 1)", /closes nothing/],
    ["process where a == 1 b", /found b/],
    ["process where f(a", /Expected , or \)/],
    ["process where a and", /found the end of the query/],
    ["process where a && b", /word and/],
    ["process where true;", /semicolon/],
    ["join by a [x where true] [y where true]", /does not run join/],
    ["sequence with maxspan=1s by a [x where true] [y where true]", /before with maxspan/],
    ["sequence with maxspan=30 [x where true] [y where true]", /did you mean 30s/],
    ["sequence with maxspan=1.5m [x where true] [y where true]", /90s instead of 1.5m/],
    ["sequence with maxspan=0s [x where true] [y where true]", /greater than zero/],
    ["sequence with maxspan=1w [x where true] [y where true]", /use one of ms, s, m, h, d/],
    ["sequence by a * 2 [x where true] [y where true]", /not an expression/],
    ["sequence by length(a) [x where true] [y where true]", /not an expression/],
    ["sequence [x where true] fork [y where true]", /fork/],
    ["sequence [x where true] with maxspan=1s [y where true]", /before the events/],
    ["sequence [x where true] with runs=0", /from 1 to 100/],
    ["sequence [x where true] with runs=101", /from 1 to 100/],
    ["sequence [x where true] with runs=1.5", /whole number/],
    [
      "sequence [x where true] [y where true] until [z where true] with runs=2",
      /not after until or in a sample/,
    ],
    [
      "sequence with maxspan=1s [x where true] [y where true] until ![z where true]",
      /until cannot be a missing event/,
    ],
    ["sample by a with maxspan=1s [x where true] [y where true]", /no maxspan/],
    ["sample by a [x where true] ![y where true]", /cannot contain a missing event/],
    ["sample by a [x where true] [y where true] until [z where true]", /cannot have until/],
    ["sample by a [x where true] with runs=2 [y where true]", /not after until or in a sample/],
    ["sample by a [x where true] [y where true] | head 1", /cannot be piped/],
    ["process where true | count", /does not support the pipe count/],
    ["process where true | unique a, b", /does not support the pipe unique/],
    ["process where true | fiter x", /did you mean filter/],
    ["process where true | head", /needs a number/],
    ["process where true | head 1, 2", /exactly one number/],
    ["process where true | head 1.5", /whole number from 0/],
    ["process where true | head -1", /whole number from 0/],
    ["process where true | head 2147483648", /whole number from 0/],
    ["process where true | head x", /whole number from 0/],
  ])("%s", (text, message) => {
    expect(errorOf(() => parseEql(text)).message).toMatch(message);
  });
});
