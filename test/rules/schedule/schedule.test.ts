import { describe, expect, it } from "vitest";
import { scheduleOf } from "../../../src/rules/schedule/index.ts";
import { scheduleProblemSentence } from "../../../src/wording/index.ts";
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
    if (!("code" in result)) throw new Error("It has a schedule.");
    expect(JSON.stringify(result.data).length).toBeLessThan(100);
    expect(scheduleProblemSentence(result).length).toBeLessThan(300);
    expect(scheduleProblemSentence(result)).not.toContain("\n");
  });

  it("is plain data that a worker can be given", () => {
    const original = schedule({ from: "now-48h/h" });
    expect(structuredClone(original)).toEqual(original);
  });
});
