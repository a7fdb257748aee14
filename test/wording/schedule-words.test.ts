import { describe, expect, it } from "vitest";
import { scheduleWords } from "../../src/wording/index.ts";
import { type Parts, schedule } from "../rules/schedule/helpers.ts";

describe("scheduleWords", () => {
  it.each<[Parts, string]>([
    [
      {},
      "every 5 minutes over the last 9 minutes, at most 100 alerts a run; runs are assumed to start at full 5 minutes UTC",
    ],
    [
      { interval: "60m", from: "now-119m", max_signals: 1000 },
      "every hour over the last 119 minutes, at most 1,000 alerts a run; runs are assumed to start at the full hour UTC",
    ],
    [
      { interval: "24h", from: "now-48h/h", to: "now/h" },
      "every day from “now-48h/h” to “now/h”, at most 100 alerts a run; runs are assumed to start at midnight UTC",
    ],
    [
      { interval: "7m", from: "now-14m", type: "query", max_signals: 10_000 },
      "every 7 minutes over the last 14 minutes, at most 1,000 alerts a run " +
        "(Kibana's own limit; the rule asks for 10,000); runs are assumed to start in steps of 7 minutes from 1970-01-01 UTC on",
    ],
    [
      { interval: "10m", from: "now-5m" },
      "every 10 minutes over the last 5 minutes, at most 100 alerts a run; " +
        "no run covers 5 minutes of every 10 minutes; runs are assumed to start at full 10 minutes UTC",
    ],
    [
      { interval: "1m", from: "now", to: "now-1m" },
      "every minute from “now” to “now-1m”, at most 100 alerts a run; " +
        "each window ends before it begins, so no run covers anything; runs are assumed to start at the full minute UTC",
    ],
  ])("says %j", (parts, words) => {
    expect(scheduleWords(schedule(parts))).toBe(words);
  });
});
