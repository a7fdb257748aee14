import { fromEventTree } from "./from-event-tree.ts";
import { fromEventViewer } from "./from-event-viewer.ts";
import { fromEvtxECmd } from "./from-evtxecmd.ts";
import { fromFlat } from "./from-flat.ts";
import { fromGetWinEvent } from "./from-get-winevent.ts";
import type { RawEvent, RawReader } from "./raw-event.ts";
import { isObject, own } from "./text.ts";

/** By the key that a shape cannot do without, the particular before the general. */
const READERS: readonly (readonly [key: string, reader: RawReader])[] = [
  ["Event", fromEventTree],
  ["Payload", fromEvtxECmd],
  ["LogName", fromGetWinEvent],
  ["Event ID", fromEventViewer],
  ["EventID", fromFlat],
  ["EventId", fromFlat],
];

/**
 * A raw Windows event in any of the shapes that tools write as JSON or as rows of text.
 *
 * @returns null for a document of any other shape, ECS documents above all
 */
export function readRawEvent(document: object, zoneOffsetMinutes: number): RawEvent | null {
  if (isEcs(document)) return null;
  for (const [key, reader] of READERS) {
    if (!Object.hasOwn(document, key)) continue;
    const raw = reader(document, zoneOffsetMinutes);
    if (raw !== null) return raw;
  }
  return null;
}

/** ECS documents have an `event` object, or dotted names below it. */
export function isEcs(document: object): boolean {
  return (
    isObject(own(document, "event")) ||
    Object.hasOwn(document, "event.kind") ||
    Object.hasOwn(document, "event.category")
  );
}
