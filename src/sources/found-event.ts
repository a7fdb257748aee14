import { type EventInText, eventInText, parseJson } from "../formats/index.ts";
import { plainOtlp } from "./otlp-value.ts";
import { looksLikePlaso, looksLikeSplunk } from "./windows/index.ts";

/* Finds an event inside a document that is none itself: in what a collector, a database or a search wrapped around it. */

/** Levels of objects, lists and JSON texts that are searched. */
const MAX_DEPTH = 24;
/** Values that are looked at in one document. */
const MAX_VALUES = 4000;
/** JSON texts that are parsed in one document, and the characters of all of them. */
const MAX_PARSED = 16;
const MAX_CHARACTERS = 8 * 1024 * 1024;
/** Texts between which a list may hold its event: `["1715652077250000000", "<Event …"]`. */
const MAX_TEXTS = 8;

/** Something in a document that may be an event: an object, event XML, or a text that a forwarder rendered. */
export type Candidate =
  | {
      readonly kind: "object";
      readonly object: Record<string, unknown>;
      /** It is the document itself. */
      readonly isWhole: boolean;
    }
  | { readonly kind: "xml"; readonly found: EventInText }
  | { readonly kind: "splunk" | "plaso"; readonly text: string };

/** An event that was found, and where. */
export interface LocatedEvent<T> {
  readonly event: T;
  /** The names down to the event. */
  readonly path: readonly string[];
  /** The objects around the event, the outermost first. */
  readonly around: readonly Record<string, unknown>[];
  /** The text with the event goes on with another one. */
  readonly more: boolean;
}

interface Place {
  readonly value: unknown;
  readonly path: readonly string[];
  readonly around: readonly Record<string, unknown>[];
}

/**
 * Searches a document for the one event in it, the outermost first. Lists with several objects are left alone: their
 * events would be several.
 *
 * @param document an object as from JSON.parse, or a row of a table
 * @param take returns the event that the candidate is, or null
 */
export function findEvent<T>(
  document: object,
  take: (candidate: Candidate) => T | null,
): LocatedEvent<T> | null {
  const queue: Place[] = [{ value: document, path: [], around: [] }];
  let lastResort: (Omit<Place, "value"> & { readonly candidate: Candidate }) | null = null;
  let values = MAX_VALUES;
  let parses = MAX_PARSED;
  let characters = MAX_CHARACTERS;
  const parse = (text: string): unknown => {
    if (!mayBeJson(text) || parses-- <= 0 || (characters -= text.length) < 0) return undefined;
    try {
      const json = /^\s*[[{]/.test(text) ? text : text.slice(text.indexOf("{"));
      const { value } = parseJson(json, { hasBigNumber: true, keys: -1 });
      return typeof value === "object" ? value : undefined;
    } catch {
      return undefined;
    }
  };
  for (let next = 0; next < queue.length; next++) {
    const { value, path, around } = queue[next]!;
    const found = (event: T, more: boolean): LocatedEvent<T> => ({ event, path, around, more });
    if (typeof value === "string") {
      const candidate = inText(value);
      if (candidate === null) continue;
      // The words of plaso lack what event XML beside them has.
      if (candidate.kind === "plaso") {
        lastResort ??= { candidate, path, around };
        continue;
      }
      const event = take(candidate);
      if (event !== null) return found(event, candidate.kind === "xml" && candidate.found.more);
      continue;
    }
    const object = value as Record<string, unknown>;
    const isList = Array.isArray(value);
    if (!isList) {
      const event = take({ kind: "object", object: withParsed(object, parse), isWhole: next === 0 });
      if (event !== null) return found(event, false);
    }
    if (path.length >= MAX_DEPTH) continue;
    const inner = isList ? ofList(value as unknown[]) : (Object.entries(object) as [string, unknown][]);
    for (const [name, item] of inner) {
      if (values-- <= 0) break;
      // A record with a time is an event of its own. Below this key of it, nothing is a collector's.
      if (name === "__proto__" && Object.hasOwn(object, "@timestamp")) continue;
      const content = typeof item === "string" ? (parse(item) ?? item) : (plainOtlp(item) ?? item);
      const isWorth =
        typeof content === "string"
          ? content.length > SHORTEST
          : typeof content === "object" && content !== null;
      if (!isWorth) continue;
      queue.push({ value: content, path: [...path, name], around: isList ? around : [...around, object] });
    }
  }
  if (lastResort === null) return null;
  const { candidate, path, around } = lastResort;
  const event = take(candidate);
  return event === null ? null : { event, path, around, more: false };
}

/** `<Event><System/></Event>` is longer. */
const SHORTEST = 20;
/** One of these is in every event that is an object. */
const EVENT_NAMES = /event_?id|event_?code|event_?data|"system"|"@timestamp"|"actiontype"/i;

/** Whether a text is worth parsing: JSON, perhaps after the header of a syslog message, with a name of an event in it. */
function mayBeJson(text: string): boolean {
  const end = text.trimEnd().at(-1);
  return text.length > SHORTEST && (end === "}" || end === "]") && EVENT_NAMES.test(text);
}

function inText(text: string): Candidate | null {
  const found = text.includes("Event") ? eventInText(text) : null;
  if (found !== null) return { kind: "xml", found };
  if (looksLikeSplunk(text)) return { kind: "splunk", text };
  return looksLikePlaso(text) ? { kind: "plaso", text } : null;
}

/** A row of a table may have `System` and `EventData` as JSON in its cells. */
function withParsed(
  object: Record<string, unknown>,
  parse: (text: string) => unknown,
): Record<string, unknown> {
  let parsed: Record<string, unknown> | null = null;
  for (const name of PARSED) {
    const text = Object.hasOwn(object, name) ? object[name] : undefined;
    const value = typeof text === "string" ? parse(text) : undefined;
    if (value === undefined) continue;
    parsed ??= { ...object };
    parsed[name] = value;
  }
  return parsed ?? object;
}

const PARSED = ["System", "system", "Event", "EventData", "eventdata", "UserData"];

/** The elements of a list that has at most one object. */
function ofList(list: readonly unknown[]): [string, unknown][] {
  const items = list.map((item, i): [string, unknown] => [String(i), item]);
  const objects = items.filter(([, item]) => typeof item === "object" && item !== null);
  const texts = items.filter(([, item]) => typeof item === "string");
  return objects.length > 1 || texts.length > MAX_TEXTS ? [] : [...objects, ...texts];
}
