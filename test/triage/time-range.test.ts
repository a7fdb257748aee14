import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timeRangeWords } from "../../src/triage/index.ts";

describe("timeRangeWords", () => {
  it.each([
    ["now-1h", "now", "from 1 hour before the alert until the alert"],
    ["now-48h/h", "now", "from 48 hours before the alert (rounded down to the full hour) until the alert"],
    ["now-24h", "now+1m", "from 24 hours before the alert until 1 minute after the alert"],
    [
      "now-7d/d",
      "now/d",
      "from 7 days before the alert (rounded down to the full day) until the alert (rounded up to the full day)",
    ],
    ["now-1M", "now+2y", "from 1 month before the alert until 2 years after the alert"],
    ["now", "now", "from the alert until the alert"],
    ["2024-01-01", "now-x", "from “2024-01-01” until “now-x”"],
    ["", "now", "at any time"],
    ["now-1h", "", "at any time"],
    ["", "", "at any time"],
  ])("%s to %s is %s", (from, to, words) => {
    expect(timeRangeWords(from, to)).toBe(words);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (from, to) => typeof timeRangeWords(from, to) === "string"),
    );
  });
});
