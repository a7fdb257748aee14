import type { RowNumbers } from "../../columns/index.ts";
import type { FieldValues } from "./field-values.ts";
import type { TimeRange } from "../filter/index.ts";
import { isDate } from "./time-range.ts";

/** Alerts over time by severity, in equal steps, so that gaps are visible. */
export interface TimeBars {
  /** Start of the first step, in epoch milliseconds. */
  readonly start: number;
  /** Length of a step in milliseconds. */
  readonly step: number;
  /** By rank of the severity (see `SEVERITIES`), the number of alerts in each step. */
  readonly counts: readonly Uint32Array[];
  /** The number of alerts in each step. */
  readonly totals: Uint32Array;
  /** The largest of the totals. */
  readonly highest: number;
  /** Alerts that are in no step because they have no time. */
  readonly timeless: number;
}

/**
 * @param rows in any order
 * @param times of all rows by number, in epoch milliseconds
 * @param severities the rank of each row's severity as its set
 * @param steps the maximum number of steps
 * @param range where the steps begin and end; where it has no limit, the first and the last alert decide
 * @returns null if no row has a time, and the range does not say where to begin and end
 */
export function timeBars(
  rows: RowNumbers,
  times: Float64Array,
  severities: FieldValues,
  steps: number,
  range: TimeRange = {},
): TimeBars | null {
  let first = Infinity;
  let last = -Infinity;
  let timeless = 0;
  // Rows in another order than that of their numbers are slow to look up twice.
  const own = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const time = times[rows[i]!]!;
    own[i] = time;
    if (!isDate(time)) timeless++;
    else {
      if (time < first) first = time;
      if (time > last) last = time;
    }
  }
  const start = range.from ?? first;
  // The last moment, of the range or of all alerts, is in the last step. Times are whole milliseconds.
  const end = (range.to ?? last) + 1;
  if (!(end > start) || !Number.isFinite(end - start)) return null;
  const step = Math.max(1, Math.ceil((end - start) / Math.max(1, steps)));
  const length = Math.max(1, Math.ceil((end - start) / step));
  const counts = severities.texts.map(() => new Uint32Array(length));
  const totals = new Uint32Array(length);
  const { sets } = severities;
  for (let i = 0; i < rows.length; i++) {
    const time = own[i]!;
    if (!(time >= start && time < end)) continue;
    const at = Math.min(Math.floor((time - start) / step), length - 1);
    counts[sets[rows[i]!]!]![at]!++;
    totals[at]!++;
  }
  let highest = 0;
  for (const total of totals) if (total > highest) highest = total;
  return { start, step, counts, totals, highest, timeless };
}
