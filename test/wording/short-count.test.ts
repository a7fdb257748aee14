import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shortCount } from "../../src/wording/format.ts";

describe("a short count", () => {
  it.each([
    [0, "0"],
    [999, "999"],
    [9_999, "9,999"],
    [10_000, "10.0 k"],
    [99_949, "99.9 k"],
    [99_950, "100 k"],
    [999_499, "999 k"],
    [999_500, "1.0 M"],
    [1_234_567, "1.2 M"],
    [123_456_789, "123 M"],
  ])("of %i is %s", (n, text) => {
    expect(shortCount(n)).toBe(text);
  });

  /** The number that a short count stands for. */
  const valueOf = (text: string): number => {
    const [number = "", unit] = text.replaceAll(",", "").split(" ");
    return Number(number) * (unit === "k" ? 1e3 : unit === "M" ? 1e6 : 1);
  };

  it("is short, and never off by more than 5 %", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_000_000 }), (n) => {
        const text = shortCount(n);
        expect(text.length).toBeLessThanOrEqual(6);
        expect(Math.abs(valueOf(text) - n)).toBeLessThanOrEqual(n * 0.05);
      }),
    );
  });

  it("does not shrink when the number grows", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), fc.nat(100), (n, more) => {
        expect(valueOf(shortCount(n + more))).toBeGreaterThanOrEqual(valueOf(shortCount(n)));
      }),
    );
  });
});
