import { describe, expect, it } from "vitest";
import { parseEql } from "../../../src/eql/index.ts";
import { errorOf } from "../helpers.ts";

/** A query, then line and column of the first character of the error. */
type Row = readonly [query: string, line: number, column: number];

function table(rows: readonly Row[]): void {
  it.each(rows)("%j at %i:%i", (query, line, column) => {
    const error = errorOf(() => parseEql(query));
    expect(error.name).toBe("EqlError");
    expect([error.line, error.column]).toEqual([line, column]);
    expect(error.message).toMatch(/^.+[.?]$/s);
  });
}

describe("grammar", () => {
  table([
    ["", 1, 1],
    ["7 where true", 1, 1],
    ["?file where true", 1, 1],
    ["`file` where true", 1, 1],
    ["file", 1, 5],
    ["file WHERE true", 1, 6],
    ["file where", 1, 11],
    ["file where size = 5", 1, 17],
    ["file where name == 'a.txt'", 1, 20],
    ['file where name == ?"a.txt"', 1, 20],
    ["file where size < 5 < 6", 1, 21],
    ["file where size > 1 size < 5", 1, 21],
    ["file where\n  name : owner", 2, 10],
    ["file where size in ()", 1, 21],
    ["file where size in 5", 1, 20],
    ['file where hosts[0] : "a"', 1, 17],
    ["file where name\r\n  and child of [process where true]", 2, 7],
    ["file where `name == 1", 1, 12],
    ["file where (size == 5", 1, 22],
    ["file where true /* open", 1, 17],
    ["file where true | unique name", 1, 19],
    ["file where true | hed 5", 1, 19],
    ["file where true | head -5", 1, 24],
    ["file where true | head size", 1, 24],
    ["file where true | tail 1.5", 1, 24],
    ["file where true | head -size", 1, 24],
    ["file where true | head 1 + size", 1, 24],
    ["file where true | head 4 / 2.0", 1, 24],
    ["file where true | head 5 5", 1, 26],
    ["file where true | head (1, 2)", 1, 26],
    ["file where true | head 2147483648", 1, 24],
    ["join by id [file where true] [process where true]", 1, 1],
  ]);
});

describe("functions", () => {
  table([
    ["file where lenght(name) > 5", 1, 12],
    ['file where arrayContains(hosts, "a")', 1, 12],
    ['file where wildcard(name, "a*")', 1, 12],
    ['file where match(name, "a.*")', 1, 12],
    ["file where length~(name) == 5", 1, 12],
    ["file where between(name)", 1, 12],
    ['file where between(name, "a", "b", true, true) == "c"', 1, 12],
    ["file where stringContains() ", 1, 12],
    ["file where cidrMatch(ip)", 1, 12],
    ["file where length(name, 5) == 5", 1, 12],
  ]);
});

describe("sequences and samples", () => {
  const [a, b, c] = ["[file where true]", "[process where true]", "[network where true]"];
  it.each([
    `sequence ${a}`,
    `sequence ${a} with runs=1`,
    `sequence ${a} with runs=0 ${b}`,
    `sequence ${a} with runs=101`,
    `sequence ${a} with reps=2`,
    `sequence with maxspan=5 ${a} ${b}`,
    `sequence with maxspan=0s ${a} ${b}`,
    `sequence with maxspan=1.5h ${a} ${b}`,
    `sequence with maxspan=2weeks ${a} ${b}`,
    `sequence with maxspan=1m by id ${a} ${b}`,
    `sequence by length(id) ${a} ${b}`,
    `sequence by id * 2 ${a} ${b}`,
    `sequence ${a} by id ${b}`,
    `sequence by id ${a} by x ${b} by x, y`,
    `sequence ${a} by id ${b} by id until ${c}`,
    `sequence ${a} ${b} until ${c} with runs=2`,
    `sequence ${a} !${b}`,
    `sequence with maxspan=1m !${a} !${b}`,
    `sequence ${a} fork ${b}`,
    `sequence ${a} ${b} | filter true`,
    `sample ${a} ${b}`,
    `sample by id ${a}`,
    `sample by id ${a} !${b}`,
    `sample by id ${a} ${b} until ${c}`,
    `sample by id with maxspan=1m ${a} ${b}`,
    `sample by id ${a} with runs=2 ${b}`,
    `sample by id ${a} ${b} | head 1`,
    `sample by id ${[a, b, c, a, b, c].join(" ")}`,
  ])("reject %s", (query) => {
    errorOf(() => parseEql(query));
  });

  it.each([
    `sequence ${a} with runs=2`,
    `sequence by ?id, \`my key\` with maxspan=90 s ${a} ${b} | head 5 | tail 2`,
    `sequence with maxspan=1d !${a} ${b}`,
    `sequence ${a} by x ${b} by ?y until ${c} by z`,
    `sample by ?id ${a} by x ${b} by y`,
    '"my category" where true /* outer /* inner */ outer */',
    '"""C:\\""" where true // to the end',
    "any where true | head 2147483648 - 1",
    "any where true | head 2 * 3 | tail -(-4) / 2 % 3",
  ])("accept %s", (query) => {
    expect(() => parseEql(query)).not.toThrow();
  });
});
