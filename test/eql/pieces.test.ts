import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eqlPieces, parseEql } from "../../src/eql/index.ts";
import { kqlPieces } from "../../src/kql/index.ts";
import type { QueryPiece } from "../../src/match/index.ts";

const kinds = (text: string, pieces: readonly QueryPiece[]) =>
  pieces.map(({ kind, from, to }) => `${kind} ${text.slice(from, to)}`);

describe("the pieces of an EQL query", () => {
  it("are what they mean", () => {
    const text =
      'sequence by host.name with maxspan=1h /* a */ [process where ?process.args : "x" and length~(a.b) > 3] [any where true] // z';
    parseEql(text.replace("length~", "length"));
    expect(kinds(text, eqlPieces(text))).toEqual([
      ...[
        "keyword sequence",
        "keyword by",
        "field host.name",
        "keyword with",
        "keyword maxspan",
        "operator =",
      ],
      ...["number 1h", "comment /* a */", "operator [", "category process", "keyword where", "operator ?"],
      ...["field process.args", "operator :", 'string "x"', "keyword and", "function length~", "operator ("],
      ...[
        "field a.b",
        "operator )",
        "operator >",
        "number 3",
        "operator ]",
        "operator [",
        "keyword any",
        "keyword where",
        "value true",
        "operator ]",
        "comment // z",
      ],
    ]);
  });

  it("go on in the line after a mistake", () => {
    const text = 'any where a. == "open\n and b == true | head 3';
    expect(kinds(text, eqlPieces(text))).toEqual([
      ...["keyword any", "keyword where", "field a.", "operator =="],
      ...['invalid "open\n', "keyword and", "field b", "operator ==", "value true"],
      ...["operator |", "keyword head", "number 3"],
    ]);
  });
});

describe("the pieces of a KQL query", () => {
  it("are what they mean", () => {
    const text = 'host.name : "a b" and not (process.pid >= 4 or C\\:\\\\x*) AND text of a value';
    expect(kinds(text, kqlPieces(text))).toEqual([
      ...["field host.name", "operator :", 'string "a b"', "keyword and", "keyword not", "operator ("],
      ...["field process.pid", "operator >=", "number 4", "keyword or", "value C\\:\\\\x*", "operator )"],
      ...["keyword AND", "value text of a value"],
    ]);
  });

  it("go on after a mistake", () => {
    const text = 'a: "open\nand b: \\z\nc: 1';
    expect(kinds(text, kqlPieces(text))).toEqual([
      ...["field a", "operator :", 'invalid "open\n', "keyword and", "field b", "operator :"],
      ...["invalid \\z\n", "field c", "operator :", "number 1"],
    ]);
    expect(kinds("a: 1 } b", kqlPieces("a: 1 } b"))).toContain("operator }");
  });
});

describe("pieces of any text", () => {
  const written = fc.array(
    fc.constantFrom(
      "a",
      ".",
      '"',
      "\\",
      "\n",
      " ",
      "where",
      "and",
      "or",
      "not",
      "(",
      ")",
      ":",
      "*",
      "/*",
      "//",
      "`",
      "1",
      "é",
      "[",
      "|",
      "{",
      "<",
    ),
  );
  it.each([
    ["eql", eqlPieces],
    ["kql", kqlPieces],
  ])("of %s are in order, do not overlap and leave out only blanks", (_, piecesOf) => {
    fc.assert(
      fc.property(written, (parts) => {
        const text = parts.join("");
        let end = 0;
        let covered = "";
        for (const { from, to } of piecesOf(text)) {
          expect(from).toBeGreaterThanOrEqual(end);
          expect(to).toBeGreaterThan(from);
          covered += text.slice(from, to);
          end = to;
        }
        expect(covered.replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
      }),
    );
  });
});
