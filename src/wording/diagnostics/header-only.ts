import type { CaseDiagnostics } from "../../case/index.ts";
import { count, plural } from "../format.ts";

type HeaderOnlyData = CaseDiagnostics["header-only"];

const EXPORT_THE_LOG =
  "Export the log itself: wevtutil epl Security Security.evtx (or the name of another log).";

const REASONS: Readonly<Record<HeaderOnlyData["reason"], (events: string, have: string) => string>> = {
  message: (events, have) =>
    `${events} ${have} only a header: the values are not in this export, or in a message text that Loupe could not take apart. Rules could not match on them. ${EXPORT_THE_LOG}`,
  payload: (events, have) =>
    `${events} ${have} only a header: the payload is cut or damaged, or only a text in its place. Rules could not match on the values. Spreadsheets cut long cells, and ConvertTo-Json leaves out what is deeper than its -Depth. ${EXPORT_THE_LOG}`,
  unnamed: (events, have) =>
    `${events} ${have} only a header: the values are in this export without their names, which Loupe does not know for these events. Rules could not match on them. ${EXPORT_THE_LOG}`,
  shifted: (events, have) =>
    `${events} ${have} values that do not fit their names: the values are shifted by one or more names, as Windows Event Forwarding in binary form does when a value is empty. They are used as they are, so rules may miss them. Export the log on the machine itself, or set the subscription to rendered text (wecutil ss NAME /cf:RenderedText).`,
  escaped: (events, have) =>
    `${events} ${have} paths with two backslashes in place of each: the export was written as a text inside another text, such as a dump of a database or a log of a program, and still has its escapes. Rules could not match on these paths. Export the events themselves as JSON, one per line.`,
  printed: (events, have) =>
    `${events} ${have} objects or lists that PowerShell printed as text (@{…}, System.Object[]): what was in them is lost. Rules could not match on it. Export them again with ConvertTo-Json -Depth 20, not with Export-Csv.`,
  partial: (events, have) =>
    `${events} ${have} only some of the values: EvtxECmd's Payload column is cut, damaged or missing, so only PayloadData1 to 6 were read. Run EvtxECmd again, and do not save its CSV from a spreadsheet.`,
};

/** How many events have values that could not be read, where the next of them are, and how to export them. */
export function headerOnlyWords({ reason, count: events, places }: HeaderOnlyData): string {
  const sentence = REASONS[reason](plural(events, "event"), events === 1 ? "has" : "have");
  // The row shows the first location before the sentence.
  const [, ...further] = places;
  if (further.length === 0) return sentence;
  const listed = further.map(({ line, offset }) =>
    line > 0 ? `line ${count(line)}` : `byte ${count(offset)}`,
  );
  return `${sentence} Also at ${listed.join(", ")}${events > places.length ? " and later" : ""}.`;
}
