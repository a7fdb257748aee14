import { EVENT_NAMES } from "../event-names.ts";
import { hasEventMarkup } from "../event-signs.ts";
import type { Path } from "./span-tree.ts";

/*
 * Finds lists of events in a JSON document that is no event itself: what a message queue, a collector or a search
 * wraps around many of them at once (Loki, OpenTelemetry, CloudWatch, Kafka). Each element becomes a record of its own.
 */

/** Levels of the document that are searched. */
const MAX_DEPTH = 12;
/** Values that are looked at, so that a large document of another kind costs little. */
const MAX_VALUES = 20_000;
/** Elements of a list that are examined. */
const MOST_EXAMINED = 32;
/** UTF-16 units of an element that are examined. */
const MOST_TEXT = 64 * 1024;

/** What an event has as Splunk renders it. */
const SPLUNK = "LogName=";
/** Names at the top of a document that is itself an event, in some form. */
const TOP_NAMES =
  /^(?:@timestamp|event|event[_-]?(?:id|code|identifier)|system|winlog|logname|payload|actiontype)$/i;
/** Parts of one event, side by side. */
const PARTS = /^(?:system|event_?data|user_?data)$/i;
/** A value of an event with its name: `{"@Name": "Image", "#text": "…"}`. */
const PAIR_NAME = /^@?(?:key|name)$/i;
const PAIR_VALUE = /^#?(?:value|text|content)$/i;
const MOST_IN_PAIR = 3;

/**
 * The events in a document that lists several; null if there are not several, or the document is itself an event.
 *
 * @param value as from JSON.parse
 * @returns the ways to the elements of the lists, in the order of the text
 */
export function eventsIn(value: unknown): Path[] | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  if (isNamedLikeEvent(value) || Object.keys(value).some((name) => name.startsWith("event."))) return null;
  if (!mayHaveSeveral(value, 0)) return null;
  let left = MAX_VALUES;
  const search = (node: unknown, path: Path): Path[] => {
    if (typeof node !== "object" || node === null || path.length > MAX_DEPTH || left-- <= 0) return [];
    if (!Array.isArray(node)) {
      const members = Object.entries(node);
      if (membersAreEvents(members)) return members.map(([member]) => [...path, { member }]);
      return members.flatMap(([name, item]) => search(item, [...path, name]));
    }
    const items = node as unknown[];
    // The innermost lists are those of the events.
    const below = items.map((item, i) => (hasLists(item) ? search(item, [...path, i]) : []));
    if (below.some((paths) => paths.length > 0)) {
      return below.flatMap((paths, i) => (paths.length > 0 || !isEvent(items[i]) ? paths : [[...path, i]]));
    }
    return items.length > 1 && hasEvents(items) ? items.map((_item, i) => [...path, i]) : [];
  };
  const found = search(value, []);
  return found.length < 2 ? null : found;
}

/** Whether a document has a list of several values, or an object of several objects, at all: most records do not. */
function mayHaveSeveral(node: object, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(node)) {
    if (node.length > 1) return true;
    const [only] = node as unknown[];
    return typeof only === "object" && only !== null && mayHaveSeveral(only, depth + 1);
  }
  let objects = 0;
  let texts = 0;
  for (const name in node) {
    const item = (node as Record<string, unknown>)[name];
    if (typeof item === "string" && item.startsWith("{") && ++texts > 1) return true;
    if (typeof item !== "object" || item === null) continue;
    if (!PARTS.test(name) && isFirstOfEvents(item, ++objects)) return true;
    if (mayHaveSeveral(item, depth + 1)) return true;
  }
  return false;
}

/** Whether a member of an object can be one of several that are events: see `membersAreEvents`. */
function isFirstOfEvents(item: object, nth: number): boolean {
  return nth === 1 && !Array.isArray(item) && isNamedLikeEvent(item);
}

/** Whether a value may have a list of events below it; a pair such as Loki's `[time, line]` is one event. */
function hasLists(item: unknown): boolean {
  return typeof item === "object" && item !== null && !isTexts(item) && !isPair(item);
}

function isTexts(item: object): boolean {
  return Array.isArray(item) && item.every((part) => typeof part !== "object" || part === null);
}

function hasEvents(items: readonly unknown[]): boolean {
  const step = Math.max(1, Math.floor(items.length / MOST_EXAMINED));
  for (let i = 0; i < items.length; i += step) if (isEvent(items[i])) return true;
  return false;
}

function isEvent(item: unknown): boolean {
  if (typeof item === "string") return mayBeEvent(item);
  if (typeof item !== "object" || item === null || isPair(item)) return false;
  return mayBeEvent(JSON.stringify(item));
}

function mayBeEvent(text: string): boolean {
  const start = text.slice(0, MOST_TEXT);
  return EVENT_NAMES.test(start) || hasEventMarkup(start) || start.includes(SPLUNK);
}

function isPair(item: object): boolean {
  const names = Object.keys(item);
  const has = (form: RegExp): boolean => names.some((name) => form.test(name));
  return names.length <= MOST_IN_PAIR && has(PAIR_NAME) && has(PAIR_VALUE);
}

function isNamedLikeEvent(object: object): boolean {
  return Object.keys(object).some((name) => TOP_NAMES.test(name));
}

/** Whether all members of an object are events of one form, two or more. */
function membersAreEvents(members: readonly (readonly [string, unknown])[]): boolean {
  if (members.length < 2) return false;
  const forms = members.map(([name, item]) => {
    if (typeof item === "string") return formOfText(item);
    const isObject = typeof item === "object" && item !== null && !Array.isArray(item);
    return isObject && !PARTS.test(name) ? eventNamesOf(item) : "";
  });
  return forms[0] !== "" && forms.every((form) => form === forms[0]);
}

/** The form of a text that is an event as JSON; empty for any other text. */
function formOfText(text: string): string {
  if (!/^\s*\{/.test(text) || !mayBeEvent(text)) return "";
  try {
    return eventNamesOf(JSON.parse(text) as object) || "text";
  } catch {
    return "";
  }
}

function eventNamesOf(object: object): string {
  return Object.keys(object)
    .filter((name) => TOP_NAMES.test(name))
    .join();
}
