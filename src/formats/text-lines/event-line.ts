/* Recognises lines of text that contain an event: what a log shipper, a search result or a web page wrote around it. */

/** JSON with a name that events have, after a prefix such as the header of a syslog message. */
const NAMES =
  /"[^"\n]{0,40}(?:event_?id|event_?code|event_?data|actiontype)"\s*:|"(?:@timestamp|system|winlog)"\s*:/i;
const ESCAPED_EVENT = /&lt;(?:[\w.-]{1,64}:)?Event(?:[\s/]|&gt;)/;
const ESCAPED_END = /&lt;\/(?:[\w.-]{1,64}:)?Event\s*&gt;/;
const EVENT = /<(?:[\w.-]{1,64}:)?Event[\s/>]/;
const EVENT_END = /<\/(?:[\w.-]{1,64}:)?Event\s*>/;
/** The first line of an event as Splunk's forwarder renders it: a local time and nothing else. */
const SPLUNK_TIME = /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d:\d\d(?:\.\d{1,9})? [AP]M\s*$/;
const SPLUNK_FIRST = /^LogName=/;

/** What a line is: an event, the first line of one, or neither. */
export type LineRole = "event" | "escaped-begins" | "splunk-begins" | "none";

/** @param line without its line break */
export function roleOf(line: string): LineRole {
  if (ESCAPED_EVENT.test(line)) return ESCAPED_END.test(line) ? "event" : "escaped-begins";
  if (EVENT.test(line) && EVENT_END.test(line)) return "event";
  if (SPLUNK_TIME.test(line)) return "splunk-begins";
  return hasJson(line) ? "event" : "none";
}

/** Whether an event that began on an earlier line ends with this one. */
export function endsEscaped(line: string): boolean {
  return ESCAPED_END.test(line);
}

/** Whether a new event of Splunk's begins at a line, given the one after it. */
export function beginsSplunk(line: string, next: string): boolean {
  return SPLUNK_TIME.test(line) && SPLUNK_FIRST.test(next);
}

function hasJson(line: string): boolean {
  const from = line.indexOf("{");
  return from >= 0 && line.trimEnd().endsWith("}") && NAMES.test(line);
}

/** Whether a line has JSON with an event's names after a prefix, and the JSON is whole. */
export function isPrefixedJson(line: string): boolean {
  const from = line.indexOf("{");
  if (from < 1 || !hasJson(line)) return false;
  try {
    return typeof JSON.parse(line.slice(from)) === "object";
  } catch {
    return false;
  }
}

export { ESCAPED_EVENT, EVENT, SPLUNK_FIRST, SPLUNK_TIME };
