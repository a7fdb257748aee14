import type { WindowsEvent } from "../windows-event.ts";
import { EventBuilder } from "./event-builder.ts";
import { EventScanner } from "./event-scanner.ts";
import { EventText } from "./event-text.ts";
import { resolveReferences } from "./references.ts";

/** Event XML that was found inside another text. */
export interface EventInText {
  readonly event: WindowsEvent;
  /** True if the text goes on with another `<Event>`. */
  readonly more: boolean;
}

const EVENT = /<(?:[\w.-]{1,64}:)?Event[\s/>]/;
const ESCAPED_EVENT = /&lt;(?:[\w.-]{1,64}:)?Event(?:[\s/]|&gt;)/;
const PAYLOAD = /<(EventData|UserData)[\s>]/;
const DATA = /^\s*<(?:Data|ComplexData|Binary)[\s/>]/;

/** The scanner may look a few bytes past the end. */
const PADDING = 16;

let tools: { scanner: EventScanner; text: EventText; builder: EventBuilder } | null = null;

/**
 * Reads the first `<Event>` element in a text, wherever it begins. The markup may itself be escaped (`&lt;Event`), as
 * XML inside XML is.
 *
 * @returns null if the text has no event, or a damaged one
 */
export function eventInText(text: string): EventInText | null {
  const at = text.search(EVENT);
  if (at >= 0) return read(text.slice(at));
  if (!ESCAPED_EVENT.test(text)) return null;
  const plain = resolveReferences(text);
  const start = plain.search(EVENT);
  return start < 0 ? null : read(plain.slice(start));
}

/**
 * Reads a payload without its header: an `<EventData>` or `<UserData>` element anywhere in the text, or a sequence of
 * `<Data>` elements.
 *
 * @returns an event with the payload only; null if there is none, or a damaged one
 */
export function payloadInText(text: string): WindowsEvent | null {
  const found = PAYLOAD.exec(text);
  if (found === null) return DATA.test(text) ? inEvent(`<EventData>${text}</EventData>`) : null;
  const end = `</${found[1]!}>`;
  const last = text.indexOf(end, found.index);
  return last < 0 ? null : inEvent(text.slice(found.index, last + end.length));
}

const inEvent = (payload: string): WindowsEvent | null => read(`<Event>${payload}</Event>`)?.event ?? null;

function read(text: string): EventInText | null {
  if (tools === null) {
    const scanner = new EventScanner();
    const eventText = new EventText();
    tools = { scanner, text: eventText, builder: new EventBuilder(scanner.tape, eventText) };
  }
  const { scanner, text: eventText, builder } = tools;
  const bytes = new TextEncoder().encode(text);
  const buffer = new Uint8Array(bytes.length + PADDING);
  buffer.set(bytes);
  if (scanner.scan(buffer, 0, bytes.length) !== "whole") return null;
  const { next } = scanner;
  eventText.begin(buffer, 0, next);
  const event = builder.build();
  const rest = next < bytes.length ? new TextDecoder().decode(bytes.subarray(next)) : "";
  return { event, more: EVENT.test(rest) };
}
