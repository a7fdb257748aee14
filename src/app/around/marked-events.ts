import { eventOf, type EventFilter, type EventRow, type SeenEvent } from "../../scan/index.ts";
import type { Severity } from "../../rules/index.ts";
import { findTraces, placeKey, type PreparedTrace } from "../../triage/index.ts";
import type { CaseEventIndex } from "../case/event-index.ts";

/** Why an event stands out. */
export interface EventMark {
  readonly kind: "alert" | "trace";
  /** The rule of the alert, or what the trace is. */
  readonly words: string;
  /** Of an alert. */
  readonly severity?: Severity;
  /** Of a trace: the attack that leaves it; empty if many do. */
  readonly attack?: string;
}

export interface MarkedEvent {
  readonly row: EventRow;
  /** Alerts first. */
  readonly marks: readonly EventMark[];
}

export interface MarkedEvents {
  /** In the order of time. */
  readonly events: readonly MarkedEvent[];
  /** By `placeKey`. */
  readonly byPlace: ReadonlyMap<string, MarkedEvent>;
  /** Events that may be known traces: their records cannot be read. */
  readonly undecided: number;
  /** There are more alerts, or events that may be traces, than are looked at. */
  readonly isCut: boolean;
}

/** An alert of the case, as far as a mark needs it. */
export interface AlertToMark {
  readonly evidenceId: string;
  readonly member?: string | undefined;
  readonly offset: number;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly name: string;
  readonly severity: Severity;
}

/** What marks are made from. */
export interface MarkSources {
  readonly index: Pick<CaseEventIndex, "around" | "rows">;
  /** See `ScanQueue.readEvents`. */
  readonly read: (rows: readonly EventRow[]) => Promise<(SeenEvent | null | undefined)[]>;
  /**
   * The alerts in a range of time, those first that are nearest to a moment.
   *
   * @param hosts the names of their hosts; null for any
   */
  readonly alerts: (
    hosts: readonly string[] | null,
    range: { readonly from: number; readonly to: number },
    time: number,
    limit: number,
  ) => { readonly alerts: readonly AlertToMark[]; readonly isCut: boolean };
  readonly traces: readonly PreparedTrace[];
}

const MOST_ALERTS = 300;
/** Records at one moment among which the one of an alert is looked for. */
const MOST_AT_ONCE = 1000;

/** Finds the events in a range of time that have an alert, or are a known trace of an attack. */
export async function markedEvents(
  { index, read, alerts: alertsIn, traces }: MarkSources,
  filters: readonly EventFilter[],
  range: { readonly from: number; readonly to: number },
  time: number,
): Promise<MarkedEvents> {
  const hosts = filters.find(({ field }) => field === "host.name")?.values ?? null;
  const { alerts, isCut } = alertsIn(hosts, range, time, MOST_ALERTS);
  const byPlace = new Map<string, MarkedEvent>();
  const mark = (row: EventRow, added: EventMark): void => {
    const key = placeKey(row);
    const marks = byPlace.get(key)?.marks ?? [];
    byPlace.set(key, { row, marks: [...marks, added] });
  };
  const byTime = new Map<number, AlertToMark[]>();
  for (const alert of alerts) {
    const at = Math.floor(alert.time);
    byTime.set(at, [...(byTime.get(at) ?? []), alert]);
  }
  for (const [from, ofTime] of byTime) {
    const rows = await index.rows({ filters, from, to: from + 1 }, 0, MOST_AT_ONCE);
    const known = new Map(rows.map((row) => [placeKey(row), row]));
    for (const alert of ofTime) {
      const row = known.get(placeKey(alert));
      // Not in the scope, or not indexed.
      if (row !== undefined) mark(row, { kind: "alert", words: alert.name, severity: alert.severity });
    }
  }
  const evidence = {
    around: (...asked: Parameters<CaseEventIndex["around"]>) => index.around(...asked),
    read: async (rows: readonly EventRow[]) => (await read(rows)).map((seen) => seen && eventOf(seen)),
  };
  const search = await findTraces(evidence, traces, { ...range, filters }, time);
  for (const { row, trace } of search.found)
    mark(row, { kind: "trace", words: trace.words, attack: trace.attack });
  return {
    events: [...byPlace.values()].sort((a, b) => a.row.time - b.row.time),
    byPlace,
    undecided: search.undecided,
    isCut: isCut || search.isCut,
  };
}
