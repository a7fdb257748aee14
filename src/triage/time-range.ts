/** Elasticsearch's date math as far as time pickers write it: one step from now, one rounding. */
const DATE_MATH = /^now(?:([+-])(\d{1,6})([smhdwMy]))?(?:\/([smhdwMy]))?$/;

const UNITS = new Map([
  ["s", "second"],
  ["m", "minute"],
  ["h", "hour"],
  ["d", "day"],
  ["w", "week"],
  ["M", "month"],
  ["y", "year"],
]);

/**
 * The time range of an investigation in words. In both ends `now` is the time of the alert, and rounding goes outwards,
 * to the start of the unit at the first end and to the end of it at the last; with one end missing there is no range.
 * Source: Kibana's `markdown_editor/plugins/insight/index.tsx`.
 *
 * @returns e.g. "from 48 hours before the alert (rounded down to the full hour) until the alert"
 */
export function timeRangeWords(from: string, to: string): string {
  if (from === "" || to === "") return "at any time";
  return `from ${momentWords(from, "down")} until ${momentWords(to, "up")}`;
}

function momentWords(moment: string, direction: "down" | "up"): string {
  const found = DATE_MATH.exec(moment);
  if (found === null) return `“${moment}”`;
  const [, sign, amount, unit, rounding] = found;
  const rounded = rounding === undefined ? "" : ` (rounded ${direction} to the full ${UNITS.get(rounding)!})`;
  if (sign === undefined) return `the alert${rounded}`;
  const distance = `${Number(amount)} ${UNITS.get(unit!)!}${Number(amount) === 1 ? "" : "s"}`;
  return `${distance} ${sign === "-" ? "before" : "after"} the alert${rounded}`;
}
