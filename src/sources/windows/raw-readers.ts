import { fromChainsawTable } from "./from-chainsaw-table.ts";
import { fromEventTree } from "./from-event-tree.ts";
import { fromEventViewer } from "./from-event-viewer.ts";
import { fromEvtxECmd } from "./from-evtxecmd.ts";
import { fromFlat } from "./from-flat.ts";
import { fromFlattened } from "./from-flattened.ts";
import { fromGelf } from "./from-gelf.ts";
import { fromGetWinEvent } from "./from-get-winevent.ts";
import { fromHayabusa } from "./from-hayabusa.ts";
import { fromLoose } from "./from-loose.ts";
import type { Zone } from "../../time/index.ts";
import type { RawEvent, RawReader } from "./raw-event.ts";
import { isObject, own } from "./text.ts";

/** The key that each shape always has and its reader, the specific before the general. */
const READERS: readonly (readonly [key: string, reader: RawReader])[] = [
  // Before the tree, which its dotted columns look like.
  ["Event Data", fromChainsawTable],
  ["Event", fromEventTree],
  ["RuleTitle", fromHayabusa],
  ["Payload", fromEvtxECmd],
  ["PayloadData1", fromEvtxECmd],
  ["Id", fromGetWinEvent],
  ["Event ID", fromEventViewer],
  ["EventID", fromFlat],
  ["EventId", fromFlat],
  ["EventCode", fromFlat],
  ["short_message", fromGelf((document, zone) => fromFlat(document, zone) ?? fromLoose(document, zone))],
  // Winlogbeat 5 and 6 have the header at the top, and the values in `event_data`.
  ["log_name", (document, zone) => fromFlattened(document, zone) ?? fromLoose(document, zone)],
];

/**
 * Reads a raw Windows event in any of the shapes that tools write as JSON or as rows of text.
 *
 * @returns null for a document of any other shape, in particular an ECS document
 */
export function readRawEvent(document: object, zone: Zone): RawEvent | null {
  return isEcs(document) ? null : inKnownShape(document, zone);
}

/**
 * Reads a Windows event in a document that no source has identified, whatever its names are. It may have an `event` of
 * its own, which is then not ECS's.
 *
 * @returns null if there is no event in the document itself; one may still be inside it
 */
export function readForeignEvent(document: object, zone: Zone): RawEvent | null {
  return inKnownShape(document, zone) ?? fromFlattened(document, zone) ?? fromLoose(document, zone);
}

function inKnownShape(document: object, zone: Zone): RawEvent | null {
  for (const [key, reader] of READERS) {
    if (!Object.hasOwn(document, key)) continue;
    const raw = reader(document, zone);
    if (raw !== null) return raw;
  }
  return null;
}

/**
 * Keys that shippers and ingest pipelines add to raw events of any shape, most often Logstash's `event.original`.
 * They alone do not make a document ECS.
 */
const ADDED_KEYS = ["original", "ingested", "created"];
const ECS_KEYS = ["kind", "category", "type", "action", "code", "module", "dataset", "provider"];
const dotted = (key: string): string => `event.${key}`;
export const ADDED_FIELDS: readonly string[] = ADDED_KEYS.map(dotted);
export const ECS_FIELDS: readonly string[] = ECS_KEYS.map(dotted);

/** Whether a document is ECS: it has an `event` object with more than a shipper adds, or dotted names below it. */
export function isEcs(document: object): boolean {
  if (ECS_FIELDS.some((field) => Object.hasOwn(document, field))) return true;
  const event = own(document, "event");
  if (!isObject(event)) return false;
  const isAdded = ADDED_KEYS.some((key) => typeof own(event, key) === "string");
  return !isAdded || ECS_KEYS.some((key) => own(event, key) != null);
}
