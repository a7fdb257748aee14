import { quote } from "../problems.ts";
import type { Rule } from "../rule.ts";
import { type DateMathStep, DAY, parseDateMath, reachOf } from "../../time/index.ts";

/** The keys of a rule that say when it runs. */
export type Scheduled = Pick<Rule, "interval" | "from" | "to" | "max_signals" | "type">;

/** When a rule runs, what each run looks at and how much of it is kept. Plain data. */
export interface Schedule {
  /** Milliseconds from one run to the next. */
  readonly interval: number;
  /** Where the window of a run begins and ends, as a rule writes it and as steps from the time of the run. */
  readonly from: Bound;
  readonly to: Bound;
  /** Alerts of one window at the most. */
  readonly cap: number;
  /** The cap the rule asked for, where Kibana allows less. */
  readonly asked?: number;
  /** Which matches of a window that holds more than the cap become alerts. */
  readonly keeps: "newest" | "oldest";
}

export interface Bound {
  readonly text: string;
  readonly steps: readonly DateMathStep[];
}

/** Why a rule cannot be replayed as scheduled; the message says what to do. */
export interface ScheduleProblem {
  readonly code: "interval" | "from" | "to" | "too-far" | "too-dense";
  readonly message: string;
}

/** Kibana takes no fraction, no other unit and no zero. Source: its alerting plugin, parse_duration.ts. */
const INTERVAL = /^([1-9]\d*)([smhd])$/;
const UNIT = new Map([
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", DAY],
]);

/** A thousand years: far beyond any rule, and near enough for every sum to stay exact. */
const FARTHEST = 1000 * 365 * DAY;

/**
 * Runs that may look at the same moment. A month of look-back every five minutes makes 8,928; years of it at every
 * second would keep a replay busy for hours.
 */
const MOST_RUNS = 10_000;

/**
 * Kibana's default for `xpack.alerting.rules.run.alerts.max`. It holds for rules whose matches Kibana pages through
 * itself; an EQL search is sent with the rule's own `max_signals` as its size.
 */
const KIBANA_CAP = 1000;

/**
 * The schedule of a rule, or why there is none.
 *
 * EQL gives the newest `max_signals` matches of a window (Elasticsearch's default `result_position: tail`), before
 * Kibana drops those that are alerts already. Every other type is paged through from the oldest match on, alerts
 * there are already not counted.
 */
export function scheduleOf(rule: Scheduled): Schedule | ScheduleProblem {
  const interval = intervalOf(rule.interval);
  if (interval === null) {
    return problem(
      "interval",
      `The rule's interval ${quote(rule.interval)} is none: write a whole number and s, m, h or d, e.g. 5m.`,
    );
  }
  const from = boundOf(rule.from);
  if (from === null) return unreadable("from", rule.from);
  const to = boundOf(rule.to);
  if (to === null) return unreadable("to", rule.to);
  const [begin, end] = [reachOf(from.steps), reachOf(to.steps)];
  const farthest = Math.max(interval, ...[begin.min, begin.max, end.min, end.max].map(Math.abs));
  if (!(farthest <= FARTHEST)) {
    return problem(
      "too-far",
      "The rule's interval, from or to spans more than a thousand years. Correct them in the rule.",
    );
  }
  if ((end.max - begin.min) / interval > MOST_RUNS) {
    return problem(
      "too-dense",
      `More than ${MOST_RUNS.toLocaleString("en")} runs of the rule would look at the same moment: too many to ` +
        "replay. Shorten its look-back (from) or lengthen its interval.",
    );
  }
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

function unreadable(code: "from" | "to", text: string): ScheduleProblem {
  return problem(
    code,
    `The rule's ${code} ${quote(text)} cannot be replayed: write it from now on, e.g. ${code === "from" ? "now-9m" : "now"} ` +
      "(units ms, s, m, h, d, w, M, y; /h goes to the full hour).",
  );
}

function problem(code: ScheduleProblem["code"], message: string): ScheduleProblem {
  return { code, message };
}
