/** Where the time of day is within a text: the first numbers or the last, in every language. */

export interface TimeInText {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly hasSecond: boolean;
  /** The decimals of the second as written; "" for none. */
  readonly fraction: string;
  /** The text without these decimals. */
  readonly whole: string;
  /** The text without minute, second and decimals: equal for all times of an hour. */
  readonly masked: string;
  /** The text without the time. */
  readonly rest: string;
  /** The other numbers. */
  readonly others: readonly string[];
}

/** What is between hour, minute and second: `:`, `.`, ` h `, `時`. */
const BETWEEN = /^[^\d/-]{1,5}$/;
/** More numbers than day, month, year of an era and of another, and the time with its decimals. */
const MOST_NUMBERS = 10;

/**
 * Finds what can be the time of day.
 *
 * @param plain see `plainText`
 */
export function timesIn(plain: string): TimeInText[] {
  const runs = [...plain.matchAll(/\d+/g)];
  if (runs.length > MOST_NUMBERS) return [];
  const times: TimeInText[] = [];
  for (const count of [4, 3, 2]) {
    if (runs.length < count) continue;
    for (const first of new Set([0, runs.length - count])) {
      const time = timeFrom(plain, runs, first, count);
      if (time !== null) times.push(time);
    }
  }
  return times;
}

/** @param count two without a second, four with decimals of it */
function timeFrom(
  plain: string,
  runs: readonly RegExpExecArray[],
  first: number,
  count: number,
): TimeInText | null {
  const [hour, minute, second, decimals] = runs.slice(first, first + count);
  const endOf = (run: RegExpExecArray): number => run.index + run[0].length;
  const isAfter = (run: RegExpExecArray, before: RegExpExecArray): boolean =>
    run[0].length === 2 && Number(run[0]) < 60 && BETWEEN.test(plain.slice(endOf(before), run.index));
  if (Number(hour![0]) > 23 || !isAfter(minute!, hour!)) return null;
  if (second !== undefined && !isAfter(second, minute!)) return null;
  if (decimals !== undefined) {
    const isDecimals = /^[.,]$/.test(plain.slice(endOf(second!), decimals.index));
    if (!isDecimals || decimals[0].length > 9) return null;
  }
  const end = endOf(decimals ?? second ?? minute!);
  const without = (from: number, masks: boolean): string => {
    if (second === undefined) return masks ? `${plain.slice(0, from)}0${plain.slice(end)}` : plain;
    const between = plain.slice(endOf(minute!), second.index);
    const clock = masks ? `0${between}0` : plain.slice(from, endOf(second));
    return `${plain.slice(0, from)}${clock}${plain.slice(end)}`;
  };
  return {
    hour: Number(hour![0]),
    minute: Number(minute![0]),
    second: Number(second?.[0] ?? 0),
    hasSecond: second !== undefined,
    fraction: decimals?.[0] ?? "",
    whole: without(minute!.index, false),
    masked: without(minute!.index, true),
    rest: `${plain.slice(0, hour!.index)} ${plain.slice(end)}`,
    others: runs.filter((_, i) => i < first || i >= first + count).map(([digits]) => digits),
  };
}
