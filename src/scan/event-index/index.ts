/** The index of every event of a case: what happened when, on which host, by whom, in which process. */
export { EventIndex, type MarkedPlaces, MOST_INDEXED } from "./event-index.ts";
export type { EventPart, PackedPart } from "./event-part.ts";
export {
  CUT_TEXT,
  EVENT_FIELDS,
  type EventAround,
  type EventDensity,
  type EventFacet,
  type EventField,
  type EventFilter,
  type EventGap,
  type EventGroup,
  type EventGroups,
  type EventPlace,
  type EventQuery,
  type EventRow,
  type RecordIdGaps,
  type TextSearch,
} from "./event-query.ts";
export {
  CATEGORY_SEPARATOR,
  eventRowOf,
  INDEXED_FIELDS,
  type IndexedEvent,
  indexedEvent,
  MAX_TEXT,
} from "./indexed-event.ts";
export type { Candidate, FileAnswer, IndexAnswer } from "./index-answer.ts";
export { packPart, unpackPart } from "./pack-part.ts";
export { PartBuilder } from "./part-builder.ts";
