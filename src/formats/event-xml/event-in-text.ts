import { ESCAPED_MARKUP, EVENT_MARKUP, EVENT_MARKUP_END } from "../event-signs.ts";
import type { WindowsEvent, XmlElement } from "../windows-event.ts";
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

const PAYLOAD = /<(EventData|UserData)[\s>]/;
const DATA = /^\s*<(?:Data|ComplexData|Binary)[\s/>]/;

/** What follows the backslash of an escape in JSON, Python and JavaScript. */
const AFTER_BACKSLASH = /["'/\\bfnrtu]/;
const ESCAPE = /\\(?:u([\da-fA-F]{4})|([^]))/g;
const CONTROLS: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** Escapes of XML inside each other. */
const MAX_ESCAPES = 4;
/** String literals inside each other. */
const MAX_LITERALS = 4;
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
  let plain = text;
  for (let i = 0; i < MAX_ESCAPES && !EVENT_MARKUP.test(plain) && ESCAPED_MARKUP.test(plain); i++)
    plain = resolveReferences(plain);
  for (let i = 0; i < MAX_LITERALS && isInLiteral(plain); i++) plain = unescaped(plain);
  const start = plain.search(EVENT_MARKUP);
  return start < 0 ? null : read(plain.slice(start));
}

/**
 * Whether the first `<Event>` in a text is in a string literal, as JSON, Python and JavaScript write it: a quote is
 * before it, paths have two backslashes where they should have one, and no backslash is by itself.
 */
export function isInLiteral(text: string): boolean {
  const start = text.search(EVENT_MARKUP);
  if (start < 1 || !/["']/.test(text[start - 1]!)) return false;
  const length = text.slice(start).search(EVENT_MARKUP_END);
  const event = length < 0 ? text.slice(start) : text.slice(start, start + length);
  let hasPair = false;
  for (let at = event.indexOf("\\"); at >= 0; at = event.indexOf("\\", at + 2)) {
    if (!AFTER_BACKSLASH.test(event.charAt(at + 1))) return false;
    hasPair ||= event[at + 1] === "\\";
  }
  return hasPair;
}

function unescaped(text: string): string {
  return text.replace(ESCAPE, (_, code: string | undefined, letter: string) =>
    code === undefined ? (CONTROLS[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
  );
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

/**
 * Reads the one element that a text is, as the definition of a task is in an event. A declaration before it, comments
 * and white space around it do not count.
 *
 * @returns null if the text is damaged, or anything else
 */
export function elementInText(text: string): XmlElement | null {
  const markup = text.search(/<[^?!]/);
  // In an event, an element of the schema would be taken for a part of the event.
  const found = markup < 0 ? null : read(`<Event><UserData>${text.slice(markup)}</UserData></Event>`);
  const { userData } = found?.event ?? {};
  if (userData?.name !== "UserData" || !found!.isWhole) return null;
  const [element, ...others] = userData.children;
  return typeof element === "object" && others.length === 0 ? element : null;
}

const inEvent = (payload: string): WindowsEvent | null => read(`<Event>${payload}</Event>`)?.event ?? null;

function read(text: string): (EventInText & { readonly isWhole: boolean }) | null {
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
  return { event, more: EVENT_MARKUP.test(rest), isWhole: next === bytes.length };
}
