import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { barsOf, stepsBetween } from "../../src/ui/filter/bars.ts";
import { inputTime, rangeWords, timeOfInput } from "../../src/ui/filter/time-text.ts";

const SMALLEST = 0.05;

describe("bars", () => {
  it("stack their series without gaps, the highest as high as the drawing", () => {
    const counts = fc.array(fc.nat(1e6), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const bars = barsOf(
          { start: 0, step: 1, series: [a, b].map((each) => ({ name: "", counts: each })) },
          SMALLEST,
        );
        expect(bars.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4].filter((i) => a[i]! + b[i]! > 0));
        for (const { step, total, parts } of bars) {
          expect(total).toBe(a[step]! + b[step]!);
          let top = 0;
          for (const { from, height } of parts) {
            expect(from).toBeCloseTo(top, 9);
            top = from + height;
          }
          expect(top).toBeGreaterThanOrEqual(SMALLEST - 1e-9);
          expect(top).toBeLessThanOrEqual(1 + 1e-9);
        }
        if (bars.length > 0)
          expect(Math.max(...bars.map(({ total }) => total))).toBe(Math.max(...a.map((n, i) => n + b[i]!)));
      }),
    );
  });

  it("are chosen whole, from either side and beyond the ends", () => {
    expect(stepsBetween(0.31, 0.55, 10)).toEqual([3, 5]);
    expect(stepsBetween(0.55, 0.31, 10)).toEqual([3, 5]);
    expect(stepsBetween(-3, 7, 10)).toEqual([0, 9]);
    expect(stepsBetween(1, 1, 10)).toEqual([9, 9]);
  });
});

describe("a time in an input", () => {
  it("is UTC, to the millisecond", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (time) => {
        expect(timeOfInput(inputTime(time))).toBe(time);
      }),
    );
    expect(timeOfInput("2026-03-14T02:10")).toBe(Date.UTC(2026, 2, 14, 2, 10));
  });

  it("is undefined where there is none", () => {
    expect([timeOfInput(""), timeOfInput("2026-03"), timeOfInput("x")]).toEqual([
      undefined,
      Date.UTC(2026, 2),
      undefined,
    ]);
    expect(inputTime(undefined)).toBe("");
  });
});

describe("a range in words", () => {
  const at = Date.UTC(2024, 2, 1, 10, 5, 7, 250);

  it("has no more of the times than tells them apart", () => {
    expect(rangeWords({ from: at, to: at + 50 })).toBe("2024-03-01 10:05:07.250 – 10:05:07.300");
    expect(rangeWords({ from: at, to: at + 120_000 })).toBe("2024-03-01 10:05:07 – 10:07:07");
    expect(rangeWords({ from: at, to: at + 86_400_000 })).toBe("2024-03-01 10:05 – 2024-03-02 10:05");
  });

  it("may be open", () => {
    expect(rangeWords({ from: at })).toBe("2024-03-01 10:05 – end");
    expect(rangeWords({ to: at })).toBe("start – 2024-03-01 10:05");
  });
});
