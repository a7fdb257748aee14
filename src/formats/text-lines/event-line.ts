/* Recognises lines of text that contain an event: what a log shipper, a search result or a web page wrote around it. */

import { isInLiteral } from "../event-xml/index.ts";
import { EVENT_KEY } from "../event-names.ts";
import { BASE64_BEGINS, ESCAPED_MARKUP, EVENT_MARKUP, EVENT_MARKUP_END } from "../event-signs.ts";
import { textOfBytes } from "../bytes-in-text.ts";
import { jsonInText } from "../json/json-in-text.ts";

const ESCAPED_END = /&lt;\/(?:[\w.-]{1,64}:)?Event\s*&gt;/;
/** The first line of an event as Splunk's forwarder renders it: a local time and nothing else. */
const SPLUNK_TIME = /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d:\d\d(?:\.\d{1,9})? [AP]M\s*$/;
const SPLUNK_FIRST = /^LogName=/;

/** Base64 and nothing else, perhaps in quotes or as an item of a list. */
const BASE64_LINE = /^\s*["']?([\w+/-]{40,}={0,2})["']?,?\s*$/;
/** A text in quotes and nothing else, perhaps an item of a list. */
const QUOTED_LINE = /^\s*("(?:[^"\\]|\\.)*"),?\s*$/;
/** Encodings inside each other that are undone. */
const MOST_ENCODINGS = 4;

/** What a line is: an event, the first line of one, or neither. */
export type LineRole = "event" | "escaped-begins" | "splunk-begins" | "none";

/** @param line without its line break */
export function roleOf(line: string): LineRole {
  if (ESCAPED_MARKUP.test(line)) return ESCAPED_END.test(line) ? "event" : "escaped-begins";
  if (EVENT_MARKUP.test(line) && EVENT_MARKUP_END.test(line)) return "event";
  if (SPLUNK_TIME.test(line)) return "splunk-begins";
  return hasJson(line) || isEncodedEvent(line) ? "event" : "none";
}

/** Whether a line is nothing but a whole event in base64, or in the quotes of a text of JSON. */
export function isEncodedEvent(line: string): boolean {
  return isWholeEvent(quotedText(line)) || isWholeEvent(base64Text(line));
}

/** The text that a line has in quotes, with their escapes undone; null for other lines. */
export function quotedText(line: string): string | null {
  const quoted = line.includes('"') ? QUOTED_LINE.exec(line)?.[1] : undefined;
  if (quoted === undefined) return null;
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return null;
  }
}

function base64Text(line: string): string | null {
  let text = BASE64_LINE.exec(line)?.[1] ?? null;
  for (let i = 0; text !== null && i < MOST_ENCODINGS && BASE64_BEGINS.test(text.slice(0, 100)); i++)
    text = decoded(text.trim());
  return text;
}

function decoded(base64: string): string | null {
  try {
    const bytes = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
    return textOfBytes(Uint8Array.from(bytes, (c) => c.charCodeAt(0)));
  } catch {
    return null;
  }
}

/** Whether a text is event XML, or JSON with names of an event, from its beginning to its end. */
function isWholeEvent(text: string | null): boolean {
  if (text === null) return false;
  if (EVENT_MARKUP.test(text)) return EVENT_MARKUP_END.test(text);
  if (!EVENT_KEY.test(text)) return false;
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
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
