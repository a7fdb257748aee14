import { parseWrittenTime } from "../../time/index.ts";
import { channelOfProvider } from "./channels.ts";
import { BY_POSITION, dataFromMessage } from "./message.ts";
import { finished, type RawReader } from "./raw-event.ts";
import { hasNoValues, SYSMON_PROVIDER } from "./templates.ts";
import { own, scalarText } from "./text.ts";

/** Columns of Event Viewer's CSV. Its header has one name fewer than its rows have cells: the message has no name. */
const NAMED = new Set([
  "Level",
  "Date and Time",
  "Source",
  "Event ID",
  "Task Category",
  "Keywords",
  "User",
  "Computer",
  "Log",
]);

/** Event Viewer shortens a provider's name in its Source column, and names no log. */
const PROVIDERS = new Map([
  ["sysmon", SYSMON_PROVIDER],
  ["microsoft windows security auditing.", "Microsoft-Windows-Security-Auditing"],
  ["microsoft-windows-security-auditing", "Microsoft-Windows-Security-Auditing"],
  ["powershell (microsoft-windows-powershell)", "Microsoft-Windows-PowerShell"],
  ["eventlog", "Microsoft-Windows-Eventlog"],
]);
/** The provider's name where Event Viewer, or what copies its texts, shows a shorter one. */
export function providerNamed(source: string): string {
  return PROVIDERS.get(source.toLowerCase()) ?? source;
}

/** The words of an English system for the two keywords that say an audit's outcome. */
const AUDITS = new Map([
  ["Audit Success", "0x8020000000000000"],
  ["Audit Failure", "0x8010000000000000"],
]);

/**
 * Reads a row of Event Viewer's "Save All Events As" CSV from an English system. It lacks the header's SID and the
 * host.
 */
export const fromEventViewer: RawReader = (document, zone) => {
  const text = (column: string): string | undefined => scalarText(own(document, column)) || undefined;
  const eventId = text("Event ID");
  const source = text("Source");
  const time = text("Date and Time");
  if (eventId === undefined || source === undefined || time === undefined) return null;
  const readTime = parseWrittenTime(time, zone);
  const provider = providerNamed(source);
  const channel = channelOfProvider(provider, eventId) ?? text("Log");
  const message = Object.entries(document).find(([column]) => !NAMED.has(column))?.[1] as unknown;
  const rendered = scalarText(message);
  const read = rendered === undefined ? undefined : dataFromMessage(provider, eventId, rendered);
  const data = read?.data;
  const level = text("Level");
  const task = text("Task Category");
  return {
    shape: "Event Viewer CSV",
    assumedZone: readTime?.assumed ?? false,
    ...(read?.byPosition && { lacks: BY_POSITION }),
    ...(data === undefined &&
      !hasNoValues(provider, eventId) && {
        unread: "message",
        lacks:
          "Event Viewer keeps the event's values in a message that could not be taken apart: the event has a header only.",
      }),
    nameInRecord: (xmlPath) =>
      xmlPath === "System/EventID"
        ? "Event ID"
        : xmlPath === "System/TimeCreated@SystemTime"
          ? "Date and Time"
          : xmlPath.replace("EventData/", "message: "),
    event: finished({
      provider,
      eventId,
      keywords: AUDITS.get(text("Keywords") ?? ""),
      systemTime: readTime?.iso ?? time,
      channel,
      computer: text("Computer"),
      eventData: data,
      rendering: {
        ...(rendered !== undefined && { message: rendered }),
        ...(level !== undefined && { level }),
        ...(task !== undefined && { task }),
      },
    }),
  };
};
