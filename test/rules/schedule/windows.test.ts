import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { windowsOver } from "../../../src/rules/schedule/index.ts";
import { at, schedule } from "./helpers.ts";
import { randomRule, randomTimes } from "./random.ts";
import { allWindows } from "./reference.ts";

/** `from to first last` of every window, times without their date. */
function windows(parts: Parameters<typeof schedule>[0], times: readonly number[]): string[] {
  const clock = (time: number): string => new Date(time).toISOString().slice(11, 19);
  return [...windowsOver(schedule(parts), times)].map(
    ({ from, to, first, last }) => `${clock(from)} ${clock(to)} ${first} ${last}`,
  );
}

describe("windowsOver", () => {
  it("has none for no times", () => {
    expect(windows({}, [])).toEqual([]);
  });

  it("starts runs at multiples of the interval", () => {
    expect(windows({}, [at("10:02:00")])).toEqual(["09:56:00 10:05:00 0 1", "10:01:00 10:10:00 0 1"]);
    expect(windows({}, [at("10:00:30")])).toEqual(["09:56:00 10:05:00 0 1"]);
  });

  it("takes both ends of a window in", () => {
    expect(windows({ from: "now-5m" }, [at("10:05:00")])).toEqual([
      "10:00:00 10:05:00 0 1",
      "10:05:00 10:10:00 0 1",
    ]);
  });

  it("says which times each window holds, and leaves out empty ones", () => {
    const times = [at("10:00:30"), at("10:03:00"), at("10:03:00"), at("16:00:01")];
    expect(windows({}, times)).toEqual([
      "09:56:00 10:05:00 0 3",
      "10:01:00 10:10:00 1 3",
      "15:56:00 16:05:00 3 4",
    ]);
  });

  it("looks into the future where the rule does", () => {
    expect(windows({ from: "now", to: "now+1m" }, [at("10:00:30")])).toEqual([
      "10:00:00 10:01:00 0 1",
      // 5 minutes between runs less 1 minute of window: each run catches up one window, that of the run before.
      "10:00:00 10:01:00 0 1",
    ]);
  });

  it("catches up by repeating earlier windows, so that a gap stays open", () => {
    const parts = { interval: "10m", from: "now-5m" };
    expect(windows(parts, [at("10:07:00")])).toEqual(["10:05:00 10:10:00 0 1", "10:05:00 10:10:00 0 1"]);
    expect(windows(parts, [at("10:02:00")])).toEqual([]);
  });

  it("follows windows that a full hour bounds", () => {
    const parts = { interval: "30m", from: "now-1h/h", to: "now/h" };
    expect(windows(parts, [at("10:59:00")])).toEqual(["10:00:00 11:00:00 0 1", "10:00:00 11:00:00 0 1"]);
  });

  it("catches up only in the runs whose window is short", () => {
    // At midnight the window is a single moment; from 00:30 on it is as long as the interval or longer.
    const parts = { interval: "30m", from: "now/d", to: "now" };
    expect(windows(parts, [at("00:00:00")]).slice(0, 3)).toEqual([
      "00:00:00 00:00:00 0 1",
      "00:00:00 00:30:00 0 1",
      "00:00:00 01:00:00 0 1",
    ]);
    expect(windows(parts, [at("2026-05-03T23:30:00")])).toContain("23:30:00 23:30:00 0 1");
  });

  it("equals the plain walk over every run", () => {
    fc.assert(
      fc.property(randomRule, randomTimes, (rule, times) => {
        const sorted = times.filter((time) => !Number.isNaN(time)).sort((a, b) => a - b);
        const plain = allWindows(schedule(rule), sorted, at("2026-04-29T00:00"), at("2026-05-09T00:00"));
        const ours = [...windowsOver(schedule(rule), sorted)].map(({ from, to, first, last }) => ({
          from,
          to,
          held: Array.from({ length: last - first }, (_, i) => first + i),
        }));
        expect(ours).toEqual(plain);
      }),
      { numRuns: 500 },
    );
  });

  it("passes over the emptiness of centuries", () => {
    const times = [-5e12, 0, 4e12].map((time) => time + 30_500);
    const found = [...windowsOver(schedule({ interval: "1s", from: "now-2s" }), times)];
    expect(found.map((window) => window.first)).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it("goes over a million times of many years", () => {
    const times = Float64Array.from({ length: 1_000_000 }, (_, i) => i * 300_000 + ((i * 7919) % 1000));
    let windows = 0;
    let held = 0;
    for (const { first, last } of windowsOver(schedule(), times)) {
      windows++;
      held += last - first;
    }
    // One time in every five minutes, seen by two runs (the very first, at the moment it runs, by a third).
    expect(windows).toBeGreaterThanOrEqual(1_000_000);
    expect(held).toBeGreaterThanOrEqual(1_000_000);
    expect(held).toBeLessThanOrEqual(2_000_001);
  });
});
