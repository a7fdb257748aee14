import { ascii, GT, isNamed, nameEnd, SLASH, matchesAt } from "./xml-bytes.ts";

/**
 * What a tag between events means: an event begins, a list of events begins or ends, or a part or the end of an event
 * appears without the event.
 */
export type OuterTag = "event" | "event-end" | "list" | "list-end" | "inside" | "other";

const EVENT = ascii("Event");
const EVENTS = ascii("Events");
const PARTS = ["System", "EventData", "UserData", "RenderingInfo"].map(ascii);

/** No relevant name is longer, prefix included. */
const MAX_NAME = 256;

/** Classifies what begins with the `<` at `at`; null if more bytes are needed to know. */
export function tagAt(buffer: Uint8Array, at: number, end: number): OuterTag | null {
  const isEnd = buffer[at + 1] === SLASH;
  const start = at + (isEnd ? 2 : 1);
  const stop = nameEnd(buffer, start);
  if (stop - start > MAX_NAME) return "other";
  if (stop >= end) return null;
  if (isNamed(buffer, start, stop, EVENT)) return isEnd ? "event-end" : "event";
  if (isNamed(buffer, start, stop, EVENTS)) {
    if (isEnd) return "list-end";
    return listBegins(buffer, stop, end);
  }
  return PARTS.some((part) => isNamed(buffer, start, stop, part)) ? "inside" : "other";
}

const EMPTY = ascii("/>");

/** Neither `<Events/>` nor a torn tag opens a list. */
function listBegins(buffer: Uint8Array, from: number, end: number): OuterTag | null {
  const last = Math.min(end, from + MAX_NAME);
  for (let i = from; i < last; i++) {
    if (buffer[i] === GT) return "list";
    if (matchesAt(buffer, i, end, EMPTY) === true) return "other";
  }
  return last === end ? null : "list";
}
