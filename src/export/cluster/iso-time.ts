import type { Scalar } from "../../ecs/index.ts";
import { parseInstant } from "../../time/index.ts";

/** What every version of Elasticsearch reads as a date, whatever the format of its field. */
const PLAIN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
/** The most milliseconds before or after 1970 that a Date can represent. */
const MOST = 8.64e15;

/**
 * A time as a date field of Elasticsearch takes it: as it is, where that is plain ISO 8601, else in UTC to the nanosecond.
 * Years beyond four digits are milliseconds since 1970.
 *
 * @returns null for what is no time
 */
export function isoOf(value: Scalar): Scalar | null {
  const instant = parseInstant(value);
  if (instant === null || Math.abs(instant.ms) > MOST) return null;
  if (typeof value === "string" && PLAIN.test(value)) return value;
  const text = new Date(instant.ms).toISOString();
  if (text.length !== "2026-01-02T03:04:05.678Z".length) return instant.ms;
  const fraction = `${text.slice(20, 23)}${String(instant.ns).padStart(6, "0")}`.replace(/0{1,6}$/, "");
  return `${text.slice(0, 20)}${fraction.padEnd(3, "0")}Z`;
}
