import type { MutableFlatEvent } from "../ecs/index.ts";
import type { WrittenTime, Zone } from "../time/index.ts";
import { ENDGAME_EXTENSION, isEndgameRaw, mapEndgame } from "./endgame-raw.ts";
import { mapM365, readM365 } from "./m365/index.ts";
import type { SourceId } from "./source.ts";
import type { Trace } from "./windows/index.ts";

/** A raw event of a product that does not write Windows events. */
export interface RawProductEvent {
  readonly source: SourceId;
  /** See `EcsEvent.extension`; left out where Elastic's pipeline maps the event. */
  readonly extension?: string;
  readonly assumedZone: WrittenTime["assumed"];
  map(trace: Trace | undefined): MutableFlatEvent;
}

/** @returns null for a document of any other product */
type RawProductReader = (document: object, zone: Zone) => RawProductEvent | null;

/** One reader for each product; the first that recognises a document reads it. */
const READERS: readonly RawProductReader[] = [
  (document, zone) => {
    const row = readM365(document, zone);
    if (row === null) return null;
    const { assumedZone } = row;
    return { source: "m365-defender", assumedZone, map: (trace) => mapM365(row, trace) };
  },
  (document) => {
    if (!isEndgameRaw(document)) return null;
    const map = (trace: Trace | undefined) => mapEndgame(document, trace);
    return { source: "endgame", extension: ENDGAME_EXTENSION, assumedZone: false, map };
  },
];

/**
 * Reads a raw event of any product that is not Windows itself.
 *
 * @param zone of times that name none
 * @returns null for any other document
 */
export function readRawProduct(document: object, zone: Zone): RawProductEvent | null {
  for (const read of READERS) {
    const event = read(document, zone);
    if (event !== null) return event;
  }
  return null;
}
