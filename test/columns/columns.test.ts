import { describe, expect, it } from "vitest";
import { Dictionary, NumberColumn, ranksOf, RowSet, TextColumn } from "../../src/columns/index.ts";

describe("a column", () => {
  it.each([
    ["bytes", NumberColumn.bytes(), 255],
    ["codes", NumberColumn.codes(), 2 ** 32 - 1],
    ["doubles", NumberColumn.doubles(), 2 ** 53 - 1],
  ])("of %s grows with the rows that are set, and has 0 for others", (_kind, column, largest) => {
    column.set(5000, largest);
    column.set(3, 7);
    expect([column.at(5000), column.at(3), column.at(4), column.at(1e6)]).toEqual([largest, 7, 0, 0]);
  });

  it("of texts has each text once, and the empty text for rows that were not set", () => {
    const column = new TextColumn();
    ["a", "b", "a", "__proto__"].forEach((text, row) => column.set(row, text));
    expect([0, 1, 2, 3, 4].map((row) => column.at(row))).toEqual(["a", "b", "a", "__proto__", ""]);
    expect(column.texts.all).toEqual(["", "a", "b", "__proto__"]);
    column.set(0, "b");
    expect(column.codeAt(0)).toBe(column.codeAt(1));
  });
});

describe("a dictionary", () => {
  it("ranks its texts by code unit, also those that come later", () => {
    const texts = new Dictionary();
    for (const text of ["b", "Z", "\u{10000}", "\uffff"]) texts.codeOf(text);
    expect([...texts.ranks()]).toEqual([1, 0, 2, 3]);
    texts.codeOf("a");
    expect([...texts.ranks()]).toEqual([2, 0, 3, 4, 1]);
  });

  it("says which texts pass a test, and which it never met", () => {
    const texts = new Dictionary();
    for (const text of ["one", "two", "three"]) texts.codeOf(text);
    expect([...texts.matching((text) => text.includes("t"))]).toEqual([0, 1, 1]);
    expect([texts.find("two"), texts.find("four")]).toEqual([1, undefined]);
  });

  it("that knows few texts gives others a code each time, and loses none", () => {
    const texts = new Dictionary(2);
    expect(["a", "b", "c", "a", "c"].map((text) => texts.codeOf(text))).toEqual([0, 1, 2, 0, 3]);
    expect([texts.find("b"), texts.find("c"), texts.textOf(3)]).toEqual([1, undefined, "c"]);
    expect([...texts.ranks()]).toEqual([0, 1, 2, 2]);
  });

  it("gives equal texts of a list equal ranks", () => {
    expect([...ranksOf(["b", "a", "b", "c", "a"])]).toEqual([1, 0, 1, 2, 0]);
  });
});

describe("a set of rows", () => {
  it("has what was added and not deleted, in ascending order", () => {
    const rows = new RowSet([9, 2, 9, 1000]);
    rows.delete(2);
    rows.delete(3);
    rows.add(0);
    expect([...rows]).toEqual([0, 9, 1000]);
    expect([rows.size, rows.has(9), rows.has(2), rows.has(1e9)]).toEqual([3, true, false, false]);
  });
});
