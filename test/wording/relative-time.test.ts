import { describe, expect, it } from "vitest";
import { relativeTime } from "../../src/wording/index.ts";

describe("the time from one event to another", () => {
  it.each([
    [0, "0"],
    [4, "+0.004 s"],
    [-999, "−0.999 s"],
    [12_345, "+00:12"],
    [-152_000, "−02:32"],
    [3_723_000, "+1:02:03"],
    [-86_400_000, "−1 d 0 h"],
  ])("%d ms", (millis, words) => {
    expect(relativeTime(millis)).toBe(words);
  });
});
