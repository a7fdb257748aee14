import fc from "fast-check";
import { at } from "./helpers.ts";

/** Rules with schedules of all shapes: overlapping, with gaps, rounded, ahead of time, back to front. */
export const randomRule = fc.record({
  interval: fc.constantFrom("5m", "7m", "30m", "1h", "90m"),
  from: fc.constantFrom(
    "now-9m",
    "now-5m",
    "now-2m",
    "now",
    "now-1h/h",
    "now-1d",
    "now/d",
    "now-3h-30s",
    "now+2m",
    "now-1d/d+1h",
  ),
  to: fc.constantFrom("now", "now", "now-1m", "now+3m", "now/h", "now-20m"),
  max_signals: fc.integer({ min: 1, max: 4 }),
  type: fc.constantFrom("eql", "query"),
});

const BEGIN = at("2026-05-03T20:00");

/** Times of half a day, often the same or on a full minute, in no order, some unreadable. */
export const randomTimes = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.nat(720).map((minute) => BEGIN + minute * 60_000) },
    { weight: 8, arbitrary: fc.nat(20).map((minute) => BEGIN + 14_400_000 + minute * 30_000) },
    { weight: 4, arbitrary: fc.nat(43_200_000).map((ms) => BEGIN + ms) },
    { weight: 1, arbitrary: fc.constant(Number.NaN) },
  ),
  { maxLength: 30 },
);

/** Months differ in length, and the ends of long ones all lead to the last day of February: windows go back in time. */
export const calendarRule = fc.record({
  interval: fc.constantFrom("6h", "1d", "36h"),
  from: fc.constantFrom("now-1M", "now-1M/M", "now-1M-10h", "now/M-1w"),
  to: fc.constantFrom("now", "now-1M+1d", "now-1M", "now/M", "now-30d"),
  max_signals: fc.integer({ min: 1, max: 4 }),
  type: fc.constantFrom("eql", "query"),
});

/** Around the end of February, mostly on its last day. */
export const calendarTimes = fc.array(
  fc
    .oneof(fc.integer({ min: -72, max: 72 }), fc.integer({ min: -24, max: 0 }))
    .map((hour) => at("2026-03-01T00:00") + hour * 3_600_000),
  { maxLength: 40 },
);
