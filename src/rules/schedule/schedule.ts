import type { Coded, NoData } from "../../diagnostic/index.ts";
import { excerpt } from "../problems.ts";
import type { Rule } from "../rule.ts";
import { type DateMathStep, DAY, parseDateMath, reachOf } from "../../time/index.ts";

/** The keys of a rule that make up its schedule. */
export type Scheduled = Pick<Rule, "interval" | "from" | "to" | "max_signals" | "type">;

/** When a rule runs, what each run searches and how many results it keeps. Plain data. */
export interface Schedule {
  /** Milliseconds from one run to the next. */
  readonly interval: number;
  /** Where the window of a run begins and ends: as written in the rule, and as steps from the time of the run. */
  readonly from: Bound;
  readonly to: Bound;
  /** The maximum number of alerts per window. */
  readonly cap: number;
  /** The cap that the rule asks for, if Kibana allows less. */
  readonly asked?: number;
  /** Which matches become alerts if a window contains more than the cap. */
  readonly keeps: "newest" | "oldest";
}

export interface Bound {
  readonly text: string;
  readonly steps: readonly DateMathStep[];
}

/** Why a rule cannot be replayed as scheduled, with the value that is wrong (an excerpt of hostile text). */
export interface ScheduleProblems {
  interval: { readonly interval: string };
  from: { readonly from: string };
  to: { readonly to: string };
  /** An interval, from or to of more than a thousand years. */
  "too-far": NoData;
  /** More than this many runs would look at the same moment. */
  "too-dense": { readonly most: number };
}

export type ScheduleProblem = Coded<ScheduleProblems>;

/** Kibana accepts no fraction, no other unit and no zero. Source: its alerting plugin, parse_duration.ts. */
const INTERVAL = /^([1-9]\d*)([smhd])$/;
const UNIT = new Map([
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", DAY],
]);

/** A thousand years: far beyond any rule, and small enough that every sum stays exact. */
const FARTHEST = 1000 * 365 * DAY;

/**
 * How many runs may look at the same moment. A month of look-back every five minutes makes 8,928; a replay of years of
 * look-back every second would take hours.
 */
const MOST_RUNS = 10_000;

/**
 * Kibana's default for `xpack.alerting.rules.run.alerts.max`. It applies to rules whose matches Kibana pages through
 * itself; an EQL search is sent with the rule's own `max_signals` as its size.
 */
const KIBANA_CAP = 1000;

/**
 * Reads the schedule of a rule; returns a problem if it cannot be replayed.
 *
 * EQL returns the newest `max_signals` matches of a window (Elasticsearch's default `result_position: tail`), before
 * Kibana drops those that are alerts already. For every other type, Kibana pages through the matches from the oldest on
 * and does not count those that are alerts already.
 */
export function scheduleOf(rule: Scheduled): Schedule | ScheduleProblem {
  const interval = intervalOf(rule.interval);
  if (interval === null) return { code: "interval", data: { interval: excerpt(rule.interval) } };
  const from = boundOf(rule.from);
  if (from === null) return { code: "from", data: { from: excerpt(rule.from) } };
  const to = boundOf(rule.to);
  if (to === null) return { code: "to", data: { to: excerpt(rule.to) } };
  const [begin, end] = [reachOf(from.steps), reachOf(to.steps)];
  const farthest = Math.max(interval, ...[begin.min, begin.max, end.min, end.max].map(Math.abs));
  if (!(farthest <= FARTHEST)) return { code: "too-far", data: {} };
  if ((end.max - begin.min) / interval > MOST_RUNS) return { code: "too-dense", data: { most: MOST_RUNS } };
  const newest = rule.type === "eql";
  const cap = newest ? rule.max_signals : Math.min(rule.max_signals, KIBANA_CAP);
  return {
    interval,
    from,
    to,
    cap,
    ...(cap < rule.max_signals ? { asked: rule.max_signals } : {}),
    keeps: newest ? "newest" : "oldest",
  };
}

function intervalOf(text: string): number | null {
  const found = INTERVAL.exec(text);
  return found === null ? null : Number(found[1]) * UNIT.get(found[2]!)!;
}

function boundOf(text: string): Bound | null {
  const steps = parseDateMath(text);
  return steps === null ? null : { text, steps };
}
