/** Whatever the text, the result is a tree or an EqlError. */
import fc from "fast-check";
import { describe, it } from "vitest";
import { EqlError, evaluateEql } from "../../src/eql/index.ts";
import { EQL_QUERIES } from "../fuzz/fuzz-queries.ts";
import { surviveEql } from "../fuzz/survive.ts";

const TOKENS = (
  "process any where sequence sample join by with maxspan runs until not and or in in~ like like~ regex regex~ of null true false head tail | ( ) [ ] ![ , . = == != < <= > >= : + - * / % ? ~ " +
  'process.name process.args x `y z` "a*" "\\\\" "" """r""" \'q\' 0 1 2.5 .5 1e3 99999999999999999999 1s 5m length( concat( startsWith~( cidrMatch( "10.0.0.0/8" // /* */ \n \u0000 é'
).split(" ");

describe("the parser", () => {
  it("survives random tokens", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...TOKENS), { maxLength: 30 }), (tokens) =>
        surviveEql(tokens.join(" ")),
      ),
      { numRuns: 5000 },
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...TOKENS), { maxLength: 30 }), (tokens) =>
        surviveEql(`any where ${tokens.join("")}`),
      ),
      { numRuns: 5000 },
    );
  });

  it("survives arbitrary text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), surviveEql), { numRuns: 2000 });
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) =>
        surviveEql(`any where x : "${text}"`),
      ),
      { numRuns: 2000 },
    );
  });

  it("survives mutations of queries", () => {
    const cut = fc.tuple(
      fc.constantFrom(...EQL_QUERIES),
      fc.nat(400),
      fc.nat(30),
      fc.oneof(fc.constantFrom(...TOKENS), fc.string({ maxLength: 3 })),
    );
    fc.assert(
      fc.property(cut, ([query, at, length, insert]) => {
        const from = at % query.length;
        surviveEql(query.slice(0, from) + insert + query.slice(from + length));
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
          surviveEql(`any where ${text}`);
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
    surviveEql(`any where x in (${Array(50_000).fill('"abc"').join(",")})`);
    surviveEql(`any where ${Array(20_000).fill("x == 1").join(" and ")}`);
    surviveEql(`any where x == "${"a".repeat(1_000_000)}"`);
    surviveEql(`any where x == "${"a".repeat(1_000_000)}`);
    surviveEql(`/*${"/*".repeat(100_000)} any where true`);
    surviveEql(`any where ${"`".repeat(100_001)}`);
    surviveEql(" ".repeat(1_000_000));
  });
});
