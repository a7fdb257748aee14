import type { FileLocation, RecordLocation } from "../formats/index.ts";
import type { Selector } from "../sources/index.ts";
import type { DateOrder, Occurrence } from "../time/index.ts";
import type { ScanDiagnostic } from "./diagnostic.ts";
import type { AssumedZone } from "./read-settings.ts";

type At = Pick<RecordLocation, "offset" | "line" | "member">;

const locationOf = ({ offset, line, member }: At): FileLocation => ({
  offset,
  ...(line > 0 && { line }),
  ...(member !== undefined && { member }),
});

/** The file did not have as many bytes as when it was added. */
export function changed(read: number, size: number): ScanDiagnostic {
  return {
    code: "changed",
    severity: "error",
    data: { kind: "size", added: size, read },
    offset: Math.min(read, size),
  };
}

/** Times without a zone: reported once, since all of a file's times come from one clock. */
export function assumedZone({ name, told }: AssumedZone, location: At): ScanDiagnostic {
  return {
    code: "assumed-zone",
    severity: told ? "info" : "warning",
    data: { zone: name, fromAnalyst: told },
    ...locationOf(location),
  };
}

/** Times that the zone's clock showed twice or never, since it was put back or forward there. */
export function ambiguousTimes(
  occurs: Exclude<Occurrence, "once">,
  count: number,
  zone: string,
  first: At,
): ScanDiagnostic {
  return { code: "doubtful-time", severity: "warning", data: { occurs, count, zone }, ...locationOf(first) };
}

/**
 * Dates whose day and month can be swapped.
 *
 * @param shown the orders that other dates of the file show
 * @param fromAnalyst whether the analyst chose the order
 * @returns null if other dates of the file show how these were meant
 */
export function dateOrder(
  count: number,
  readAs: DateOrder,
  shown: ReadonlySet<DateOrder>,
  fromAnalyst: boolean,
  first: At,
): ScanDiagnostic | null {
  const isContradicted = fromAnalyst ? [...shown].some((order) => order !== readAs) : shown.size > 1;
  if (!fromAnalyst && shown.size === 1 && shown.has(readAs)) return null;
  const why = isContradicted ? "contradiction" : fromAnalyst ? "analyst" : "unknown";
  const severity = why === "analyst" ? "info" : "warning";
  return { code: "date-order", severity, data: { count, readAs, why }, ...locationOf(first) };
}

/** Islamic dates whose variants of the calendar differ in the day. */
export function islamicDays(count: number, first: At): ScanDiagnostic {
  return { code: "islamic-day", severity: "warning", data: { count }, ...locationOf(first) };
}

/** Dates in numbers with a year of two digits, at one end or the other. */
export function shortYears(count: number, first: At): ScanDiagnostic {
  return { code: "short-year", severity: "warning", data: { count }, ...locationOf(first) };
}

/** @param days how far the first is from Sysmon's own time */
export function timesApart(count: number, days: number, first: At): ScanDiagnostic {
  return { code: "times-apart", severity: "warning", data: { count, days }, ...locationOf(first) };
}

/**
 * Times that are not understood.
 *
 * @param field if it is not the events' own time
 */
export function unreadTimes(count: number, text: string, first: At, field?: string): ScanDiagnostic {
  const data = { count, text, ...(field !== undefined && { field }) };
  return { code: "unread-time", severity: "warning", data, ...locationOf(first) };
}

/** There are records, but none is an event. */
export function noEvents(count: number): ScanDiagnostic {
  return { code: "no-event", severity: "warning", data: { kind: "records", count }, offset: 0 };
}

/** A record with several events, of which the first was examined. */
export function furtherEvents(location: At): ScanDiagnostic {
  return { code: "no-event", severity: "error", data: { kind: "further" }, ...locationOf(location) };
}

/** An event with another one in a field of its own, which was not examined. */
export function besideEvent(path: string, location: At): ScanDiagnostic {
  return { code: "no-event", severity: "error", data: { kind: "beside", path }, ...locationOf(location) };
}

/** Results of another tool: reported once, at the first of them. */
export function selection(tool: Selector, location: At): ScanDiagnostic {
  return { code: "selection", severity: "info", data: { tool }, ...locationOf(location) };
}

/** A rule file in an archive of evidence: it is not unreadable evidence. */
export function ruleFile(member: string): ScanDiagnostic {
  return { code: "rule-file", severity: "info", data: { kind: "member" }, offset: 0, member };
}

export function appleDouble(member: string): ScanDiagnostic {
  return { code: "no-event", severity: "info", data: { kind: "apple-double" }, offset: 0, member };
}
