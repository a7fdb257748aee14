import type { Format } from "../format.ts";
import { sniffTextLines } from "./sniff-text-lines.ts";
import { TextLinesReader } from "./text-lines-reader.ts";

/** Text of other kinds with events in its lines: syslog with JSON, Splunk's raw events, event XML inside XML or HTML. */
export const textLinesFormat: Format = {
  id: "text-lines",
  isBinary: false,
  sniff: (head) =>
    sniffTextLines(head) ? { open: ({ handler, origin }) => new TextLinesReader(handler, origin) } : null,
};
