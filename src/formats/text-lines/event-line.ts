/* Recognises lines of text that contain an event: what a log shipper, a search result or a web page wrote around it. */

import { isInLiteral } from "../event-xml/index.ts";
import { EVENT_KEY } from "../event-names.ts";
import { ESCAPED_MARKUP, EVENT_MARKUP, EVENT_MARKUP_END } from "../event-signs.ts";
import { jsonInText } from "../json/json-in-text.ts";

const ESCAPED_END = /&lt;\/(?:[\w.-]{1,64}:)?Event\s*&gt;/;
/** The first line of an event as Splunk's forwarder renders it: a local time and nothing else. */
const SPLUNK_TIME = /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d:\d\d(?:\.\d{1,9})? [AP]M\s*$/;
const SPLUNK_FIRST = /^LogName=/;

/** What a line is: an event, the first line of one, or neither. */
export type LineRole = "event" | "escaped-begins" | "splunk-begins" | "none";

/** @param line without its line break */
export function roleOf(line: string): LineRole {
  if (ESCAPED_MARKUP.test(line)) return ESCAPED_END.test(line) ? "event" : "escaped-begins";
  if (EVENT_MARKUP.test(line) && EVENT_MARKUP_END.test(line)) return "event";
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

/** Whether a line has JSON of an event, with other text around it such as the header of a syslog message. */
function hasJson(line: string): boolean {
  if (!line.includes("{") || !(EVENT_KEY.test(line) || EVENT_MARKUP.test(line))) return false;
  return jsonInText(line) !== null;
}

/** Whether a line has JSON with an event's names and other text around it, and the JSON is whole. */
export function isPrefixedJson(line: string): boolean {
  // JSON inside event XML is a value of that event.
  const markup = line.search(EVENT_MARKUP);
  if (!hasJson(line) || (markup >= 0 && markup < line.indexOf("{"))) return false;
  try {
    return typeof JSON.parse(jsonInText(line)!.json) === "object";
  } catch {
    return false;
  }
}

/** Whether a line has a whole event in a string literal of JSON or of a program: see `isInLiteral`. */
export function isLiteralEvent(line: string): boolean {
  return EVENT_MARKUP.test(line) && EVENT_MARKUP_END.test(line) && isInLiteral(line);
}

export { SPLUNK_FIRST, SPLUNK_TIME };
