import type { Schedule } from "../rules/schedule/index.ts";
import { DAY, reachOf } from "../time/index.ts";
import { count } from "./format.ts";
import { quote } from "./quote.ts";

const UNITS: readonly (readonly [string, number])[] = [
  ["day", DAY],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
  ["millisecond", 1],
];

/**
 * A schedule as a sentence without a full stop: `every 5 minutes over the last 9 minutes, at most 100 alerts a run;
 * runs are assumed to start at full 5 minutes UTC`. It states that assumption, and a gap between windows.
 */
export function scheduleWords(schedule: Schedule): string {
  const { interval, cap, asked } = schedule;
  const length = lengthOf(schedule);
  const limit = asked === undefined ? "" : ` (Kibana's own limit; the rule asks for ${count(asked)})`;
  const parts = [
    `every ${span(interval)} ${spanOfRun(schedule)}, at most ${count(cap)} ${cap === 1 ? "alert" : "alerts"} a run${limit}`,
    ...(length !== null && length < interval ? [gapWords(length, interval)] : []),
    `runs are assumed to start ${startOfRuns(interval)}`,
  ];
  return parts.join("; ");
}

/** The same in a few words: `windows of 9 minutes, every 5 minutes`. The alert CSV contains them. */
export function windowWords(schedule: Schedule): string {
  const length = lengthOf(schedule);
  const of = length === null || length < 0 ? fromTo(schedule) : `of ${duration(length)}`;
  return `windows ${of}, every ${span(schedule.interval)}`;
}

/** The length of the windows in milliseconds; null if it differs from run to run. */
function lengthOf({ from, to }: Schedule): number | null {
  const [begin, end] = [reachOf(from.steps), reachOf(to.steps)];
  return begin.min === begin.max && end.min === end.max ? end.max - begin.min : null;
}

function spanOfRun(schedule: Schedule): string {
  const length = lengthOf(schedule);
  const untilNow = schedule.to.steps.length === 0;
  return untilNow && length !== null && length > 0 ? `over the last ${span(length)}` : fromTo(schedule);
}

function fromTo({ from, to }: Schedule): string {
  return `from ${quote(from.text)} to ${quote(to.text)}`;
}

function gapWords(length: number, interval: number): string {
  return length < 0
    ? "each window ends before it begins, so no run covers anything"
    : `no run covers ${duration(interval - length)} of every ${span(interval)}`;
}

function startOfRuns(interval: number): string {
  if (DAY % interval !== 0) return `in steps of ${duration(interval)} from 1970-01-01 UTC on`;
  const words = span(interval);
  if (words === "day") return "at midnight UTC";
  return `at ${/^\d/.test(words) ? "" : "the "}full ${words} UTC`;
}

/** `9 minutes`, `minute`: after a word such as "every". */
function span(milliseconds: number): string {
  return duration(milliseconds).replace(/^1 /, "");
}

/** `9 minutes`, `1 hour`: in the largest unit that leaves no fraction. */
function duration(milliseconds: number): string {
  const [unit, length] =
    UNITS.find(([, size]) => milliseconds >= size && milliseconds % size === 0) ?? UNITS.at(-1)!;
  const amount = milliseconds / length;
  return `${count(amount)} ${unit}${amount === 1 ? "" : "s"}`;
}
