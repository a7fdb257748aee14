import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AlertColumns, alertRow, type EventFinding } from "../../../src/case/index.ts";
import { ownRule } from "../../../src/ui/rules/own-rule.ts";
import { coverageOf, gapAround, stepsFor } from "../../../src/ui/overview/coverage.ts";

const rule = ownRule({ name: "R", language: "eql", query: "any where true", severity: "low" }, "r");
const START = Date.UTC(2024, 0, 1);
const STEP = 60_000;

function alertsAt(alerts: readonly (readonly [host: string, time: string | number])[]): AlertColumns {
  const columns = new AlertColumns();
  alerts.forEach(([host, time], i) => {
    const finding: EventFinding = {
      kind: "event",
      ruleId: "r",
      place: { offset: i, length: 1, line: i + 1 },
      source: "ecs",
      index: "",
      fields: JSON.stringify({
        "host.name": host,
        "@timestamp": typeof time === "number" ? new Date(time).toISOString() : time,
      }),
      raw: "{}",
    };
    columns.add(alertRow(finding, rule, { evidenceId: "e", page: 0, slot: i }));
  });
  return columns;
}

function coverage(
  series: readonly (readonly [host: string, counts: readonly number[]])[],
  alerts: readonly (readonly [host: string, time: string | number])[] = [],
) {
  const columns = alertsAt(alerts);
  const density = {
    start: START,
    step: STEP,
    series: series.map(([host, counts]) => [host, Uint32Array.from(counts)] as const),
  };
  return coverageOf(density, columns.all(), columns);
}

describe("coverage", () => {
  it("marks steps without events as a gap only between a host's first and last event", () => {
    const [row] = coverage([["A", [0, 3, 0, 0, 2, 0]]]).rows;
    expect(row!.cells.map(({ isGap }) => isGap)).toEqual([false, false, true, true, false, false]);
    expect(row).toMatchObject({ host: "A", events: 5, alerts: 0 });
  });

  it("puts each alert into the step and the host of its event, whatever the case of the host's name", () => {
    const { rows } = coverage(
      [
        ["ws01", [1, 0]],
        ["WS01", [0, 2]],
        ["other", [9, 9]],
      ],
      [
        ["Ws01", START + STEP],
        ["WS01", START],
        ["ws01", START + STEP + STEP - 1],
      ],
    );
    expect(rows.map(({ host, events, alerts }) => [host, events, alerts])).toEqual([
      ["ws01", 3, 3],
      ["other", 18, 0],
    ]);
    expect(rows[0]!.cells.map(({ alerts }) => alerts)).toEqual([1, 2]);
  });

  it("lists the hosts with most alerts first, then those with most events", () => {
    const { rows, most } = coverage(
      [
        ["few", [1]],
        ["many", [7]],
        ["hit", [1]],
      ],
      [["hit", START]],
    );
    expect(rows.map(({ host }) => host)).toEqual(["hit", "many", "few"]);
    expect(most).toBe(7);
  });

  it("leaves out alerts without a time, or outside the time of the events", () => {
    const alerts = [
      ["A", "never"],
      ["A", START - 1],
      ["A", START + STEP],
      ["unknown", START],
    ] as const;
    const [row] = coverage([["A", [1]]], alerts).rows;
    expect(row!.alerts).toBe(0);
  });

  it("does not change the counts that it was given", () => {
    const counts = Uint32Array.of(1, 1);
    const columns = alertsAt([]);
    const series = [
      ["a", counts],
      ["A", Uint32Array.of(5, 5)],
    ] as const;
    expect(coverageOf({ start: START, step: STEP, series }, columns.all(), columns).rows[0]!.events).toBe(12);
    expect([...counts]).toEqual([1, 1]);
  });

  it("loses no event, whatever the hosts are called", () => {
    const host = fc.constantFrom("a", "A", "b", "", "__proto__", "constructor");
    const series = fc.uniqueArray(fc.tuple(host, fc.array(fc.nat(9), { minLength: 4, maxLength: 4 })), {
      selector: ([name]) => name,
    });
    fc.assert(
      fc.property(series, (given) => {
        const { rows, most } = coverage(given);
        const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
        expect(sum(rows.map(({ events }) => events))).toBe(sum(given.flatMap(([, counts]) => counts)));
        for (const { cells, events } of rows) expect(sum(cells.map((cell) => cell.events))).toBe(events);
        expect(most).toBe(Math.max(0, ...rows.flatMap(({ cells }) => cells.map((cell) => cell.events))));
      }),
    );
  });
});

describe("the cells", () => {
  it("are wide enough to be hit, in any width", () => {
    for (let width = 280; width < 2400; width += 13) {
      const room = width - (width < 520 ? 32 : 176);
      expect(room / stepsFor(width)).toBeGreaterThanOrEqual(26);
    }
    expect(stepsFor(0)).toBe(0);
  });

  it("of a gap lead to what came before and after", () => {
    const cells = [false, true, true, false, true].map((isGap) => ({ isGap }));
    expect([gapAround(cells, 1), gapAround(cells, 2), gapAround(cells, 4)]).toEqual([
      [0, 3],
      [0, 3],
      [3, 4],
    ]);
  });
});
