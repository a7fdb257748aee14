import { describe, expect, it } from "vitest";
import { estimate, NO_PACE, type Pace, paceAfter } from "../../src/app/queue/pace.ts";
import { PassProgress } from "../../src/app/queue/pass-progress.svelte.ts";

const MIB = 1024 * 1024;

/** The pace after a number of steps, each of a tenth of a second and the same number of bytes. */
function steady(steps: number, bytes: number, pace: Pace = NO_PACE): Pace {
  for (let n = 0; n < steps; n++) pace = paceAfter(pace, bytes, 100);
  return pace;
}

describe("the estimate of the time left", () => {
  it("needs a second of reading and a few percent", () => {
    expect(estimate(NO_PACE, 0, 100 * MIB)).toBeNull();
    expect(estimate(steady(9, MIB), 9 * MIB, 100 * MIB)).toBeNull();
    expect(estimate(steady(10, MIB), 10 * MIB, 1000 * MIB)).toBeNull();
    expect(estimate(steady(10, MIB), 10 * MIB, 100 * MIB)).not.toBeNull();
    // A few percent of a terabyte take an hour.
    expect(estimate(steady(99, MIB), 99 * MIB, 1_000_000 * MIB)).toBeNull();
    expect(estimate(steady(100, MIB), 100 * MIB, 1_000_000 * MIB)).not.toBeNull();
  });

  it("uses the average speed while it is steady", () => {
    for (const steps of [100, 1000]) {
      const { bytesPerSecond, millisLeft } = estimate(steady(steps, MIB), steps * MIB, 2000 * MIB)!;
      expect(bytesPerSecond).toBeCloseTo(10 * MIB, 3);
      expect(millisLeft).toBeCloseTo((2000 - steps) * 100, 3);
    }
  });

  it("does not depend on the frequency of updates", () => {
    const often = estimate(steady(30, MIB), 30 * MIB, 100 * MIB)!;
    const seldom = estimate(paceAfter(NO_PACE, 30 * MIB, 3000), 30 * MIB, 100 * MIB)!;
    expect(seldom.millisLeft).toBeCloseTo(often.millisLeft, 3);
  });

  it("barely changes after one slow or fast step, but follows a lasting change", () => {
    const pace = steady(50, MIB);
    const before = estimate(pace, 50 * MIB, 500 * MIB)!.millisLeft;
    for (const odd of [0, 3 * MIB]) {
      const after = estimate(paceAfter(pace, odd, 100), 50 * MIB, 500 * MIB)!.millisLeft;
      expect(Math.abs(after - before)).toBeLessThan(before * 0.07);
    }
    const slower = estimate(steady(200, MIB / 4, pace), 100 * MIB, 500 * MIB)!;
    expect(slower.bytesPerSecond / (2.5 * MIB)).toBeCloseTo(1, 1);
  });

  it("is unknown while no byte arrives, and never negative", () => {
    expect(estimate(paceAfter(NO_PACE, 0, 5000), 0, MIB)).toBeNull();
    expect(estimate(steady(20, MIB), 30 * MIB, 20 * MIB)!.millisLeft).toBe(0);
  });
});

const RUN = { isStopped: false };

describe("the progress of a pass", () => {
  it("counts only the time in which files are read, without compiling rules or waiting", () => {
    const progress = new PassProgress();
    progress.begin("e", RUN);
    expect(progress.preparing).toBe(true);
    progress.start("e", 30_000);
    expect(progress.preparing).toBe(false);
    progress.reach("e", 5 * MIB, 30_500);
    progress.reach("e", 10 * MIB, 31_000);
    progress.end("e", 10 * MIB);
    progress.begin("e", RUN);
    progress.start("e", 90_000);
    progress.reach("e", 10 * MIB, 91_000);
    expect(progress.bytes).toBe(20 * MIB);
    expect(progress.pace.millis).toBe(2000);
    const { bytesPerSecond, millisLeft } = estimate(progress.pace, progress.bytes, 40 * MIB)!;
    expect(bytesPerSecond).toBeCloseTo(10 * MIB, 3);
    expect(millisLeft).toBeCloseTo(2000, 3);
  });

  it("counts a file that could not be read as processed, but not as read", () => {
    const progress = new PassProgress();
    progress.begin("e", RUN);
    progress.start("e", 0);
    progress.reach("e", 10 * MIB, 1000);
    progress.end("e", 10 * MIB);
    progress.begin("e", RUN);
    progress.start("e", 2000);
    progress.end("e", 1000 * MIB);
    expect(progress.bytes).toBe(1010 * MIB);
    expect(estimate(progress.pace, progress.bytes, 1020 * MIB)!.millisLeft).toBeCloseTo(1000, 3);
  });

  it("restarts with each run", () => {
    const progress = new PassProgress();
    progress.begin("e", RUN);
    progress.reach("e", MIB, 10);
    progress.reset();
    expect([progress.bytes, progress.pace, progress.preparing]).toEqual([0, NO_PACE, false]);
    progress.begin("e", RUN);
    progress.start("e", 100);
    progress.reach("e", MIB, 200);
    expect([progress.bytes, progress.pace.millis]).toEqual([MIB, 100]);
  });
});
