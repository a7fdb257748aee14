import { utc } from "../../wording/index.ts";

const HOUR_MS = 3_600_000;

/** Five moments of a range around a centre, the middle one exact: with no more of the others than tells them apart. */
export function axisOf(
  { from, to }: { readonly from: number; readonly to: number },
  time: number,
): readonly string[] {
  const length = to - from;
  const [start, end] = length > 12 * HOUR_MS ? [5, 16] : length > HOUR_MS / 4 ? [11, 16] : [11, 19];
  const texts = Array.from({ length: 5 }, (_, i) => utc(from + (i * length) / 4).slice(start, end));
  return texts.with(2, utc(time).slice(11));
}
