/**
 * The date math of a rule's `from` and `to`: `now`, `now-9m`, `now-48h/h`. Kibana evaluates it (in its `datemath`
 * package) and sends Elasticsearch the resulting times, so Kibana's rules apply: the amount is optional (`now-m` is a
 * minute ago), `/u` rounds down to the start of the unit for both ends, and weeks begin on Sunday, as in moment's
 * English locale. Kibana's server uses its own time zone; here it is UTC.
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** Units of fixed length, in milliseconds. */
const LENGTH = new Map([
  ["ms", 1],
  ["s", SECOND],
  ["m", MINUTE],
  ["h", HOUR],
  ["d", DAY],
  ["w", WEEK],
]);

/** Units whose length varies: the shortest and the longest possible length. */
const MONTH = { months: 1, shortest: 28 * DAY, longest: 31 * DAY };
const YEAR = { months: 12, shortest: 365 * DAY, longest: 366 * DAY };
const CALENDAR = new Map([
  ["M", MONTH],
  ["y", YEAR],
]);

/** 1970 began on a Thursday, and its first full week on Sunday, 4 January. */
const FIRST_SUNDAY = 3 * DAY;

/** A step of date math; steps are applied in order. Plain data, so that a schedule can be sent to a worker. */
export type DateMathStep =
  /** Milliseconds to add. */
  | { readonly kind: "shift"; readonly by: number }
  /** Calendar months to add; a day that the resulting month does not have becomes its last day. */
  | { readonly kind: "months"; readonly by: number }
  /** Rounds down to the start of the unit. */
  | { readonly kind: "floor"; readonly unit: string };

const STEP = /([+-])(\d*)(ms|[smhdwMy])|\/1?(ms|[smhdwMy])/y;

/** In characters. Every run applies every step, so a rule with a million steps must not stop the replay. */
const LONGEST = 100;

/** Parses an expression that begins with `now`; null for anything else, and for a text longer than any real one. */
export function parseDateMath(text: string): readonly DateMathStep[] | null {
  if (!text.startsWith("now") || text.length > LONGEST) return null;
  const steps: DateMathStep[] = [];
  STEP.lastIndex = 3;
  for (let at = 3; at < text.length; at = STEP.lastIndex) {
    const found = STEP.exec(text);
    if (found === null) return null;
    const [, sign, digits, unit, floor] = found;
    if (floor !== undefined) steps.push({ kind: "floor", unit: floor });
    else steps.push(shift((sign === "-" ? -1 : 1) * (digits === "" ? 1 : Number(digits)), unit!));
  }
  return steps;
}

function shift(amount: number, unit: string): DateMathStep {
  const calendar = CALENDAR.get(unit);
  if (calendar !== undefined) return { kind: "months", by: amount * calendar.months };
  return { kind: "shift", by: amount * LENGTH.get(unit)! };
}

/** Applies the steps to `now`. Both times are in milliseconds since 1970; NaN beyond the range of a date. */
export function applyDateMath(steps: readonly DateMathStep[], now: number): number {
  let time = now;
  for (const step of steps) {
    if (step.kind === "shift") time += step.by;
    else if (step.kind === "months") time = addMonths(time, step.by);
    else time = floor(time, step.unit);
  }
  return time;
}

function addMonths(time: number, months: number): number {
  const date = new Date(time);
  const day = date.getUTCDate();
  // Months are added to the first day, because 31 January plus a month would otherwise be in March.
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(date);
  lastDay.setUTCMonth(lastDay.getUTCMonth() + 1, 0);
  return date.setUTCDate(Math.min(day, lastDay.getUTCDate()));
}

function floor(time: number, unit: string): number {
  const length = LENGTH.get(unit);
  if (length !== undefined) {
    const origin = unit === "w" ? FIRST_SUNDAY : 0;
    return Math.floor((time - origin) / length) * length + origin;
  }
  const date = new Date(time);
  date.setUTCHours(0, 0, 0, 0);
  return unit === "M" ? date.setUTCDate(1) : date.setUTCMonth(0, 1);
}

/** How far the steps can move from `now`, in milliseconds: `now + min ≤ apply(steps, now) ≤ now + max`. */
export interface Reach {
  readonly min: number;
  readonly max: number;
}

export function reachOf(steps: readonly DateMathStep[]): Reach {
  let [min, max] = [0, 0];
  for (const step of steps) {
    if (step.kind === "shift") {
      min += step.by;
      max += step.by;
    } else if (step.kind === "months") {
      const [near, far] = [step.by * MONTH.shortest, step.by * MONTH.longest];
      min += Math.min(near, far);
      max += Math.max(near, far);
    } else min -= LENGTH.get(step.unit) ?? CALENDAR.get(step.unit)!.longest;
  }
  return { min, max };
}

/**
 * Whether a text is date math: `now-1d`, `2024-01-01||/M`. A query with date math cannot be decided offline, because
 * there is no `now` to calculate from.
 */
export function isDateMath(text: string): boolean {
  return /^now(?:$|[-+/])/.test(text) || /^\d{4}.*\|\|/.test(text);
}
