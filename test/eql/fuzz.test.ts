/** Whatever the text, the result is a tree or an EqlError. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EqlError, compileEql, evaluateEql, parseEql, printEql } from "../../src/eql/index.ts";
import { flatten } from "../../src/ecs/flat-event.ts";

function survives(text: string): void {
  let tree;
  try {
    tree = parseEql(text);
  } catch (error) {
    if (!(error instanceof EqlError)) throw error;
    expect(error.message.length).toBeGreaterThan(5);
    expect(error.line).toBeGreaterThanOrEqual(1);
    expect(error.column).toBeGreaterThanOrEqual(1);
    expect(text).toContain(error.offending.replace(/…$/, ""));
    return;
  }
  expect(parseEql(printEql(tree))).toEqual(tree);
  const query = compileEql(text);
  if (query.kind !== "event") return;
  const event = flatten({
    process: { name: "x", args: ["a", 1, true], pid: 4 },
    "event.category": "process",
  });
  expect(query.explain(event).held).toBe(query.matches(event));
}

const TOKENS = (
  "process any where sequence sample join by with maxspan runs until not and or in in~ like like~ regex regex~ of null true false head tail | ( ) [ ] ![ , . = == != < <= > >= : + - * / % ? ~ " +
  'process.name process.args x `y z` "a*" "\\\\" "" """r""" \'q\' 0 1 2.5 .5 1e3 99999999999999999999 1s 5m length( concat( startsWith~( cidrMatch( "10.0.0.0/8" // /* */ \n \u0000 é'
).split(" ");

const QUERIES = [
  'process where process.name : ("cmd.exe", "power*") and not (process.args == "-c" or length(process.name) > 10) | head 5',
  'sequence by host.id, ?user.id with maxspan=1m [process where event.type == "start"] by process.pid ![file where true] by process.pid [network where cidrMatch(destination.ip, "10.0.0.0/8")] by process.ppid with runs=3 until [process where true] by process.pid | tail 2',
  'sample by host [any where x > 1.5e3] by a [any where y regex~ """a{1,3}(b|c)""" ] by b',
  'registry where registry.path : "HKLM\\\\SOFTWARE\\\\*" and registry.data.strings in~ ("1", "0x1") /* c */ and ?x.y != null // end',
  'any where concat(a, "\\u{41}", 1 + 2 * -3) == "x" and substring(process.name, -4, null) : ".exe" and between(a, "(", ")") not in ("b")',
];

describe("the parser", () => {
  it("survives random tokens", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...TOKENS), { maxLength: 30 }), (tokens) =>
        survives(tokens.join(" ")),
      ),
      { numRuns: 5000 },
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...TOKENS), { maxLength: 30 }), (tokens) =>
        survives(`any where ${tokens.join("")}`),
      ),
      { numRuns: 5000 },
    );
  });

  it("survives arbitrary text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), survives), { numRuns: 2000 });
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) =>
        survives(`any where x : "${text}"`),
      ),
      { numRuns: 2000 },
    );
  });

  it("survives mutations of queries", () => {
    const cut = fc.tuple(
      fc.constantFrom(...QUERIES),
      fc.nat(400),
      fc.nat(30),
      fc.oneof(fc.constantFrom(...TOKENS), fc.string({ maxLength: 3 })),
    );
    fc.assert(
      fc.property(cut, ([query, at, length, insert]) => {
        const from = at % query.length;
        survives(query.slice(0, from) + insert + query.slice(from + length));
      }),
      { numRuns: 10_000 },
    );
  });

  it("survives odd regular expressions", () => {
    const piece = fc.constantFrom(
      "a",
      ".",
      "*",
      "+",
      "?",
      "{2}",
      "{1,3}",
      "{",
      "(",
      ")",
      "[",
      "]",
      "^",
      "-",
      "|",
      "~",
      "&",
      "@",
      "#",
      "<1-9>",
      "<",
      '\\"',
      "\\\\",
      "\\\\w",
      "é",
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.constantFrom("x", "string(x)"),
        fc.constantFrom("regex", "regex~"),
        (pieces, value, operator) => {
          const text = `${value} ${operator} "${pieces.join("")}"`;
          survives(`any where ${text}`);
          try {
            evaluateEql(text, { x: ["aab", "a-a", "", "7", "é"] });
          } catch (error) {
            if (!(error instanceof EqlError)) throw error;
          }
        },
      ),
      { numRuns: 5000 },
    );
  });

  it("survives long texts", () => {
    survives(`any where x in (${Array(50_000).fill('"abc"').join(",")})`);
    survives(`any where ${Array(20_000).fill("x == 1").join(" and ")}`);
    survives(`any where x == "${"a".repeat(1_000_000)}"`);
    survives(`any where x == "${"a".repeat(1_000_000)}`);
    survives(`/*${"/*".repeat(100_000)} any where true`);
    survives(`any where ${"`".repeat(100_001)}`);
    survives(" ".repeat(1_000_000));
  });
});
