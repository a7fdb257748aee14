import { growth, growthAsync, LINEAR, work } from "./work.ts";
import { describe, expect, it } from "vitest";
import { byteSearches, everywhere, loop, loopInLoop, searches } from "./counted-example.ts";

describe("the counter of work", () => {
  it("returns the same count every time, before and after the engine has compiled the code", () => {
    const counts = Array.from({ length: 200 }, () => work(() => loop(1000)));
    expect(new Set(counts).size).toBe(1);
    expect(counts[0]).toBeGreaterThanOrEqual(1000);
    expect(counts[0]).toBeLessThan(1100);
  });

  it("distinguishes linear from quadratic", async () => {
    expect(growth(1000, loop)).toBeCloseTo(4, 1);
    expect(growth(100, loopInLoop)).toBeGreaterThan(14);
    expect(await growthAsync(100, async (n) => loopInLoop(n))).toBeGreaterThan(14);
    const sorting = (n: number) => loop(Math.round(n * Math.log2(n)));
    expect(growth(1000, sorting)).toBeLessThan(LINEAR);
  });

  it("does not count the tests themselves, and throws instead of taking zero for no growth", () => {
    const own = (length: number) => Array.from({ length }, (_, i) => i * 2);
    expect(work(() => own(1000))).toBe(0);
    expect(() => growth(1000, own)).toThrow("Nothing was counted");
  });

  it.each(Object.entries(searches))("counts what the engine reads: %s", (_, search) => {
    expect(growth(300, (n) => everywhere("x".repeat(n), search))).toBeGreaterThan(10);
  });

  it.each(Object.entries(byteSearches))("counts what the engine reads: %s", (_, search) => {
    expect(growth(300, (n) => everywhere(new Uint8Array(n), search))).toBeGreaterThan(10);
  });

  it("counts a search up to the match, and a sticky pattern by the length of the match", () => {
    const near = (text: string) => {
      everywhere(text, searches["indexOf of a text"]!);
      const sticky = /x/y;
      everywhere(text, (whole, from) => ((sticky.lastIndex = from), sticky.test(whole)));
    };
    expect(growth(300, (n) => near("x!".repeat(n)))).toBeLessThan(LINEAR);
  });

  it("restores the methods", () => {
    const before = [String.prototype.indexOf, RegExp.prototype.exec, Uint8Array.prototype.set];
    expect(() =>
      work(() => {
        throw new Error("stopped");
      }),
    ).toThrow("stopped");
    expect([String.prototype.indexOf, RegExp.prototype.exec, Uint8Array.prototype.set]).toEqual(before);
  });
});
