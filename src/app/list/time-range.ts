import type { TimeRange } from "../filter/index.ts";
import { type RowTest, rowTest } from "./row-tests.ts";

export const ALL_TIMES: TimeRange = {};

/** Whether a time is a date: evidence may contain any number, and the calendar of browsers ends at this one. */
export function isDate(time: number): boolean {
  return Math.abs(time) <= 8.64e15;
}

export function isLimited({ from, to }: TimeRange): boolean {
  return from !== undefined || to !== undefined;
}

/** The name under which the test of the time is counted: no field has it. */
export const TIME = "@time";

/** Alerts without a time fail: nobody knows that they belong to the range. */
export function timeTest(times: Float64Array, { from = -Infinity, to = Infinity }: TimeRange): RowTest {
  return rowTest(TIME, (row) => times[row]! >= from && times[row]! <= to);
}
