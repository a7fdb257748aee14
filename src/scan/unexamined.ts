import type { RecordLocation } from "../formats/index.ts";
import { toEcs } from "../sources/index.ts";
import type { ScanDiagnostic } from "./diagnostic.ts";

/** Levels below the object that are looked at: lists of responses stand at the second. */
const MAX_DEPTH = 3;
/** Values that are looked at: an object that is no event may be large. */
const MAX_VALUES = 1000;

/**
 * An object that is no event but holds a list of events, under a name that no wrapping Loupe knows has: somebody's own, or
 * a known one that is damaged. Its events would be passed over in silence.
 */
export function unexaminedList(value: unknown, place: RecordLocation): ScanDiagnostic | null {
  const found = listOfEvents(value);
  if (found === null) return null;
  return {
    code: "no-event",
    severity: "error",
    data: { kind: "list", name: found.name.slice(0, 100), length: found.length },
    offset: place.offset,
    line: place.line,
  };
}

function listOfEvents(value: unknown): { name: string; length: number } | null {
  let left = MAX_VALUES;
  const search = (object: unknown, depth: number): { name: string; length: number } | null => {
    if (typeof object !== "object" || object === null || Array.isArray(object)) return null;
    for (const [name, inner] of Object.entries(object)) {
      if (left-- <= 0) return null;
      if (Array.isArray(inner)) {
        const first: unknown = inner[0];
        if (typeof first === "object" && first !== null && toEcs({ value: first }) !== null) {
          return { name, length: inner.length };
        }
      } else if (depth < MAX_DEPTH) {
        const found = search(inner, depth + 1);
        if (found !== null) return found;
      }
    }
    return null;
  };
  return search(value, 1);
}
