import type { FlatEvent } from "../ecs/index.ts";
import {
  areBytes,
  EVENT_MEMBERS,
  EVENT_NAMES,
  hasEventMarkup,
  mayBeEncoded,
  type WindowsEvent,
  type XmlElement,
} from "../formats/index.ts";
import { spellsAnother } from "./event-in-words.ts";
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

/** Providers whose messages are made of their event's values, and whose values may be command lines and queries. */
const OWN_MESSAGES = /^microsoft-windows-(?:sysmon|security-auditing|eventlog)$/i;
/** Providers whose messages and values are scripts, which may be about any event. */
const OWN_SCRIPTS = /^(?:microsoft-windows-powershell|powershell|powershellcore)$/i;

/** What a provider's own words are: those of another event in them are no second event. */
type OwnWords = "messages" | "scripts" | "none";

/** Providers met so far: bounded, because the names come from the evidence. */
const MAX_PROVIDERS = 1000;
const providers = new Map<string, OwnWords>();

function ownWordsOf(provider: string): OwnWords {
  let known = providers.get(provider);
  if (known === undefined) {
    known = OWN_MESSAGES.test(provider) ? "messages" : OWN_SCRIPTS.test(provider) ? "scripts" : "none";
    if (providers.size < MAX_PROVIDERS) providers.set(provider, known);
  }
  return known;
}

/** Parts of a document of such a provider that have its own words, besides the message. */
const OWN_VALUES: ReadonlySet<string> = new Set([...OWN_PARTS, "powershell", "process"]);

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
  if (raw !== null && hasRecordsAmongValues(document)) return ["Properties"];
  const further = furtherOf(document, raw);
  if (further === null) return null;
  if (!mayHoldEvent(further)) return wordsIn(further, outer);
  const { other, repeated, unsearched } = searched(document, outer, read);
  return other ?? wordsIn(further, outer, repeated) ?? unsearched;
}

/** Whether PowerShell's list of a record's values has other records in it, as it may where a range of a file is missing. */
function hasRecordsAmongValues(document: object): boolean {
  const { Properties: values } = document as { readonly Properties?: unknown };
  const isRecord = (item: unknown): boolean =>
    typeof item === "object" && item !== null && "ProviderName" in item && "LogName" in item;
  return Array.isArray(values) && values.some(isRecord);
}

/** What a search of a record found. Each of its ways is the names down to something. */
interface Searched {
  /** The first event that is another one. */
  readonly other: readonly string[] | null;
  /** Its own event, again. */
  readonly repeated: readonly (readonly string[])[];
  readonly unsearched: readonly string[] | null;
}

function searched(
  document: object,
  outer: FlatEvent,
  read: (candidate: Candidate) => FlatEvent | null,
): Searched {
  const repeated: (readonly string[])[] = [];
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
    if (event !== null && !repeats(outer, event, within)) return { other: path, repeated, unsearched: null };
    if (event !== null) repeated.push(path);
    next = candidates.next(event !== null);
  }
  return { other: null, repeated, unsearched: search.unsearched };
}

/** As `otherEvent`, for the values of a Windows event. */
export function otherInValues(
  event: WindowsEvent,
  outer: FlatEvent,
  read: (candidate: Candidate) => FlatEvent | null,
): readonly string[] | null {
  const { eventData, userData, rendering, provider } = event;
  const own = ownWordsOf(provider ?? "");
  const has = (value: string): boolean => {
    const found = mayBeText(value) ? searched([value], outer, read) : null;
    if (found !== null && (found.other ?? found.unsearched) !== null) return true;
    return own === "none" && (found?.repeated.length ?? 0) === 0 && spellsAnother(value, outer);
  };
  if (eventData !== undefined) {
    for (let i = 0; i < eventData.length; i++) {
      const { name, value } = eventData[i]!;
      if (value.length >= SHORTEST_TEXT && has(value)) return [name === "" ? `param${i + 1}` : name];
    }
  }
  const message = rendering?.message ?? "";
  if (own === "messages" ? spellsAnother(message, outer, true) : own === "none" && has(message))
    return ["Message"];
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
    if (isList && areBytes(node)) return true;
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
  return hasEventMarkup(text) || (text.includes("{") && EVENT_NAMES.test(text)) || mayBeEncoded(text);
}

/** All fields that `hasOwnWords` reads: those that name the provider. */
export const WORDS_FIELDS: readonly string[] = ["event.provider", "winlog.provider_name"];

/** Whether an event's provider writes messages, or scripts, that spell events. */
export const hasOwnWords = (event: FlatEvent): boolean => ownWordsIn(event) !== "none";

function ownWordsIn(event: FlatEvent): OwnWords {
  const provider = event["event.provider"] ?? event["winlog.provider_name"];
  return typeof provider === "string" ? ownWordsOf(provider) : "none";
}

/**
 * The names down to a text that spells another event in words.
 *
 * @param repeated the names down to what only repeats the event
 */
export function wordsIn(
  document: object,
  outer: FlatEvent,
  repeated: readonly (readonly string[])[] = [],
): readonly string[] | null {
  const own = ownWordsIn(outer);
  let left = MAX_VALUES;
  const isRepeated = (path: readonly string[]): boolean =>
    repeated.some((known) => path.every((name, i) => known[i] === name));
  const search = (node: object, path: readonly string[]): readonly string[] | null => {
    if (path.length > MAX_LEVELS) return null;
    for (const name in node) {
      if (left-- <= 0) return null;
      if (own !== "none" && path.length === 0 && isOwnText(name, own)) continue;
      const value = (node as Record<string, unknown>)[name];
      if (typeof value === "string") {
        const needsId = own !== "none" && path.length === 0 && MESSAGE.test(name);
        if (spellsAnother(value, outer, needsId) && !isRepeated([...path, name])) return [...path, name];
      } else if (typeof value === "object" && value !== null) {
        const found = search(value, [...path, name]);
        if (found !== null) return found;
      }
    }
    return null;
  };
  return search(document, []);
}

const MESSAGE = /^message$/i;

/** Whether a top-level name of a document, nested or dotted, is that of its provider's own words. */
function isOwnText(name: string, own: OwnWords): boolean {
  return (
    OWN_VALUES.has(name.split(".", 1)[0]!) ||
    (own === "scripts" && (MESSAGE.test(name) || name === "ScriptBlockText"))
  );
}
