import {
  type RunsGroups,
  type RunsOverAll,
  type RunsSample,
  type RunsSequence,
  runnable,
} from "../../rules/index.ts";
import { type Schedule, scheduleOf } from "../../rules/schedule/index.ts";
import { type GroupFacts, searchGroups } from "./group-search.ts";
import { MAX_REPLAYED, type SequenceMiss, replay } from "./replay.ts";
import type { ScanRule } from "../scan-rules.ts";
import { type FoundSequence, byEnd, search } from "./sequence-search.ts";
import { type CorrelatedEvent, TermMatchOrder } from "./term-match-order.ts";
import type { TermMatchColumns } from "./term-matches.ts";

export interface CorrelatedSequence {
  /** In the order of the query's events; null for an event that had to be missing. */
  readonly events: readonly (CorrelatedEvent | null)[];
  /** Why Elastic's scheduled runs would have missed it; null if they would not, or if they were not replayed. */
  readonly missed: SequenceMiss | null;
  /** Of a threshold or new terms rule: what its events have in common. */
  readonly group?: GroupFacts;
}

/** What one rule over many events found in all files. */
export interface Correlation {
  /** Sequences by their last event, then the first; samples by their keys; groups by their time. */
  readonly sequences: readonly CorrelatedSequence[];
  /** The number of term matches left out beyond the limit, the oldest ones. */
  readonly truncated: number;
  /** There are more sequences: `sequences` has the first ones found. */
  readonly more: boolean;
  /**
   * Number of sequences that only the replay found, because one run sees fewer events; with `more`, it includes those
   * that are not listed. Counting ends at the limit of `sequences`.
   */
  readonly scheduleOnly: number;
  /** Whether Elastic's runs were replayed: false without a schedule, or if it would take too long. */
  readonly replayed: boolean;
  /** Number of events without a time, which no threshold or new terms rule takes. */
  readonly undated: number;
}

export interface CorrelateOptions {
  /** When the rule runs: by default the rule's own schedule; null for no replay. */
  readonly schedule?: Schedule | null;
  /** The limits below, for tests. */
  readonly maxTermMatches?: number;
  readonly maxSequences?: number;
  readonly maxReplayed?: number;
}

/** For all files together: 4 million take 200 MB as columns, and a few seconds. */
const MAX_TERM_MATCHES = 4_000_000;
/** An analyst reads no more of one rule, and each is shown with all its events. */
const MAX_SEQUENCES = 100_000;
/** Events in all sequences of a rule: with `with runs`, one sequence can have 256. */
const MAX_EVENTS = 1_000_000;

/**
 * Runs a rule over the term matches of several files, as if all their events had been searched at once.
 *
 * @param scanRule the rule that the files were scanned with: with other terms, the term matches would mean nothing
 * @param parts its term matches by file; events of the same moment are taken in the order of the files
 * @throws Error if the rule needs no other events to decide one, or is unsupported
 */
export function correlate(
  scanRule: ScanRule,
  parts: readonly TermMatchColumns[],
  {
    schedule = ownSchedule(scanRule),
    maxTermMatches = MAX_TERM_MATCHES,
    maxSequences = MAX_SEQUENCES,
    maxReplayed,
  }: CorrelateOptions = {},
): Correlation {
  const rule = correlationRule(scanRule);
  const order = new TermMatchOrder(parts, maxTermMatches);
  if (rule.kind === "threshold" || rule.kind === "new-terms")
    return correlateGroups(rule, order, schedule, maxSequences, maxReplayed);
  const most = Math.min(maxSequences, Math.ceil(MAX_EVENTS / eventsOf(rule)));
  const { found, more } = searchAll(rule, order, most);
  const runs = schedule === null ? null : replay(rule, order, schedule, found, most, maxReplayed);
  return {
    sequences: found.map((result) => ({
      events: result.positions.map((position) => (position === null ? null : order.eventAt(position))),
      missed: runs?.misses.get(result.id) ?? null,
    })),
    truncated: order.leftOut,
    more,
    scheduleOnly: runs?.scheduleOnly ?? 0,
    replayed: runs !== null,
    undated: 0,
  };
}

function correlateGroups(
  rule: RunsGroups,
  order: TermMatchOrder,
  schedule: Schedule | null,
  most: number,
  maxReplayed = MAX_REPLAYED,
): Correlation {
  const { found, ...rest } = searchGroups(rule, order, schedule, most, maxReplayed);
  return {
    sequences: found.map(({ positions, ...about }) => ({
      events: positions.map((position) => order.eventAt(position)),
      ...about,
    })),
    truncated: order.leftOut,
    ...rest,
  };
}

function ownSchedule({ rule }: ScanRule): Schedule | null {
  const schedule = scheduleOf(rule);
  return "code" in schedule ? null : schedule;
}

function correlationRule({ rule, exceptions }: ScanRule): RunsOverAll {
  const runs = runnable(rule, exceptions);
  if (runs.state !== "runs" || runs.kind === "event")
    throw new Error(`The rule ${rule.rule_id} is none over many events, or does not run.`);
  return runs;
}

/** Number of events of one result, including missing ones. */
function eventsOf({ query }: RunsSequence | RunsSample): number {
  return query.terms.reduce((sum, { runs }) => sum + runs, 0);
}

function searchAll(
  rule: RunsSequence | RunsSample,
  order: TermMatchOrder,
  most: number,
): { readonly found: readonly FoundSequence[]; readonly more: boolean } {
  const found: FoundSequence[] = [];
  search(rule, order, order.positions(), (result) => found.push(result) <= most);
  if (rule.kind === "sequence") found.sort(byEnd);
  return { found: found.slice(0, most), more: found.length > most };
}
