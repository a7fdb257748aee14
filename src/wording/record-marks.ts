import { type AlertFinding, isSequence } from "../case/index.ts";
import type { AssumedZone, SeenEvent } from "../scan/index.ts";

/** Explains that a record was carved. */
export const CARVED =
  "This record was recovered from space the log no longer uses. It may date from before the log was cleared or overwritten, and it may be incomplete.";

type SeenZone = NonNullable<SeenEvent["zone"]>;

/** Explains how a time without a time zone was read, as sentences. */
export function zoneSentences({ name, told, occurs }: SeenZone): string {
  const taken = told
    ? `Its time has no time zone; it was read as ${name}, as you set for the file.`
    : "Its time has no time zone; UTC is assumed. Set the machine's time zone in the file list.";
  return `${taken}${DOUBTS[occurs]}`;
}

const DOUBTS: Readonly<Record<SeenZone["occurs"], string>> = {
  once: "",
  twice:
    " The time is ambiguous: it occurred twice there, because the clocks were set back. The event may be later than listed, by the amount they were set back.",
  never: " The clocks there skipped this time when they were set forward: the zone may be wrong.",
};

/** The same for a table of alerts: which records are carved, and which time zone was assumed. */
export function recordMarks(finding: AlertFinding): { readonly carved?: string; readonly zone?: string } {
  const events = isSequence(finding)
    ? finding.events.flatMap((event) => (event === null ? [] : [event.seen ?? { place: event.place }]))
    : [finding];
  const carved = events.filter(({ place }) => place.carved).length;
  const zones = new Set(events.flatMap((event) => ("zone" in event ? [zoneCell(event.zone)] : [])));
  return {
    ...(carved > 0 && { carved: events.length === 1 ? "carved" : `${carved} of ${events.length} records` }),
    ...(zones.size > 0 && { zone: [...zones].join("; ") }),
  };
}

/** `UTC, assumed` or `UTC+02:00, as told`, for tables. Scripts read these cells, so the words are kept. */
export function zoneWords({ name, told }: AssumedZone): string {
  return `${name}, ${told ? "as told" : "assumed"}`;
}

function zoneCell(zone: SeenZone): string {
  return zone.occurs === "once" ? zoneWords(zone) : `${zoneWords(zone)}, shown ${zone.occurs} there`;
}
