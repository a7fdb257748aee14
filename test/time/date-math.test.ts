import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyDateMath, parseDateMath, reachOf } from "../../src/time/date-math.ts";

function result(text: string, now: string): string {
  const steps = parseDateMath(text);
  if (steps === null) throw new Error(`cannot read ${text}`);
  return new Date(applyDateMath(steps, Date.parse(now))).toISOString();
}

describe("date math", () => {
  // 4 May 2026 is a Monday.
  const now = "2026-05-04T10:47:33.250Z";
  it.each([
    ["now", "2026-05-04T10:47:33.250Z"],
    ["now-9m", "2026-05-04T10:38:33.250Z"],
    ["now-m", "2026-05-04T10:46:33.250Z"],
    ["now+250ms", "2026-05-04T10:47:33.500Z"],
    ["now-48h/h", "2026-05-02T10:00:00.000Z"],
    ["now/s", "2026-05-04T10:47:33.000Z"],
    ["now/1d+1h", "2026-05-04T01:00:00.000Z"],
    ["now-1d-30s", "2026-05-03T10:47:03.250Z"],
    ["now/w", "2026-05-03T00:00:00.000Z"],
    ["now-2w/w", "2026-04-19T00:00:00.000Z"],
    ["now/M", "2026-05-01T00:00:00.000Z"],
    ["now/y", "2026-01-01T00:00:00.000Z"],
    ["now-3M", "2026-02-04T10:47:33.250Z"],
    ["now+8M", "2027-01-04T10:47:33.250Z"],
    ["now-1y", "2025-05-04T10:47:33.250Z"],
  ])("reads %s", (text, expected) => {
    expect(result(text, now)).toBe(expected);
  });

  it.each([
    ["now-1M", "2026-03-31T23:00:00.000Z", "2026-02-28T23:00:00.000Z"],
    ["now+1M", "2024-01-31T00:00:00.000Z", "2024-02-29T00:00:00.000Z"],
    ["now-1y", "2024-02-29T12:00:00.000Z", "2023-02-28T12:00:00.000Z"],
    ["now/w", "1969-12-30T00:00:00.000Z", "1969-12-28T00:00:00.000Z"],
    ["now/w", "2026-05-03T00:00:00.000Z", "2026-05-03T00:00:00.000Z"],
    ["now/h", "1969-12-31T23:59:59.000Z", "1969-12-31T23:00:00.000Z"],
  ])("%s at %s is %s", (text, from, expected) => {
    expect(result(text, from)).toBe(expected);
  });

  it.each([
    "",
    "Now",
    "now-",
    "now-9",
    "now-9M ",
    "now-9x",
    "now-1.5h",
    "now/2d",
    "now/",
    "now9m",
    "now-9H",
    "now --9m",
    "2026-05-04T00:00:00Z",
    "2026-05-04||/d",
    `now${"-1m".repeat(1000)}`,
  ])("rejects “%s”", (text) => {
    expect(parseDateMath(text)).toBeNull();
  });

  it("stays within the range of reachOf", () => {
    const step = fc.oneof(
      fc
        .tuple(
          fc.constantFrom("+", "-"),
          fc.nat(40),
          fc.constantFrom("ms", "s", "m", "h", "d", "w", "M", "y"),
        )
        .map((parts) => parts.join("")),
      fc.constantFrom("s", "m", "h", "d", "w", "M", "y").map((unit) => `/${unit}`),
    );
    const text = fc.array(step, { maxLength: 4 }).map((steps) => `now${steps.join("")}`);
    // Dates near the end of a month are included, where the day is cut off.
    const now = fc.date({ min: new Date(-1e12), max: new Date(4e12), noInvalidDate: true });
    fc.assert(
      fc.property(text, now, (expression, date) => {
        const steps = parseDateMath(expression)!;
        const moved = applyDateMath(steps, date.getTime()) - date.getTime();
        const { min, max } = reachOf(steps);
        expect(moved).toBeGreaterThanOrEqual(min);
        expect(moved).toBeLessThanOrEqual(max);
      }),
      { numRuns: 3000 },
    );
  });
});
