import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareText, rankingOf, ranksOf } from "../../src/columns/index.ts";
import { expectEqual } from "../support/expect-equal.ts";

/** The slow equivalent: comparing. */
function compared(texts: readonly string[]): number[] {
  const sorted = [...new Set(texts)].sort(compareText);
  const places = new Map(sorted.map((text, place) => [text, place]));
  return texts.map((text) => places.get(text)!);
}

describe("the ranks of texts", () => {
  it("are those that comparing gives, for few and for many texts with the same beginnings", () => {
    const unit = fc.constantFrom("a", "b", "\u0000", "\uffff", "\u{10000}");
    const some = fc.array(fc.string({ unit, maxLength: 5 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(some, fc.constantFrom("", "x".repeat(3), "x".repeat(120)), (endings, start) => {
        const few = endings.map((ending) => start + ending);
        expectEqual([...ranksOf(few)], compared(few));
        const many = Array.from({ length: 600 }, (_, i) => `${few[i % few.length]!}${i % 37}`);
        expectEqual([...ranksOf(many)], compared(many));
      }),
      { numRuns: 40 },
    );
  });

  it("come in steps where there are many", () => {
    const many = Array.from({ length: 60_000 }, (_, i) => `same beginning ${(i * 7919) % 60_000}`);
    const steps = rankingOf(many);
    let count = 0;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) count++;
    expect(count).toBeGreaterThan(20);
    expectEqual([...step.value], compared(many));
  });
});
