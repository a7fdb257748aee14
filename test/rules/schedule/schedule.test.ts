import { describe, expect, it } from "vitest";
import { scheduleOf, scheduleWords } from "../../../src/rules/schedule/index.ts";
import { type Parts, problemOf, schedule } from "./helpers.ts";

describe("scheduleOf", () => {
  it("keeps the newest for EQL and the oldest for all else", () => {
    expect(schedule({ type: "eql" }).keeps).toBe("newest");
    expect(schedule({ type: "query" }).keeps).toBe("oldest");
  });

  it("knows Kibana's own cap, which an EQL search does not have", () => {
    expect(schedule({ type: "query", max_signals: 10_000 })).toMatchObject({ cap: 1000, asked: 10_000 });
    expect(schedule({ type: "eql", max_signals: 10_000 }).cap).toBe(10_000);
    expect(schedule({ type: "query", max_signals: 1000 })).not.toHaveProperty("asked");
  });

  it.each<[Parts, string | null]>([
    [{}, null],
    [{ interval: "" }, "interval"],
    [{ interval: "0m" }, "interval"],
    [{ interval: "5" }, "interval"],
    [{ interval: "5w" }, "interval"],
    [{ interval: "1.5h" }, "interval"],
    [{ from: "2026-05-04T00:00:00Z" }, "from"],
    [{ to: "tomorrow" }, "to"],
    [{ from: "now-2000y" }, "too-far"],
    [{ from: `now-${"9".repeat(90)}y`, to: `now+${"9".repeat(90)}y` }, "too-far"],
    [{ interval: "999999999d" }, "too-far"],
    [{ interval: "1s", from: "now-1y" }, "too-dense"],
    [{ interval: "5m", from: "now-1M" }, null],
    [{ interval: "5m", from: "now-1y" }, "too-dense"],
  ])("finds in %j: %s", (parts, code) => {
    expect(problemOf(parts)).toBe(code);
  });

  it("repeats what it could not read on one line and not at any length", () => {
    const rule = {
      interval: "5m",
      from: `a\nb${"c".repeat(10_000)}`,
      to: "now",
      max_signals: 1,
      type: "eql",
    };
    const result = scheduleOf(rule);
    expect("code" in result && result.message.length).toBeLessThan(300);
    expect("code" in result && result.message).not.toContain("\n");
  });

  it("is plain data that a worker can be given", () => {
    const original = schedule({ from: "now-48h/h" });
    expect(structuredClone(original)).toEqual(original);
  });
});

describe("scheduleWords", () => {
  it.each<[Parts, string]>([
    [
      {},
      "every 5 minutes over the last 9 minutes, at most 100 alerts a run; runs are taken to start at full 5 minutes UTC",
    ],
    [
      { interval: "60m", from: "now-119m", max_signals: 1000 },
      "every hour over the last 119 minutes, at most 1,000 alerts a run; runs are taken to start at the full hour UTC",
    ],
    [
      { interval: "24h", from: "now-48h/h", to: "now/h" },
      "every day from “now-48h/h” to “now/h”, at most 100 alerts a run; runs are taken to start at midnight UTC",
    ],
    [
      { interval: "7m", from: "now-14m", type: "query", max_signals: 10_000 },
      "every 7 minutes over the last 14 minutes, at most 1,000 alerts a run " +
        "(Kibana's own limit; the rule asks for 10,000); runs are taken to start in steps of 7 minutes from 1970-01-01 UTC on",
    ],
    [
      { interval: "10m", from: "now-5m" },
      "every 10 minutes over the last 5 minutes, at most 100 alerts a run; " +
        "5 minutes of every 10 minutes are looked at by no run; runs are taken to start at full 10 minutes UTC",
    ],
    [
      { interval: "1m", from: "now", to: "now-1m" },
      "every minute from “now” to “now-1m”, at most 100 alerts a run; " +
        "each window ends before it begins, so that no run looks at anything; runs are taken to start at the full minute UTC",
    ],
  ])("says %j", (parts, words) => {
    expect(scheduleWords(schedule(parts))).toBe(words);
  });
});
