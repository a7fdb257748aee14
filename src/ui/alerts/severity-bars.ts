import { SEVERITIES, type TimeBars } from "../../app/index.ts";
import type { Bars } from "../filter/bars.ts";

/** Alerts over time, the worst at the top of each bar. */
export function severityBars({ start, step, counts }: TimeBars): Bars {
  return {
    start,
    step,
    series: SEVERITIES.map((name, rank) => ({ name, counts: counts[rank]!, colour: `var(--${name})` })),
  };
}
