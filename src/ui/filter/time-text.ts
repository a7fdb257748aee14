import type { TimeRange } from "../../app/index.ts";
import { utc } from "../../wording/index.ts";

/** A moment as an input of type `datetime-local` has it. The page takes it as UTC, whatever the machine's zone is. */
export function inputTime(millis: number | undefined): string {
  if (millis === undefined) return "";
  const date = new Date(millis);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, -1);
}

/**
 * @returns epoch milliseconds; undefined if nothing, or no whole date and time, is in the input
 */
export function timeOfInput(text: string): number | undefined {
  if (text === "") return undefined;
  const millis = Date.parse(`${text}Z`);
  return Number.isNaN(millis) ? undefined : millis;
}

/**
 * A range in little room: without the date of its end if it ends on the day it begins, and cut to minutes or seconds if it
 * is much longer than these.
 */
export function rangeWords({ from, to }: TimeRange): string {
  const length = from === undefined || to === undefined ? Infinity : to - from;
  const last = length >= 3_600_000 ? 16 : length >= 60_000 ? 19 : 23;
  const start = from === undefined ? "start" : utc(from).slice(0, last);
  if (to === undefined) return `${start} – end`;
  const end = utc(to).slice(0, last);
  return `${start} – ${from !== undefined && end.slice(0, 10) === start.slice(0, 10) ? end.slice(11) : end}`;
}
