/** Counts over time, in steps of the same length. */
export interface Bars {
  /** Start of the first step, in epoch milliseconds. */
  readonly start: number;
  /** Length of a step in milliseconds. */
  readonly step: number;
  /** One or more counts for each step, stacked from the first up. Each has as many steps. */
  readonly series: readonly BarSeries[];
}

export interface BarSeries {
  /** Named where there is more than one: a severity, a host. */
  readonly name: string;
  readonly counts: ArrayLike<number>;
  /** A colour of CSS; grey if absent. */
  readonly colour?: string;
}

/** One bar: a step that has any counts, with its parts from the bottom up, as shares of the highest bar. */
export interface Bar {
  readonly step: number;
  readonly total: number;
  readonly parts: readonly { readonly series: number; readonly from: number; readonly height: number }[];
}

/** How bars with several series are drawn: on top of each other, each in a lane of its own, or as a table of numbers. */
export type BarLayout = "stacked" | "lanes" | "table";

/**
 * The bars of one series in a lane of its own: as shares of the highest of them, whatever the others are.
 *
 * @param smallest see `barsOf`
 */
export function laneOf({ counts }: BarSeries, smallest: number): readonly { step: number; height: number }[] {
  let most = 1;
  for (let i = 0; i < counts.length; i++) most = Math.max(most, counts[i]!);
  return Array.from({ length: counts.length }, (_, step) => ({ step, count: counts[step]! }))
    .filter(({ count }) => count > 0)
    .map(({ step, count }) => ({ step, height: Math.max(count / most, smallest) }));
}

/** @param smallest the least share that a bar has, so that one event beside a million can be seen */
export function barsOf({ series }: Bars, smallest: number): Bar[] {
  const length = series[0]?.counts.length ?? 0;
  const totals = Array.from({ length }, (_, i) => series.reduce((sum, { counts }) => sum + counts[i]!, 0));
  const most = totals.reduce((highest, total) => Math.max(highest, total), 1);
  return totals.flatMap((total, step) => {
    if (total === 0) return [];
    const scale = Math.max(total / most, smallest) / total;
    let from = 0;
    const parts = series.flatMap(({ counts }, number) => {
      const height = counts[step]! * scale;
      if (height === 0) return [];
      from += height;
      return [{ series: number, from: from - height, height }];
    });
    return [{ step, total, parts }];
  });
}

/** The steps between two places in the drawing, whole ones: from the first to the last of them. */
export function stepsBetween(a: number, b: number, steps: number): readonly [first: number, last: number] {
  const step = (share: number): number => Math.min(steps - 1, Math.max(0, Math.floor(share * steps)));
  return [step(Math.min(a, b)), step(Math.max(a, b))];
}
