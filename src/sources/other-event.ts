import type { FlatEvent } from "../ecs/index.ts";
import { EVENT_MEMBERS, EVENT_NAMES, type WindowsEvent, type XmlElement } from "../formats/index.ts";
import { mayHaveWords, spellsAnother } from "./event-in-words.ts";
import { type Candidate, EventSearch } from "./found-event.ts";
import { repeats } from "./same-event.ts";

/*
 * Finds a second event in a record that is itself one: a text of another application's log with event XML in it, a
 * document with the original of something else. One record gives one event, so the second one is reported, not read.
 */

/** No text with a whole event is shorter. */
const SHORTEST_TEXT = 80;
/** Levels, and values, that are looked at before the record is searched. */
const MAX_LEVELS = 32;
const MAX_VALUES = 2000;

/** Parts of a record's own event, at its top or in a hit. */
const OWN_PARTS: ReadonlySet<string> = new Set([
  "Event",
  "System",
  "EventData",
  "UserData",
  "event_data",
  "winlog",
]);
/** Parts of a raw Windows event at the top of its record that are read into its values and its message. */
const RAW_PARTS: ReadonlySet<string> = new Set([
  "Event",
  "EventData",
  "System",
  "Message",
  "Payload",
  "Properties",
  ...[1, 2, 3, 4, 5, 6].map((n) => `PayloadData${n}`),
]);
const LENGTHS: ReadonlySet<number> = new Set([...EVENT_MEMBERS].map((name) => name.length));

/** Providers whose messages and values are about events, but are none: rendered messages, and scripts. */
const OWN_WORDS =
  /^(?:microsoft-windows-(?:sysmon|security-auditing|powershell|eventlog)|powershell|powershellcore)$/i;

/** Providers that are known to be, or not to be, among them: bounded, because the names come from the evidence. */
const MAX_PROVIDERS = 1000;
const providers = new Map<string, boolean>();

function writesOwnWords(provider: string): boolean {
  let known = providers.get(provider);
  if (known === undefined) {
    known = OWN_WORDS.test(provider);
    if (providers.size < MAX_PROVIDERS) providers.set(provider, known);
  }
  return known;
}

const EVENT_TAG = /(?:<|&lt;)(?:[\w.-]{1,64}:)?Event[\s/>&]/;
const ENCODED = /^(?:(?:eyJ|W3si|ewo|ew0K|PEV2ZW50|PD94bWw|PABFAHYA)[\w+/-]{40,}={0,2}$|%(?:7B|5B|3C))/i;

/**
 * The names down to another event in a record; null if there is none.
 *
 * @param document an object as from JSON.parse, or a row of a table
 * @param outer the record's own event
 * @param read maps a candidate
 * @param raw the event if it was read from names of a raw record: `otherInValues` looks at its values
 */
export function otherEvent(
  document: object,
  outer: FlatEvent,
  read: (candidate: Candidate) => FlatEvent | null,
  raw: WindowsEvent | null = null,
): readonly string[] | null {
  const further = furtherOf(document, raw);
  if (further === null) return null;
  const words = wordsIn(further, outer);
  if (words !== null) return words;
  if (!mayHoldEvent(further)) return null;
  const search = new EventSearch(document);
  const isHit = !Object.hasOwn(document, "@timestamp");
  const candidates = search.candidates();
  for (let next = candidates.next(false); next.done !== true;) {
    const { candidate, path } = next.value;
    const isOwn =
      candidate.kind === "object" &&
      path.every((name) => OWN_PARTS.has(name) || (isHit && (name === "fields" || name === "_source")));
    const event = isOwn ? null : read(candidate);
    // The record's own event has no names of the hit around it.
    const within = isHit && (path[0] === "_source" || path[0] === "fields") ? path.slice(1) : path;
    if (event !== null && !repeats(outer, event, within)) return path;
    next = candidates.next(event !== null);
  }
  return search.unsearched;
}

/** As `otherEvent`, for the values of a Windows event. */
export function otherInValues(
  event: WindowsEvent,
  outer: FlatEvent,
  read: (candidate: Candidate) => FlatEvent | null,
): readonly string[] | null {
  const { eventData, userData, rendering, provider } = event;
  const hasOwn = writesOwnWords(provider ?? "");
  const has = (value: string): boolean =>
    (mayBeText(value) && otherEvent([value], outer, read) !== null) ||
    (!hasOwn && mayHaveWords(value) && spellsAnother(value, outer));
  if (eventData !== undefined) {
    for (let i = 0; i < eventData.length; i++) {
      const { name, value } = eventData[i]!;
      if (value.length >= SHORTEST_TEXT && has(value)) return [name === "" ? `param${i + 1}` : name];
    }
  }
  // A message of a known provider has no more than its values.
  const message = hasOwn ? "" : (rendering?.message ?? "");
  if (message.length >= SHORTEST_TEXT && has(message)) return ["Message"];
  return userData === undefined ? null : inElement(userData, has);
}

/** The names down to an element's text that has an event. Recursion is bounded: readers refuse deep elements. */
function inElement(element: XmlElement, has: (text: string) => boolean): readonly string[] | null {
  for (const child of element.children) {
    if (typeof child !== "string") {
      const path = inElement(child, has);
      if (path !== null) return [element.name, ...path];
    } else if (child.length >= SHORTEST_TEXT && has(child)) return [element.name];
  }
  return null;
}

/** The long texts, objects and lists of a record, without those that are read as a raw event's values; null for none. */
function furtherOf(document: object, raw: WindowsEvent | null): object | null {
  if (Array.isArray(document)) return document;
  let further: Record<string, unknown> | null = null;
  for (const name in document) {
    const value = (document as Record<string, unknown>)[name];
    if (
      typeof value === "string" ? value.length < SHORTEST_TEXT : typeof value !== "object" || value === null
    )
      continue;
    if (raw !== null && (RAW_PARTS.has(name) || raw.eventData?.some((datum) => datum.name === name)))
      continue;
    further ??= Object.create(null) as Record<string, unknown>;
    further[name] = value;
  }
  return further;
}

/** Whether a record has a text or an object that may be an event, besides its own parts. */
function mayHoldEvent(document: object): boolean {
  let left = MAX_VALUES;
  const search = (node: object, isOwn: boolean, level: number): boolean => {
    // What is not looked at may be anything.
    if (level > MAX_LEVELS) return true;
    const isList = Array.isArray(node);
    for (const name in node) {
      if (left-- <= 0) return true;
      const value = (node as Record<string, unknown>)[name];
      if (typeof value === "string") {
        if (value.length >= SHORTEST_TEXT && mayBeText(value)) return true;
      } else if (typeof value === "object" && value !== null) {
        if (search(value, isOwn && (isList || OWN_PARTS.has(name)), level + 1)) return true;
      }
      if (!isOwn && !isList && LENGTHS.has(name.length) && EVENT_MEMBERS.has(name.toLowerCase())) return true;
    }
    return false;
  };
  return search(document, true, 0);
}

function mayBeText(text: string): boolean {
  if ((text.includes("<") || text.includes("&lt;")) && EVENT_TAG.test(text)) return true;
  if (text.includes("{")) return (text.includes('":') || text.includes('" :')) && EVENT_NAMES.test(text);
  const first = text.charCodeAt(0);
  // e, W, P, %.
  return (first === 0x65 || first === 0x57 || first === 0x50 || first === 0x25) && ENCODED.test(text);
}

/** All fields that `hasOwnWords` reads. */
export const WORDS_FIELDS: readonly string[] = ["event.provider", "winlog.provider_name"];

/** Whether an event's provider writes messages, or scripts, that spell events. */
export function hasOwnWords(event: FlatEvent): boolean {
  const provider = event["event.provider"] ?? event["winlog.provider_name"];
  return typeof provider === "string" && writesOwnWords(provider);
}

/** The names down to a text that spells another event in words. */
export function wordsIn(document: object, outer: FlatEvent): readonly string[] | null {
  if (hasOwnWords(outer)) return null;
  let left = MAX_VALUES;
  const search = (node: object, path: readonly string[]): readonly string[] | null => {
    if (path.length > MAX_LEVELS) return null;
    for (const name in node) {
      if (left-- <= 0) return null;
      const value = (node as Record<string, unknown>)[name];
      if (typeof value === "string") {
        if (spellsAnother(value, outer)) return [...path, name];
      } else if (typeof value === "object" && value !== null) {
        const found = search(value, [...path, name]);
        if (found !== null) return found;
      }
    }
    return null;
  };
  return search(document, []);
}
