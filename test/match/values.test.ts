import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asciiLower, equalsFolded, equalsUnicodeFolded } from "../../src/match/ascii.ts";
import {
  compareCodePoints,
  compareValues,
  equalValues,
  parseNumber,
  toPublic,
} from "../../src/match/values.ts";

describe("numbers in texts", () => {
  it("are read exactly", () => {
    expect(parseNumber("9007199254740993")).toBe(9007199254740993n);
    expect(parseNumber("+5")).toBe(5n);
    expect(parseNumber("-0.5e1")).toBe(-5);
    for (const text of [
      "",
      "x",
      "1x",
      "0x10",
      "1e",
      ".",
      "-",
      "1 ",
      " 1",
      "1_0",
      "NaN",
      "Infinity",
      "9".repeat(401),
    ])
      expect(parseNumber(text)).toBeNull();
  });

  it("are distinguished from other long texts", () => {
    expect(parseNumber(`${"1".repeat(1_000_000)}x`)).toBeNull();
    expect(parseNumber(`${"1".repeat(399)}x`)).toBeNull();
  });
});

describe("values", () => {
  it("are public as numbers if that is exact, otherwise as texts", () => {
    expect(toPublic(5n)).toBe(5);
    expect(toPublic(9007199254740992n)).toBe("9007199254740992");
    expect(toPublic(1.5)).toBe(1.5);
    expect(toPublic(null)).toBeNull();
  });

  it("are equal exactly if neither is smaller", () => {
    const value = fc.oneof(
      fc.bigInt({ min: -5n, max: 5n }),
      fc.constantFrom(1.5, 2, -0),
      fc.constantFrom("2", "02", "1.5", "x", "10"),
    );
    fc.assert(
      fc.property(value, value, (a, b) => {
        if (typeof a === "string" && typeof b === "string") return;
        const order = compareValues(a, b);
        expect(equalValues(a, b)).toBe(order === 0);
        expect(Math.sign(order)).toBe(-Math.sign(compareValues(b, a)) + 0);
      }),
    );
    expect(equalValues(Number.NaN, 1n)).toBe(false);
    expect(compareValues(Number.NaN, 1n)).toBeNaN();
  });

  it("are ordered by code point", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        const [x, y] = [[...a], [...b]];
        const i = x.findIndex((c, k) => c !== y[k]);
        const expected =
          i < 0
            ? x.length - y.length
            : y[i] === undefined
              ? 1
              : x[i]!.codePointAt(0)! - y[i]!.codePointAt(0)!;
        expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(expected));
      }),
    );
  });
});

describe("case folding", () => {
  it("of ASCII changes A to Z only", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const folded = asciiLower(text);
        expect(folded).toHaveLength(text.length);
        expect(folded).toBe(
          [...text].map((c) => (c >= "A" && c <= "Z" && c.length === 1 ? c.toLowerCase() : c)).join(""),
        );
        expect(equalsFolded(text, folded)).toBe(true);
      }),
    );
    expect(asciiLower("İK\u212a")).toBe("İk\u212a");
  });

  it("of Unicode works on single code units, like Java's", () => {
    expect(equalsUnicodeFolded("É", "é")).toBe(true);
    expect(equalsUnicodeFolded("\u212a", "k")).toBe(true);
    expect(equalsUnicodeFolded("ß", "SS")).toBe(false);
    expect(equalsUnicodeFolded("a", "b")).toBe(false);
  });
});
