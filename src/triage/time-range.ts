/** The part of Elasticsearch's date math that time pickers write: one offset from now and one rounding. */
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
 * Describes the time range of an investigation. In both ends `now` is the time of the alert. The range is rounded
 * outwards: its start down to the start of the unit, its end up to the end of the unit. If either end is missing, the
 * range is unlimited. Source: Kibana's `markdown_editor/plugins/insight/index.tsx`.
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
