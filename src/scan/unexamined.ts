import type { RecordLocation } from "../formats/index.ts";
import { toEcs } from "../sources/index.ts";
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
const EVENT_NAME = /"[^"\\\n]{0,40}(?:event_?id|event_?code|event_?data|event_?record_?id)\\*"\s*:/i;

/**
 * Reports a record that is no event in any form that is read, although it has names of one.
 *
 * @param text the record's JSON
 */
export function unreadRecord(text: string, location: RecordLocation): ScanDiagnostic | null {
  if (!EVENT_NAME.test(text)) return null;
  const { offset, line } = location;
  return { code: "no-event", severity: "error", data: { kind: "unread" }, offset, line };
}
