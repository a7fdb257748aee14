import {
  areBytes,
  ESCAPES,
  EVENT_KEY,
  EVENT_NAMES,
  type EventInText,
  eventInText,
  hasEventMarkup,
  jsonInText,
  looseJsonIn,
  mayBeEncoded,
  parseJson,
  textOfBytes,
} from "../formats/index.ts";
import { decodedText } from "./encoded-text.ts";
import { plainOtlp } from "./otlp-value.ts";
import { mentionsEvent } from "./event-names-inside.ts";
import { looksLikePlaso, looksLikeSplunk } from "./windows/index.ts";

/* Finds events inside a document: in what a collector, a database or a search wrapped around them. */

/** Levels of objects, lists and JSON texts that are searched. */
const MAX_DEPTH = 128;
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

/** A candidate, and where it is. */
export interface LocatedCandidate {
  readonly candidate: Candidate;
  /** The names down to it. */
  readonly path: readonly string[];
  /** The objects around it, the outermost first. */
  readonly around: readonly Record<string, unknown>[];
  /** It is in a list with other events, or its text goes on with another one. */
  readonly more: boolean;
  /** Its text ends inside it, so that values may be missing. */
  readonly cut: boolean;
}

/** An event that was found, and where. */
export interface LocatedEvent<T> extends Omit<LocatedCandidate, "candidate" | "cut"> {
  readonly event: T;
  /** It was in base64, or in another encoding of a text. */
  readonly encoded: boolean;
  /** The names down to another event, or to what may have one and was not searched. */
  readonly beside: readonly string[] | null;
}

interface Place {
  readonly value: unknown;
  /** It is in a list with other events. */
  readonly more: boolean;
  readonly cut: boolean;
  /** It is a text that was in an encoding. */
  readonly isDecoded: boolean;
  readonly path: readonly string[];
  readonly around: readonly Record<string, unknown>[];
}

/** A search through one document, the outermost values first. Lists with several objects are left alone. */
export class EventSearch {
  readonly #document: object;
  #values = MAX_VALUES;
  #parses = MAX_PARSED;
  #characters = MAX_CHARACTERS;
  /** A text with JSON goes on with another event. */
  hasMoreJson = false;
  hasEncoded = false;
  /** The names down to the first value that seems to have events and was not searched. */
  unsearched: readonly string[] | null = null;
  /** Objects of texts that end inside them. */
  readonly #cut = new WeakSet<object>();

  /** @param document an object as from JSON.parse, or a row of a table */
  constructor(document: object) {
    this.#document = document;
  }

  /** What may be an event. Send true for one that is: then nothing inside it is searched. */
  *candidates(): Generator<LocatedCandidate, void, boolean> {
    const queue: Place[] = [
      { value: this.#document, path: [], around: [], more: false, cut: false, isDecoded: false },
    ];
    for (let next = 0; next < queue.length; next++) {
      const { value, path, around, more, cut, isDecoded } = queue[next]!;
      if (typeof value === "string") {
        const candidate = inText(value);
        const goesOn = candidate?.kind === "xml" && candidate.found.more;
        if (candidate !== null) yield { candidate, path, around, more: more || goesOn, cut };
        // Nobody else looks at what was in an encoding.
        else if (isDecoded) this.#leave(value, path);
        continue;
      }
      const object = value as Record<string, unknown>;
      const isList = Array.isArray(value);
      if (!isList) {
        const whole = withParsed(object, (text) => this.#parse(text));
        const candidate: Candidate = { kind: "object", object: whole, isWhole: next === 0 };
        const isTaken = yield { candidate, path, around, more, cut };
        if (isTaken) continue;
      }
      if (path.length >= MAX_DEPTH) {
        this.#leave(value, path);
        continue;
      }
      const inner = isList ? ofList(value as unknown[]) : (Object.entries(object) as [string, unknown][]);
      if (inner === null) {
        this.#leave(value, path);
        continue;
      }
      for (const [name, item] of inner) {
        if (this.#values-- <= 0) {
          this.#leave(item, [...path, name]);
          continue;
        }
        // A record with a time is an event of its own. Below this key of it, nothing is a collector's.
        if (name === "__proto__" && Object.hasOwn(object, "@timestamp")) continue;
        const plain = typeof item === "string" ? item : (plainOtlp(item) ?? item);
        const content = this.#contentOf(plain);
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
          more: more || inList,
          cut: cut || (typeof content === "object" && this.#cut.has(content!)),
          isDecoded: typeof content === "string" && content !== plain,
        });
      }
    }
  }

  /** What a text is: JSON, the text in an encoding of it, or only itself. Bytes are such an encoding. */
  #contentOf(given: unknown): unknown {
    const isBytes = Array.isArray(given) && areBytes(given);
    if (typeof given !== "string" && !isBytes) return given;
    let text = isBytes ? textOfBytes(Uint8Array.from(given)) : (given as string);
    for (let i = 0; i < MAX_ENCODINGS && mayBeEncoded(text); i++) {
      if (hasEventMarkup(text) || (mayBeJson(text) && !ESCAPES.test(text))) break;
      const inner = decodedText(text);
      if (inner === null) break;
      text = inner;
    }
    const content = this.#parse(text) ?? text;
    this.hasEncoded ||= text !== given && (content !== text || hasEventMarkup(text));
    return content;
  }

  #parse(text: string): object | undefined {
    if (!mayBeJson(text) || this.#parses-- <= 0 || (this.#characters -= text.length) < 0) return undefined;
    return attempted(() => objectIn(text)) ?? this.#parseInside(text) ?? this.#parseLoose(text);
  }

  #parseInside(text: string): object | undefined {
    const inside = jsonInText(text);
    const value = inside === null ? undefined : attempted(() => objectIn(inside.json));
    this.hasMoreJson ||=
      value !== undefined && (EVENT_KEY.test(inside!.rest) || hasEventMarkup(inside!.rest));
    return value;
  }

  #parseLoose(text: string): object | undefined {
    const read = looseJsonIn(text);
    if (read?.isWhole === false) this.#cut.add(read.value);
    return read?.value;
  }

  /** Notes a value that is not searched, if it seems to have an event. */
  #leave(value: unknown, path: readonly string[]): void {
    if (this.unsearched === null && mentionsEvent(value)) this.unsearched = path;
  }
}

/**
 * Searches a document for the one event in it, the outermost first. Lists with several objects are left alone: their
 * events would be several.
 *
 * @param document an object as from JSON.parse, or a row of a table
 * @param take returns the event that the candidate is, or null
 * @param repeats whether a second event only repeats the first: collectors often keep the original beside it
 * @returns the event, or null; and where something is that was not examined
 */
export function findEvent<T>(
  document: object,
  take: (candidate: Candidate) => T | null,
  repeats: (first: T, second: T) => boolean,
): { readonly found: LocatedEvent<T> | null; readonly unsearched: readonly string[] | null } {
  const search = new EventSearch(document);
  let first: (LocatedCandidate & { readonly event: T }) | null = null;
  let beside: readonly string[] | null = null;
  let lastResort: LocatedCandidate | null = null;
  // Whether the first event was encoded or followed by another is known when it has been found.
  let encoded = false;
  let more = false;
  const candidates = search.candidates();
  for (let next = candidates.next(false); next.done !== true;) {
    const located = next.value;
    const { candidate, path } = located;
    // The words of plaso lack what event XML beside them has.
    const isWords = candidate.kind === "plaso";
    if (isWords) lastResort ??= located;
    const event = isWords ? null : take(candidate);
    // An event without its end is reported, not read.
    if (event !== null && located.cut) beside ??= path;
    else if (event !== null && first === null) {
      first = { ...located, event };
      encoded = search.hasEncoded;
      more = located.more || search.hasMoreJson;
    } else if (event !== null && !repeats(first!.event, event)) {
      beside = path;
      break;
    }
    next = candidates.next(event !== null);
  }
  const unsearched = beside ?? search.unsearched;
  if (first !== null) {
    const { event, path, around } = first;
    return { found: { event, path, around, more, encoded, beside: unsearched }, unsearched };
  }
  const event = lastResort === null ? null : take(lastResort.candidate);
  if (event === null) return { found: null, unsearched };
  const { path, around } = lastResort!;
  const found = { event, path, around, more: false, encoded: search.hasEncoded, beside: unsearched };
  return { found, unsearched };
}

/** `<Event><System/></Event>` is longer. */
const SHORTEST = 20;
/** Encodings inside each other. */
const MAX_ENCODINGS = 4;

/** Whether a text is worth parsing: JSON, perhaps with other text around it, with a name of an event in it. */
function mayBeJson(text: string): boolean {
  return text.length > SHORTEST && text.includes("{") && EVENT_NAMES.test(text);
}

/** @throws SyntaxError if the text is no JSON */
function objectIn(text: string): object | undefined {
  const { value } = parseJson(text, { hasBigNumber: true, keys: -1 });
  return typeof value === "object" && value !== null ? value : undefined;
}

/** @returns undefined if it throws a SyntaxError, as parsing text that is no JSON does */
function attempted(parse: () => object | undefined): object | undefined {
  try {
    return parse();
  } catch {
    return undefined;
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
  return list.filter((item) => typeof item === "string" && (hasEventMarkup(item) || mayBeJson(item))).length;
}

/** The elements of a list that has at most one object; null for others, which are not searched. */
function ofList(list: readonly unknown[]): [string, unknown][] | null {
  const items = list.map((item, i): [string, unknown] => [String(i), item]);
  const objects = items.filter(([, item]) => typeof item === "object" && item !== null);
  const texts = items.filter(([, item]) => typeof item === "string");
  return objects.length > 1 || texts.length > MAX_TEXTS ? null : [...objects, ...texts];
}
