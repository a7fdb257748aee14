import { type AlertFinding, isSequence } from "../case/index.ts";
import type { AssumedZone, SeenDateOrder, SeenEvent } from "../scan/index.ts";

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

/** Explains how a date was read whose day and month can be swapped. */
export function dateOrderSentence({ order, by }: SeenDateOrder): string {
  const read = `Day and month can be swapped in a date of this record; it was read with the ${order === "day-first" ? "day" : "month"} first`;
  switch (by) {
    case "analyst":
      return `${read}, as you set for the file.`;
    case "file":
      return `${read}, as other dates in the file show.`;
    case "usual":
      return `${read}, which may be wrong. Set the order in the file list.`;
  }
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
  const zones = new Set(events.flatMap((event) => timeCell(event)));
  return {
    ...(carved > 0 && { carved: events.length === 1 ? "carved" : `${carved} of ${events.length} records` }),
    ...(zones.size > 0 && { zone: [...zones].join("; ") }),
  };
}

/** `UTC, assumed` or `UTC+02:00, as told`, for tables. Scripts read these cells, so the words are kept. */
export function zoneWords({ name, told }: AssumedZone): string {
  return `${name}, ${told ? "as told" : "assumed"}`;
}

/** What is uncertain about an event's time. */
function timeCell(event: Pick<SeenEvent, "place" | "zone" | "dateOrder">): string[] {
  const words = event.zone === undefined ? [] : [zoneCell(event.zone)];
  if (event.dateOrder?.by === "usual") words.push("day and month may be swapped");
  return words.length === 0 ? [] : [words.join(", ")];
}

function zoneCell(zone: SeenZone): string {
  return zone.occurs === "once" ? zoneWords(zone) : `${zoneWords(zone)}, shown ${zone.occurs} there`;
}
