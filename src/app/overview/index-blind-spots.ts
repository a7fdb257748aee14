import type { EventField, EventGroups, EventQuery, RecordIdGaps } from "../../scan/index.ts";
import type { CaseRules } from "../case/case-rules.svelte.ts";
import { type HostBlindSpot, hostBlindSpots, type NeedyRule } from "./host-blind-spots.ts";
import { neededCategories } from "./needed-categories.ts";

/** What of the event index is asked. */
export interface BlindSpotIndex {
  groups(query: EventQuery, fields: readonly EventField[], limit: number): Promise<EventGroups>;
  countOf(query: EventQuery): Promise<number>;
  recordIdGaps(
    query: EventQuery,
    limit: number,
  ): Promise<{ readonly found: readonly RecordIdGaps[]; readonly distinct: number }>;
}

/** What the events themselves say about what is missing. */
export interface IndexBlindSpots {
  readonly spots: readonly HostBlindSpot[];
  /** How often a log was cleared. */
  readonly clears: number;
  /** Records that are missing by their numbers, within how many logs and gaps. */
  readonly missing: number;
  readonly lacking: number;
  readonly gaps: number;
}

/** Pairs of host and categories: evidence can name any number of hosts. */
const MOST_PAIRS = 20_000;
/** Logs that are looked at for missing records. */
const MOST_LOGS = 1000;

/** The enabled rules, each with the categories of events that it needs. */
export function needyRules(rules: Pick<CaseRules, "running" | "runnable">): NeedyRule[] {
  return rules.running.map(({ rule }) => ({
    id: rule.rule_id,
    name: rule.name,
    categories: neededCategories(rules.runnable(rule)),
  }));
}

/** Asks the event index what it does not have. */
export async function indexBlindSpots(
  index: BlindSpotIndex,
  rules: readonly NeedyRule[],
): Promise<IndexBlindSpots> {
  const groups = await index.groups({}, ["host.name", "categories"], MOST_PAIRS);
  const cleared = await index.countOf(clearedLog("Security", "1102"));
  const others = await index.countOf(clearedLog("System", "104"));
  const { found, distinct } = await index.recordIdGaps({}, MOST_LOGS);
  return {
    spots: hostBlindSpots(groups, rules),
    clears: cleared + others,
    missing: found.reduce((sum, log) => sum + log.missing, 0),
    gaps: found.reduce((sum, log) => sum + log.gaps, 0),
    lacking: distinct,
  };
}

function clearedLog(channel: string, code: string): EventQuery {
  return {
    filters: [
      { field: "winlog.channel", values: [channel], ignoresCase: true },
      { field: "event.code", values: [code] },
    ],
  };
}
