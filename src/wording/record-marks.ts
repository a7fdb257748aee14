import { type AlertFinding, isSequence } from "../case/index.ts";
import type { AssumedZone, SeenEvent } from "../scan/index.ts";

/** What it means that a record was carved. */
export const CARVED =
  "This record is a remnant and not part of the log: it was found in space that the log no longer uses. It may be from before the log was cleared or overwritten, and it may be incomplete.";

type Zone = NonNullable<SeenEvent["zone"]>;

/** What was made of a time that names no zone, as sentences. */
export function zoneSentences({ name, told, occurs }: Zone): string {
  const taken = told
    ? `Its time names no zone and was taken for ${name}, as you said of the file.`
    : "Its time names no zone and was taken for UTC, which nobody has confirmed: correct it in the file's row of the ledger.";
  return `${taken}${DOUBTS[occurs]}`;
}

const DOUBTS: Readonly<Record<Zone["occurs"], string>> = {
  once: "",
  twice:
    " The clocks there showed this time twice, when they were put back: it may have been later than it is listed, by as much as they were.",
  never: " The clocks there never showed this time, when they were put forward: the zone may be another one.",
};

/** The same for a table of alerts: which records are carved, and what zone was taken. */
export function recordMarks(finding: AlertFinding): { readonly carved?: string; readonly zone?: string } {
  const events = isSequence(finding)
    ? finding.events.flatMap((one) => (one === null ? [] : [one.seen ?? { place: one.place }]))
    : [finding];
  const carved = events.filter(({ place }) => place.carved).length;
  const zones = new Set(events.flatMap((one) => ("zone" in one ? [zoneCell(one.zone)] : [])));
  return {
    ...(carved > 0 && { carved: events.length === 1 ? "carved" : `${carved} of ${events.length} records` }),
    ...(zones.size > 0 && { zone: [...zones].join("; ") }),
  };
}

/** `UTC, assumed` or `UTC+02:00, as told`, for tables. */
export function zoneWords({ name, told }: AssumedZone): string {
  return `${name}, ${told ? "as told" : "assumed"}`;
}

function zoneCell(zone: Zone): string {
  return zone.occurs === "once" ? zoneWords(zone) : `${zoneWords(zone)}, shown ${zone.occurs} there`;
}
