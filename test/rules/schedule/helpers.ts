import { type Schedule, type Scheduled, scheduleOf } from "../../../src/rules/schedule/index.ts";

export type Parts = Partial<Scheduled>;

/** A rule with these keys. */
export function rule(parts: Parts = {}): Scheduled {
  return { interval: "5m", from: "now-9m", to: "now", max_signals: 100, type: "eql", ...parts };
}

/** Its schedule; fails if there is none. */
export function schedule(parts: Parts = {}): Schedule {
  const result = scheduleOf(rule(parts));
  if ("code" in result) throw new Error(result.code);
  return result;
}

/** The code of the problem such a rule has, or null. */
export function problemOf(parts: Parts): string | null {
  const result = scheduleOf(rule(parts));
  return "code" in result ? result.code : null;
}

/** `10:00` or `10:00:30.5` of 4 May 2026, UTC, as milliseconds; a date may stand before it. */
export function at(text: string): number {
  return Date.parse(`${text.includes("T") ? text : `2026-05-04T${text}`}Z`);
}
