import { EVENT_KEY, EVENT_KEY_IN_TEXT, type RecordLocation } from "../formats/index.ts";
import { spellsAnother, toEcs } from "../sources/index.ts";
import type { ScanDiagnostic } from "./diagnostic.ts";

/** The levels below the object that are examined: lists of responses are at the second. */
const MAX_DEPTH = 3;
/** The elements of a list that are examined. */
const MAX_ELEMENTS = 16;
/** The most values examined: an object that is not an event may be large. */
const MAX_VALUES = 1000;

/**
 * Finds an object that is not an event but contains a list of events under a name that no known wrapping uses: a
 * custom wrapping, or a known one that is damaged. Its events would otherwise be skipped silently.
 */
export function unexaminedList(value: unknown, location: RecordLocation): ScanDiagnostic | null {
  const found = listOfEvents(value);
  if (found === null) return null;
  return {
    code: "no-event",
    severity: "error",
    data: { kind: "list", name: found.name.slice(0, 100), length: found.length },
    offset: location.offset,
    line: location.line,
  };
}

function listOfEvents(value: unknown): { name: string; length: number } | null {
  let left = MAX_VALUES;
  const search = (object: unknown, depth: number): { name: string; length: number } | null => {
    if (typeof object !== "object" || object === null || Array.isArray(object)) return null;
    for (const [name, inner] of Object.entries(object)) {
      if (left-- <= 0) return null;
      if (Array.isArray(inner)) {
        if (inner.slice(0, MAX_ELEMENTS).flat().slice(0, MAX_ELEMENTS).some(isEvent))
          return { name, length: inner.length };
      } else if (depth < MAX_DEPTH) {
        const found = search(inner, depth + 1);
        if (found !== null) return found;
      }
    }
    return null;
  };
  return search(value, 1);
}

function isEvent(value: unknown): boolean {
  return typeof value === "object" && value !== null && toEcs({ value }) !== null;
}

/** A name that events have, as a key of JSON. */
const EVENT_NAME =
  /"[^"\\\n]{0,40}(?:event_?id|event_?code|event_?data|event_?record_?id|event_(?:sub)?type_full|actiontype)\\*"\s*:/i;

/** The same in a list of pairs, as some collectors write an event's fields: `{"name":"EventID","value":13}`. */
const EVENT_PAIR =
  /"(?:name|key|field)"\s*:\s*"(?:event_?id|event_?code|event_?record_?id|targetobject)"\s*,\s*"[a-z]*value"\s*:/i;

/**
 * Reports a record that is no event in any form that is read, although it has names of one.
 *
 * @param text the record's JSON, or its line of text
 */
export function unreadRecord(text: string, location: RecordLocation): ScanDiagnostic | null {
  const isJson = text.startsWith("{");
  const has =
    EVENT_NAME.test(text) ||
    EVENT_PAIR.test(text) ||
    EVENT_KEY_IN_TEXT.test(text) ||
    (!isJson && EVENT_KEY.test(text)) ||
    spellsAnother(text, null);
  return has ? unread(location) : null;
}

/**
 * Reports a record that has a time, so that it counts as an event, while nothing shows how it was mapped and one of its
 * texts has names of an event: that event was not read.
 *
 * @param text the record's JSON
 */
export function unreadText(text: string, location: RecordLocation): ScanDiagnostic | null {
  return EVENT_KEY_IN_TEXT.test(text) ? unread(location) : null;
}

function unread({ offset, line }: RecordLocation): ScanDiagnostic {
  return { code: "no-event", severity: "error", data: { kind: "unread" }, offset, line };
}
