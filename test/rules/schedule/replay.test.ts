import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replay, windowsOver } from "../../../src/rules/schedule/index.ts";
import { missSentence } from "../../../src/wording/index.ts";
import { RankSet } from "../../../src/rules/schedule/rank-set.ts";
import { type Parts, at, rule, schedule } from "./helpers.ts";
import { calendarRule, calendarTimes, randomRule, randomTimes } from "./random.ts";
import { fates } from "./reference.ts";

function codes(parts: Parts, times: readonly (string | number)[]): (string | null)[] {
  const matches = times.map((time) => ({ time: typeof time === "string" ? at(time) : time }));
  return replay(rule(parts), matches).map((miss) => miss?.code ?? null);
}

describe("replay", () => {
  it("loses nothing up to the cap", () => {
    expect(codes({ max_signals: 2 }, ["10:02:00", "10:02:30"])).toEqual([null, null]);
  });

  it("loses the older matches of a burst that every window holds, for EQL", () => {
    expect(codes({ max_signals: 2 }, ["10:02:00", "10:02:30", "10:03:00", "10:03:30"])).toEqual([
      "cap",
      "cap",
      null,
      null,
    ]);
  });

  it("keeps a match that is among the newest of any one window", () => {
    // 10:00:30 and 10:04 are the newest two of 09:56-10:05, the others those of 10:01-10:10.
    expect(codes({ max_signals: 2 }, ["10:00:30", "10:04:00", "10:06:00", "10:07:00"])).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it("lets alerts of the overlap use up the quota, for EQL", () => {
    // 09:56-10:05 keeps the third; 10:01-10:10 keeps it once more, and the second finds no room in either.
    expect(codes({ max_signals: 1 }, ["10:01:00", "10:02:00", "10:03:00"])).toEqual(["cap", "cap", null]);
  });

  it("gives the excess of a query rule another chance in the overlap", () => {
    const parts = { type: "query", max_signals: 1 };
    expect(codes(parts, ["10:02:00", "10:03:00"])).toEqual([null, null]);
    expect(codes(parts, ["10:02:00", "10:03:00", "10:04:00"])).toEqual([null, null, "cap"]);
    expect(codes(parts, ["10:00:10", "10:00:20"])).toEqual([null, "cap"]);
  });

  it("gives each catch-up window its own cap", () => {
    const parts = { type: "query", interval: "10m", from: "now-5m", max_signals: 1 };
    expect(codes(parts, ["10:06:00", "10:07:00", "10:08:00"])).toEqual([null, null, "cap"]);
  });

  it("finds the gap between windows", () => {
    expect(codes({ interval: "10m", from: "now-5m" }, ["10:02:00", "10:07:00"])).toEqual(["gap", null]);
  });

  it("loses what arrives when every run that looks at its time is over", () => {
    const late = (time: string, arrived: string, parts: Parts = {}) =>
      replay(rule(parts), [{ time: at(time), arrived: at(arrived) }])[0]?.code ?? null;
    // 10:02 is looked at by the runs of 10:05 and 10:10; 10:00:30 by that of 10:05 alone.
    expect(late("10:02:00", "10:02:05")).toBeNull();
    expect(late("10:02:00", "10:10:00")).toBeNull();
    expect(late("10:02:00", "10:10:00.001")).toBe("late");
    expect(late("10:00:30", "10:05:00")).toBeNull();
    expect(late("10:00:30", "10:05:00.001")).toBe("late");
    expect(late("10:02:00", "10:01:00")).toBeNull();
    // The window of 10:06 to 10:08 that the run of 10:08 has is put before that of 10:16 once more.
    const short = { interval: "8m", from: "now-2m" };
    expect(late("10:07:00", "10:15:59", short)).toBeNull();
    expect(late("10:07:00", "10:16:01", short)).toBe("late");
    expect(late("10:03:00", "10:30:00", short)).toBe("gap");
  });

  it("gives no room of the cap to what comes too late", () => {
    const matches = ["10:02:00", "10:03:00", "10:04:00"].map((time, i) => ({
      time: at(time),
      ...(i > 0 && { arrived: at("11:00:00") }),
    }));
    const misses = replay(rule({ max_signals: 1 }), matches);
    expect(misses.map((miss) => miss?.code ?? null)).toEqual([null, "late", "late"]);
  });

  it("has no window for what has no time", () => {
    expect(codes({}, [Number.NaN, "10:02:00", Infinity])).toEqual(["no-time", null, "no-time"]);
    expect(codes({}, [])).toEqual([]);
  });

  it("chooses in EQL's order, not in that of the window's time", () => {
    // By @timestamp the first match is the oldest, though it was ingested last.
    expect(codes({ max_signals: 1 }, ["10:03:00", "10:02:00"])).toEqual(["cap", null]);
    expect(codes({ max_signals: 1, type: "query" }, ["10:00:20", "10:00:10"])).toEqual(["cap", null]);
  });

  it("says why", () => {
    const burst = ["10:02:00", "10:02:00"].map((time) => ({ time: at(time) }));
    expect(missSentence(replay(rule({ max_signals: 1 }), burst)[0]!)).toBe(
      "Elastic's cap of 1 would have hidden this: 1 or more newer matches in every window that holds it " +
        "(windows of 9 minutes, every 5 minutes).",
    );
    const query = rule({ max_signals: 1, type: "query", from: "now-5m", interval: "1h" });
    const three = ["10:58:00", "10:58:00", "10:58:00", "10:02:00"].map((time) => ({ time: at(time) }));
    expect(replay(query, three).map((miss) => miss && missSentence(miss))).toEqual([
      null,
      null,
      "Elastic's cap of 1 would have hidden this: 1 older match to raise first in every window that holds it " +
        "(windows of 5 minutes, every hour).",
      "No run of the rule would have looked at this time: windows of 5 minutes, every hour.",
    ]);
    expect(missSentence(replay(rule(), [{ time: Number.NaN }])[0]!)).toMatch(/no readable time/);
  });

  it("does not pass over a rule whose schedule cannot be read", () => {
    const misses = replay(rule({ interval: "often" }), [{ time: at("10:02:00") }, { time: Number.NaN }]);
    expect(misses.map((miss) => miss?.code)).toEqual(["unknown", "unknown"]);
    expect(missSentence(misses[0]!)).toMatch(/cannot be said: The rule's interval “often”/);
  });

  it("equals the plain replay of every run", () => {
    fc.assert(
      fc.property(randomRule, randomTimes, (keys, times) => {
        const misses = replay(
          keys,
          times.map((time) => ({ time })),
        );
        const plain = fates(schedule(keys), times, at("2026-04-29T00:00"), at("2026-05-09T00:00"));
        expect(misses.map((miss) => miss?.code ?? null)).toEqual(plain);
      }),
      { numRuns: 500 },
    );
  });

  it("equals it with windows bounded by months", () => {
    fc.assert(
      fc.property(calendarRule, calendarTimes, (keys, times) => {
        const misses = replay(
          keys,
          times.map((time) => ({ time })),
        );
        const plain = fates(schedule(keys), times, at("2026-01-01T00:00"), at("2026-08-01T00:00"));
        expect(misses.map((miss) => miss?.code ?? null)).toEqual(plain);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    [randomRule, 2 * 86_400_000],
    [calendarRule, 90 * 86_400_000],
  ] as const)("takes for late what no run looks at from its arrival on", (rules, longest) => {
    fc.assert(
      fc.property(rules, fc.nat(86_400_000), fc.nat(longest), (keys, second, delay) => {
        const time = at("2026-02-28T00:00") + second;
        const arrived = time + delay;
        const runs = [...windowsOver(schedule(keys), [time])].map(({ run }) => run);
        const found = delay === 0 || runs.some((run) => run >= arrived) ? null : "late";
        const [miss] = replay(keys, [{ time, arrived }]);
        expect(miss?.code ?? null).toBe(runs.length === 0 ? "gap" : found);
      }),
      { numRuns: 500 },
    );
  });

  it("works through a hundred thousand that come a year late, though thousands of runs look at each", () => {
    const time = at("10:00:00");
    const matches = Array.from({ length: 100_000 }, () => ({ time, arrived: time + 365 * 86_400_000 }));
    expect(new Set(replay(rule({ from: "now-30d" }), matches).map((miss) => miss?.code))).toEqual(
      new Set(["late"]),
    );
  });

  it("works through a burst of a million matches in windows of two days", () => {
    const matches = Array.from({ length: 1_000_000 }, (_, i) => ({ time: at("10:00:00") + i * 1000 }));
    const misses = replay(rule({ from: "now-48h/h" }), matches);
    // Each run keeps its newest hundred of the three hundred seconds since the last.
    expect(misses.slice(0, 301).map((miss) => miss?.code ?? null)).toEqual([
      null,
      ...new Array<string>(200).fill("cap"),
      ...new Array<null>(100).fill(null),
    ]);
    expect(misses.filter((miss) => miss !== null)).toHaveLength(666_600);
  });
});

describe("RankSet", () => {
  it("knows the k-th smallest of what it holds", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70 }), fc.array(fc.nat(69)), (limit, toggles) => {
        const set = new RankSet(limit);
        const plain = new Set<number>();
        for (const rank of toggles.filter((toggle) => toggle < limit)) {
          if (plain.delete(rank)) set.remove(rank);
          else {
            plain.add(rank);
            set.add(rank);
          }
        }
        const sorted = [...plain].sort((a, b) => a - b);
        expect(set.size).toBe(sorted.length);
        expect(sorted.map((_, k) => set.at(k))).toEqual(sorted);
      }),
    );
  });
});
