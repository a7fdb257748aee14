import {
  CUT_TEXT,
  type EventField,
  type EventFilter,
  type EventGap,
  type EventGroups,
  type EventQuery,
} from "../../scan/index.ts";
import type { Lane, LaneKind } from "./lanes.ts";
import { STARTS } from "./starts.ts";

/** A reason why something around an event may not be shown. */
export type NotSeen =
  /** The host has no events of these kinds in the range. */
  | { readonly code: "no-events"; readonly kinds: readonly LaneKind[] }
  /** Processes did something, but no start of one is recorded. */
  | { readonly code: "no-starts" }
  /** A log of the host that has events elsewhere begins after the range does, or ends before it does. */
  | { readonly code: "log-begins" | "log-ends"; readonly channel: string; readonly time: number }
  | { readonly code: "gap"; readonly channel: string; readonly from: number; readonly to: number }
  /** Events of which the index has no text of what they are about. */
  | { readonly code: "cut-texts"; readonly count: number };

/** What is asked of the event index: see there. */
export interface NotSeenIndex {
  countOf(query: EventQuery): Promise<number>;
  groups(query: EventQuery, fields: EventField[], limit: number): Promise<EventGroups>;
  gaps(query: EventQuery, limit: number): Promise<{ readonly gaps: readonly EventGap[] }>;
}

const MOST_LOGS = 4;
/** A log with fewer events is not expected to go on. */
const FEWEST = 10;
/** How much of the range a log has to be silent. */
const SHARE = 0.25;
const EXPECTED: readonly LaneKind[] = ["process", "registry", "file", "network"];

/**
 * What the evidence could not show of a host in a range of time.
 *
 * @param host filters for the host alone
 * @param range epoch milliseconds
 * @param lanes the kinds of events that the host has in the range
 */
export async function notSeen(
  index: NotSeenIndex,
  host: readonly EventFilter[],
  range: { readonly from: number; readonly to: number },
  lanes: readonly Pick<Lane, "name">[],
): Promise<NotSeen[]> {
  const query: EventQuery = { ...range, filters: host };
  const missing = EXPECTED.filter((kind) => !lanes.some(({ name }) => name === kind));
  const hasProcesses = !missing.includes("process");
  const starts = hasProcesses ? await index.countOf({ ...query, filters: [...host, ...STARTS] }) : 0;
  const { groups } = await index.groups({ filters: host }, ["winlog.channel"], 100);
  const logs = groups.filter(({ count, values }) => count >= FEWEST && values[0] !== "");
  const wait = (range.to - range.from) * SHARE;
  const late = logs.filter(({ from }) => from > range.from + wait);
  const early = logs.filter(({ to }) => to < range.to - wait);
  const { gaps } = await index.gaps(query, MOST_LOGS);
  const cut = await index.countOf({ ...query, filters: [...host, { field: "object", values: [CUT_TEXT] }] });
  return [
    ...(missing.length > 0 ? [{ code: "no-events", kinds: missing } as const] : []),
    ...(hasProcesses && starts === 0 ? [{ code: "no-starts" } as const] : []),
    ...late
      .slice(0, MOST_LOGS)
      .map(({ values, from }) => ({ code: "log-begins", channel: values[0]!, time: from }) as const),
    ...early
      .slice(0, MOST_LOGS)
      .map(({ values, to }) => ({ code: "log-ends", channel: values[0]!, time: to }) as const),
    ...gaps
      .filter(({ from, to, count }) => to - from > wait && count >= FEWEST)
      .map(({ channel, from, to }) => ({ code: "gap", channel, from, to }) as const),
    ...(cut > 0 ? [{ code: "cut-texts", count: cut } as const] : []),
  ];
}
