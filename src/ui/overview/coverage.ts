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

/** Cells that are wide enough to be hit: 24 pixels with what is between them. */
const CELL_PIXELS = 27;
/** Pixels that a host's name and its sum take beside the cells, and in little width below and beside them. */
const BESIDE = { wide: 176, narrow: 32 };
const NARROW_PIXELS = 520;
const MOST_STEPS = [72, 48, 36, 24, 16, 12, 10, 8];

/** How many steps of time have room in some width, in pixels: few numbers, so that a window can be resized. 0 for none. */
export function stepsFor(width: number): number {
  if (width === 0) return 0;
  const room = width - (width < NARROW_PIXELS ? BESIDE.narrow : BESIDE.wide);
  return MOST_STEPS.find((steps) => steps * CELL_PIXELS <= room) ?? MOST_STEPS.at(-1)!;
}

/** The columns from the last one with events before a gap to the first one after it. */
export function gapAround(
  cells: readonly Pick<CoverageCell, "isGap">[],
  column: number,
): readonly [first: number, last: number] {
  let [first, last] = [column, column];
  while (cells[first]?.isGap === true) first--;
  while (cells[last]?.isGap === true) last++;
  return [Math.max(0, first), Math.min(cells.length - 1, last)];
}
