import { describe, expect, it } from "vitest";
import { compileEql, evaluateEql, parseEql, runEql } from "../../../src/eql/index.ts";
import { errorOf } from "../helpers.ts";

const RESERVED =
  "and any by false in join like maxspan not null of or regex sample sequence true until where with".split(
    " ",
  );

describe("reserved words", () => {
  it.each(RESERVED)("%s is a field only in backticks, and an event category only in quotes", (word) => {
    const event = { [word]: "v", kind: word };
    expect(runEql(`any where \`${word}\` == "v"`, [event])).toHaveLength(1);
    expect(runEql(`any where a.\`${word}\` == "v"`, [{ a: event }])).toHaveLength(1);
    expect(
      runEql(`"${word}" where true`, [event, { kind: "other" }], { eventCategoryField: "kind" }),
    ).toEqual([event]);
    // A constant is allowed here, but it is not a field.
    if (["false", "null", "true"].includes(word))
      expect(runEql(`any where ${word} == "v"`, [event])).toEqual([]);
    else errorOf(() => parseEql(`any where ${word} == "v"`));
    errorOf(() => parseEql(`any where a.${word} == "v"`));
    errorOf(() => parseEql(`any where ?${word} == "v"`));
    if (word !== "any") errorOf(() => parseEql(`${word} where true`));
  });

  it.each([...RESERVED, "head"])("%s in capitals is an ordinary name", (word) => {
    const name = word.toUpperCase();
    expect(runEql(`any where ${name} == "v"`, [{ [name]: "v" }])).toHaveLength(1);
  });

  it.each(["runs", "head", "tail", "fork", "count", "exists"])("%s is an ordinary name", (name) => {
    expect(runEql(`${name} where ${name} == 1`, [{ [name]: 1, event: { category: name } }])).toHaveLength(1);
  });
});

describe("names", () => {
  it.each([
    ["@timestamp", "@timestamp"],
    ["_id", "_id"],
    ["a1.b_2", "a1.b_2"],
    ["a.@b", "a.@b"],
    ["`my-field`", "my-field"],
    ["`a b`.c", "a b.c"],
    ["`a.b`", "a.b"],
    ["`tick``s`", "tick`s"],
    ["`9`", "9"],
    ["?`my-field`", "my-field"],
    ["? a", "a"],
    ["a . b", "a.b"],
  ])("%s names the field %s", (written, name) => {
    expect(compileEql(`any where ${written} == 1`).fields).toEqual([name]);
    expect(runEql(`any where ${written} == 1`, [{ [name]: 1 }])).toHaveLength(1);
  });

  it.each(["1a", "a-b:1", "é", "a.1", "a..b", "a.", ".a", "``", "`a", "a.?b", "??a", "$a"])(
    "%s is not a field",
    (written) => {
      errorOf(() => parseEql(`any where ${written} == 1`));
    },
  );
});

describe("case-insensitive functions (~)", () => {
  it.each(["startsWith~", "STARTSWITH~", "startswith~"])("%s ignores case", (name) => {
    expect(evaluateEql(`${name}("Abc", "aB")`, {})).toBe(true);
  });
  it.each(["startsWith ~", "starts~With", "~startsWith", "startsWith~~"])("%s is not a function", (name) => {
    errorOf(() => parseEql(`any where ${name}("Abc", "aB")`));
  });
  it.each(["length~", "concat~", "cidrMatch~", "substring~", "number~", "string~", "add~"])(
    "%s does not exist",
    (name) => {
      expect(errorOf(() => parseEql(`any where ${name}(a, "1") == null`)).message).toMatch(/~/);
    },
  );
  it.each(["between~", "endsWith~", "indexOf~", "stringContains~"])("%s exists", (name) => {
    expect(() =>
      parseEql(`any where ${name}(a, "b"${name === "between~" ? ', "c"' : ""}) == null`),
    ).not.toThrow();
  });
});

describe("precedence", () => {
  // Looser precedence would give each row the opposite result.
  it.each([
    ["true or false and false", true],
    ["not false and false", false],
    ["not true or true", true],
    ["not 1 == 2", true],
    ["not 1 in (2)", true],
    ["1 + 2 == 3", true],
    ["2 + 3 * 4 == 14", true],
    ["10 - 4 - 3 == 3", true],
    ["24 / 4 / 2 == 3", true],
    ["2 * 7 % 4 == 2", true],
    ["-2 * 3 == -6", true],
    ["- 2 + 5 == 3", true],
    ["1 - -1 == 2", true],
    ["--1 == 1", true],
    ["5 > 3 - 1", true],
    ['not "a" : "b" and true', true],
    ["(true or false) and false", false],
    ["(1 == 1) == true", true],
    ["1 == 1 in (1)", null],
  ])("%s is %s", (expression, value) => {
    if (value === null) errorOf(() => parseEql(`any where ${expression} == 2`));
    else expect(evaluateEql(expression, {})).toBe(value);
  });

  it.each(["1 == 1 == 1", "1 < 2 < 3", "1 == 2 != 3", "1 <= 2 == true"])(
    "%s is a chain, and rejected",
    (expression) => {
      expect(errorOf(() => evaluateEql(expression, {})).message).toMatch(/chained/);
    },
  );
});

describe("comments and blanks", () => {
  it.each([
    "// first\nany where true",
    "any // second\r\nwhere true",
    "any /* inside */ where/**/true",
    "any where /* a /* nested */ b */ true",
    "any where true // at the end",
    "\t\r\n any\twhere\ntrue\r\n",
    'any where a != "// no comment" and b != "/* none */"',
  ])("%j is accepted", (text) => {
    expect(runEql(text, [{}])).toHaveLength(1);
  });

  it.each(["any where true /* open", "any where true */", "any where true /* /*", "any where / * */ true"])(
    "%j is rejected",
    (text) => {
      errorOf(() => parseEql(text));
    },
  );
});

describe("limits", () => {
  const term = "[any where true]";
  const runs = (n: number): string => `sequence ${term} with runs=${n}`;
  it("are the same as Elasticsearch's", () => {
    expect(() => parseEql(runs(100))).not.toThrow();
    errorOf(() => parseEql(runs(101)));
    expect(() => parseEql(`${runs(100)} ${term} with runs=100 ${term} with runs=56`)).not.toThrow();
    errorOf(() => parseEql(`${runs(100)} ${term} with runs=100 ${term} with runs=57`));
    expect(() => parseEql(`sequence ${term} with runs=1 ${term} with runs=1`)).not.toThrow();
    expect(() => parseEql(`sample by k ${term.repeat(5)}`)).not.toThrow();
    errorOf(() => parseEql(`sample by k ${term.repeat(6)}`));
    expect(() => parseEql("any where true | head 2147483647")).not.toThrow();
    errorOf(() => parseEql("any where true | head 2147483648"));
  });
});
