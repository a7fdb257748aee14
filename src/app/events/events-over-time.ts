import type { EventField, EventQuery } from "../../scan/index.ts";
import type { CaseEventIndex } from "../case/event-index.ts";

/** By what the bars of the events over time can be divided. */
export const DENSITY_FIELDS = [
  "host.name",
  "event.category",
  "winlog.channel",
] as const satisfies readonly EventField[];
export type DensityField = (typeof DENSITY_FIELDS)[number];

/** How they are drawn: on top of each other, one below the other, or as numbers. */
export const DENSITY_LAYOUTS = ["stacked", "lanes", "table"] as const;
export type DensityLayout = (typeof DENSITY_LAYOUTS)[number];

/** Events over time, in steps of the same length. Those without a time are left out. */
export interface EventsOverTime {
  /** Start of the first step and length of each, in milliseconds. */
  readonly start: number;
  readonly step: number;
  readonly total: Uint32Array;
  /** By value, most events first. Without a field there is none. */
  readonly series: readonly SeriesOverTime[];
}

export interface SeriesOverTime {
  /** Empty for events without a value. */
  readonly value: string;
  /** All values that have no series of their own, together. */
  readonly isRest: boolean;
  readonly counts: Uint32Array;
}

/** Nobody can distinguish more colours. */
const MOST_SERIES = 7;
/** Values that are asked for: spellings that differ only in case are one series. */
const MOST_ASKED = 100;

/** @returns null if no event has a time */
export async function eventsOverTime(
  index: Pick<CaseEventIndex, "density">,
  query: EventQuery,
  steps: number,
  by: DensityField | "",
): Promise<EventsOverTime | null> {
  const all = await index.density(query, steps, null);
  if (all === null) return null;
  const { start, step } = all;
  const total = all.series[0]![1];
  if (by === "") return { start, step, total, series: [] };
  const found = await index.density(query, steps, by, MOST_ASKED);
  // The index got other events meanwhile: it will be asked again.
  if (found === null || found.start !== start || found.step !== step)
    return { start, step, total, series: [] };
  const folded = new Map<string, { readonly value: string; readonly counts: Uint32Array }>();
  for (const [value, counts] of found.series) {
    const known = folded.get(value.toLowerCase());
    if (known === undefined) folded.set(value.toLowerCase(), { value, counts: counts.slice() });
    else counts.forEach((n, i) => (known.counts[i]! += n));
  }
  const sorted = [...folded.values()].sort((a, b) => sumOf(b.counts) - sumOf(a.counts));
  const shown = sorted.slice(0, MOST_SERIES).map((each) => ({ ...each, isRest: false }));
  const rest = total.map((n, i) => n - shown.reduce((sum, { counts }) => sum + counts[i]!, 0));
  return {
    ...{ start, step, total },
    series: sumOf(rest) === 0 ? shown : [...shown, { value: "", isRest: true, counts: rest }],
  };
}

function sumOf(counts: Uint32Array): number {
  return counts.reduce((sum, n) => sum + n, 0);
}
