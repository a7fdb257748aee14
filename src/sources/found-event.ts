import {
  EVENT_KEY,
  EVENT_NAMES,
  type EventInText,
  eventInText,
  jsonInText,
  parseJson,
} from "../formats/index.ts";
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
  /** It was in base64. */
  readonly encoded: boolean;
}

interface Place {
  readonly value: unknown;
  /** It is in a list with other events. */
  readonly more: boolean;
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
  const queue: Place[] = [{ value: document, path: [], around: [], more: false }];
  let lastResort: (Omit<Place, "value" | "more"> & { readonly candidate: Candidate }) | null = null;
  let values = MAX_VALUES;
  let parses = MAX_PARSED;
  let characters = MAX_CHARACTERS;
  let hasMoreJson = false;
  let hasEncoded = false;
  const parse = (given: string): unknown => {
    const isEncoded = BASE64_JSON.test(given);
    const text = isEncoded ? decoded(given) : given;
    hasEncoded ||= isEncoded;
    if (!mayBeJson(text) || parses-- <= 0 || (characters -= text.length) < 0) return undefined;
    try {
      return objectIn(text);
    } catch {
      const inside = jsonInText(text);
      if (inside === null) return undefined;
      try {
        const value = objectIn(inside.json);
        hasMoreJson ||= value !== undefined && (EVENT_KEY.test(inside.rest) || MARKUP.test(inside.rest));
        return value;
      } catch {
        return undefined;
      }
    }
  };
  for (let next = 0; next < queue.length; next++) {
    const { value, path, around, more: besides } = queue[next]!;
    const found = (event: T, more: boolean): LocatedEvent<T> => ({
      event,
      path,
      around,
      more: more || besides || hasMoreJson,
      encoded: hasEncoded,
    });
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
      const plain = typeof item === "string" ? item : (plainOtlp(item) ?? item);
      const content = typeof plain === "string" ? (parse(plain) ?? plain) : plain;
      const isWorth =
        typeof content === "string"
          ? content.length > SHORTEST
          : typeof content === "object" && content !== null;
      if (!isWorth) continue;
      const inList = isList && textsIn(value as unknown[]) > 1;
      queue.push({
        value: content,
        path: [...path, name],
        around: isList ? around : [...around, object],
        more: besides || inList,
      });
    }
  }
  if (lastResort === null) return null;
  const { candidate, path, around } = lastResort;
  const event = take(candidate);
  return event === null ? null : { event, path, around, more: false, encoded: hasEncoded };
}

const MARKUP = /<(?:[\w.-]{1,64}:)?Event[\s>]/;
/** `<Event><System/></Event>` is longer. */
const SHORTEST = 20;
/** Base64 of `{"`, `[{"` and `{` with a line break: how queues write bytes in JSON. */
const BASE64_JSON = /^(?:eyJ|W3si|ewo|ew0K)[\w+/-]+={0,2}$/;

/** Whether a text is worth parsing: JSON, perhaps with other text around it, with a name of an event in it. */
function mayBeJson(text: string): boolean {
  return text.length > SHORTEST && text.includes("{") && text.includes("}") && EVENT_NAMES.test(text);
}

/** @throws SyntaxError if the text is no JSON */
function objectIn(text: string): object | undefined {
  const { value } = parseJson(text, { hasBigNumber: true, keys: -1 });
  return typeof value === "object" && value !== null ? value : undefined;
}

/** The text of bytes in base64; empty if they are not. */
function decoded(base64: string): string {
  try {
    const bytes = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
    const buffer = new Uint8Array(bytes.length);
    for (let i = 0; i < bytes.length; i++) buffer[i] = bytes.charCodeAt(i);
    return new TextDecoder().decode(buffer);
  } catch {
    return "";
  }
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

/** The texts in a list that may be events. */
function textsIn(list: readonly unknown[]): number {
  return list.filter((item) => typeof item === "string" && (MARKUP.test(item) || mayBeJson(item))).length;
}

/** The elements of a list that has at most one object. */
function ofList(list: readonly unknown[]): [string, unknown][] {
  const items = list.map((item, i): [string, unknown] => [String(i), item]);
  const objects = items.filter(([, item]) => typeof item === "object" && item !== null);
  const texts = items.filter(([, item]) => typeof item === "string");
  return objects.length > 1 || texts.length > MAX_TEXTS ? [] : [...objects, ...texts];
}
