import { hostKey } from "../../ecs/index.ts";
import type { AlertColumns } from "../../case/index.ts";
import type { RowNumbers } from "../../columns/index.ts";
import type { EventDensity } from "../../scan/index.ts";

/** One step of one host. */
export interface CoverageCell {
  readonly events: number;
  readonly alerts: number;
  /** There are no events, but there are earlier and later ones of the host. */
  readonly isGap: boolean;
}

export interface CoverageRow {
  readonly host: string;
  readonly alerts: number;
  readonly events: number;
  readonly cells: readonly CoverageCell[];
}

export interface Coverage {
  /** Start of the first step, and the length of each, in milliseconds. */
  readonly start: number;
  readonly step: number;
  /** The most events in a cell. */
  readonly most: number;
  /** Hosts with most alerts first, then those with most events. */
  readonly rows: readonly CoverageRow[];
}

/** Puts the alerts of each host beside its events over time. */
export function coverageOf(
  { start, step, series }: EventDensity,
  alerts: RowNumbers,
  columns: AlertColumns,
): Coverage {
  const byHost = new Map<string, { host: string; counts: Uint32Array }>();
  for (const [host, counts] of series) {
    const known = byHost.get(hostKey(host));
    // Windows ignores the case of a host's name, and sources spell it differently.
    if (known === undefined) byHost.set(hostKey(host), { host, counts: counts.slice() });
    else counts.forEach((n, i) => (known.counts[i]! += n));
  }
  const hosts = columns.text("host");
  const keys = hosts.texts.all.map(hostKey);
  const marks = new Map<string, Uint32Array>();
  for (const row of alerts) {
    const at = Math.floor((columns.timeAt(row) - start) / step);
    const key = keys[hosts.codeAt(row)]!;
    const of = byHost.get(key);
    if (of === undefined || !(at >= 0 && at < of.counts.length)) continue;
    let cells = marks.get(key);
    if (cells === undefined) marks.set(key, (cells = new Uint32Array(of.counts.length)));
    cells[at]!++;
  }
  let most = 0;
  const rows = [...byHost].map(([key, { host, counts }]) => {
    const first = counts.findIndex((n) => n > 0);
    const last = counts.findLastIndex((n) => n > 0);
    const of = marks.get(key);
    const cells = Array.from(counts, (events, i) => {
      most = Math.max(most, events);
      return { events, alerts: of?.[i] ?? 0, isGap: events === 0 && i > first && i < last };
    });
    return {
      host,
      cells,
      events: counts.reduce((sum, n) => sum + n, 0),
      alerts: of?.reduce((sum, n) => sum + n, 0) ?? 0,
    };
  });
  rows.sort((a, b) => b.alerts - a.alerts || b.events - a.events);
  return { start, step, most, rows };
}
