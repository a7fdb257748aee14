import { type RunsSample, type RunsSequence, runnable } from "../../rules/index.ts";
import { type Schedule, scheduleOf } from "../../rules/schedule/index.ts";
import { type SequenceMiss, replay } from "./replay.ts";
import type { ScanRule } from "../scan-rules.ts";
import { type Found, byEnd, search } from "./sequence-search.ts";
import { type CorrelatedEvent, TermMatchOrder } from "./term-match-order.ts";
import type { TermMatchColumns } from "./term-matches.ts";

export interface CorrelatedSequence {
  /** In the order of the query's events; null where one was missing, as it had to be. */
  readonly events: readonly (CorrelatedEvent | null)[];
  /** Why Elastic's scheduled runs would not have raised it; null if they would, or if they were not replayed. */
  readonly lost: SequenceMiss | null;
}

/** What one sequence or sample rule found in all files. */
export interface Correlation {
  /** Sequences by their last event, then the first; samples by their keys. */
  readonly sequences: readonly CorrelatedSequence[];
  /** The number of term matches left out beyond the limit, the oldest ones. */
  readonly truncated: number;
  /** There are more than `sequences` holds: the first that were found. */
  readonly more: boolean;
  /**
   * Sequences that only the replay found, within what one run can see; with `more`, those that are not listed count as
   * well. Not counted beyond the limit of `sequences`.
   */
  readonly scheduleOnly: number;
  /** Whether Elastic's runs were replayed: not without a schedule, nor where they would take too long. */
  readonly replayed: boolean;
}

export interface CorrelateOptions {
  /** When the rule runs: by default what the rule says; null for no replay. */
  readonly schedule?: Schedule | null;
  /** The limits below: for tests. */
  readonly maxTermMatches?: number;
  readonly maxSequences?: number;
  readonly maxReplayed?: number;
}

/** All files together: 4 million take 200 MB as columns, and some seconds. */
const MAX_SIGHTINGS = 4_000_000;
/** Nobody reads more of one rule, and each is shown with all its events. */
const MAX_SEQUENCES = 100_000;
/** Events in all of them: with runs, a sequence can have 256. */
const MAX_EVENTS = 1_000_000;

/**
 * Runs a sequence or sample rule over what the scans of several files have noted for it, as if all their events had
 * been searched at once.
 *
 * @param scanRule the rule as the files were scanned with it: other terms would make the term matches meaningless
 * @param parts its term matches, one for each file, in the order in which events of the same moment are to come
 * @throws Error for a rule that is no sequence or sample, or does not run
 */
export function correlate(
  scanRule: ScanRule,
  parts: readonly TermMatchColumns[],
  {
    schedule = ownSchedule(scanRule),
    maxTermMatches = MAX_SIGHTINGS,
    maxSequences = MAX_SEQUENCES,
    maxReplayed,
  }: CorrelateOptions = {},
): Correlation {
  const rule = correlationRule(scanRule);
  const order = new TermMatchOrder(parts, maxTermMatches);
  const most = Math.min(maxSequences, Math.ceil(MAX_EVENTS / eventsOf(rule)));
  const { found, more } = searchAll(rule, order, most);
  const runs = schedule === null ? null : replay(rule, order, schedule, found, most, maxReplayed);
  return {
    sequences: found.map((result) => ({
      events: result.positions.map((position) => (position === null ? null : order.eventAt(position))),
      lost: runs?.losses.get(result.id) ?? null,
    })),
    truncated: order.leftOut,
    more,
    scheduleOnly: runs?.only ?? 0,
    replayed: runs !== null,
  };
}

function ownSchedule({ rule }: ScanRule): Schedule | null {
  const schedule = scheduleOf(rule);
  return "code" in schedule ? null : schedule;
}

function correlationRule({ rule, exceptions }: ScanRule): RunsSequence | RunsSample {
  const runs = runnable(rule, exceptions);
  if (runs.state !== "runs" || runs.kind === "event")
    throw new Error(`The rule ${rule.rule_id} is no sequence that runs.`);
  return runs;
}

/** The events of one result, those that are missing included. */
function eventsOf({ query }: RunsSequence | RunsSample): number {
  return query.terms.reduce((sum, { runs }) => sum + runs, 0);
}

function searchAll(
  rule: RunsSequence | RunsSample,
  order: TermMatchOrder,
  most: number,
): { readonly found: readonly Found[]; readonly more: boolean } {
  const found: Found[] = [];
  search(rule, order, order.positions(), (result) => found.push(result) <= most);
  if (rule.kind === "sequence") found.sort(byEnd);
  return { found: found.slice(0, most), more: found.length > most };
}
