import { EVENT_NAMES } from "../event-names.ts";
import { hasEventMarkup, mayBeEncoded } from "../event-signs.ts";
import type { Path } from "./span-tree.ts";

/** Lists inside each other that are searched. */
const MAX_DEPTH = 8;
/** UTF-16 units: no text of an event is shorter. */
const SHORTEST = 20;

/** A value that may be an event, and the way to it. */
export interface ValueBeside {
  readonly path: Path;
  /** An object as from JSON.parse, or a text in an object, as all records are. */
  readonly value: object;
}

/**
 * Finds what may be events where a value is no object: texts with event XML or JSON, perhaps in base64, and the objects
 * and texts in lists, as `["<Event …", {…}]` has them.
 *
 * @param value a text or a list, as from JSON.parse
 * @returns empty if nothing in it may be one
 */
export function valuesBeside(value: unknown, path: Path = []): ValueBeside[] {
  if (typeof value === "string") return mayBeEvent(value) ? [{ path, value: { text: value } }] : [];
  if (typeof value !== "object" || value === null) return [];
  if (!Array.isArray(value)) return [{ path, value }];
  if (path.length >= MAX_DEPTH) return [{ path, value: { list: value } }];
  return value.flatMap((item, i) => valuesBeside(item, [...path, i]));
}

function mayBeEvent(text: string): boolean {
  return text.length > SHORTEST && (EVENT_NAMES.test(text) || hasEventMarkup(text) || mayBeEncoded(text));
}
