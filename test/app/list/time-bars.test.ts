import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listFieldValues, SEVERITIES } from "../../../src/app/list/list-fields.ts";
import { failingTests, passing } from "../../../src/app/list/row-tests.ts";
import { timeBars } from "../../../src/app/list/time-bars.ts";
import type { TimeRange } from "../../../src/app/filter/time-range.ts";
import { isLimited, timeTest } from "../../../src/app/list/time-range.ts";
import type { Severity } from "../../../src/rules/index.ts";
import { columnsOf, sourcesOf } from "./columns-of.ts";

function barsOf(given: readonly { time: number; severity?: Severity }[], steps: number, range?: TimeRange) {
  const columns = columnsOf(given);
  return timeBars(
    columns.all(),
    columns.times(),
    listFieldValues("severity", sourcesOf(columns)),
    steps,
    range,
  );
}

describe("alerts over time", () => {
  it("are counted by severity in equal steps from the first to the last", () => {
    const bars = barsOf(
      [
        { time: 1000 },
        { time: 1009, severity: "high" },
        { time: 1010 },
        { time: 1039, severity: "high" },
        { time: NaN },
      ],
      4,
    )!;
    expect({ ...bars, counts: bars.counts.map((counts) => [...counts]), totals: [...bars.totals] }).toEqual({
      start: 1000,
      step: 10,
      counts: [
        [1, 1, 0, 0],
        [0, 0, 0, 0],
        [1, 0, 0, 1],
        [0, 0, 0, 0],
      ],
      totals: [2, 1, 0, 1],
      highest: 2,
      timeless: 1,
    });
  });

  it("of a range are those in it, and its steps are there without alerts too", () => {
    const bars = barsOf([{ time: 5 }, { time: 10 }, { time: 19 }, { time: 20 }], 2, { from: 10, to: 19 })!;
    expect([bars.start, bars.step, [...bars.totals]]).toEqual([10, 5, [1, 1]]);
    expect([...barsOf([], 2, { from: 10, to: 19 })!.totals]).toEqual([0, 0]);
  });

  it("are none without a time", () => {
    expect([barsOf([], 5), barsOf([{ time: NaN }], 5), barsOf([{ time: 1 }], 5, { from: 9 })]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it("are each in one step", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            time: fc.oneof(fc.maxSafeInteger(), fc.nat(100), fc.double()),
            severity: fc.constantFrom(...SEVERITIES),
          }),
        ),
        fc.integer({ min: 1, max: 60 }),
        (given, steps) => {
          const finite = given.filter(({ time }) => Math.abs(time) <= 8.64e15);
          const bars = barsOf(finite, steps);
          expect(bars === null).toBe(finite.length === 0);
          if (bars === null) return;
          expect(bars.totals.reduce((sum, count) => sum + count, 0)).toBe(finite.length);
          expect(bars.totals.length).toBeLessThanOrEqual(steps);
          const sums = Array.from(bars.totals, (_, i) =>
            bars.counts.reduce((sum, counts) => sum + counts[i]!, 0),
          );
          expect(sums).toEqual([...bars.totals]);
        },
      ),
    ));
});

describe("a time range", () => {
  it.each<[TimeRange, number[]]>([
    [{}, [0, 1, 2]],
    [{ from: 10 }, [1, 2]],
    [{ to: 19 }, [0, 1]],
    [{ from: 10, to: 19 }, [1]],
    [{ from: 10, to: 20 }, [1, 2]],
  ])("%j begins with its first moment and ends with its last", (range, expected) => {
    const columns = columnsOf([{ time: 5 }, { time: 10 }, { time: 20 }, { time: NaN }]);
    const rows = columns.all();
    const tests = isLimited(range) ? [timeTest(columns.times(), range)] : [];
    const passed = [...passing(rows, failingTests(rows, tests))];
    expect(passed).toEqual(isLimited(range) ? expected : [...expected, 3]);
  });
});
