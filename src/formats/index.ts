/**
 * Turns bytes into records. A format's reader never throws because of the content of a file: damage becomes a
 * diagnostic with a location.
 */
export { archiveIn } from "./archive-in.ts";
export { type ArchiveFile, type EvidenceWalkOptions, walkArchive } from "./archive-walk.ts";
export { SNIFF_BYTES } from "./content-sniffer.ts";
export { EvidenceReader, type FormatReport } from "./evidence-reader.ts";
export type { RecordBorders } from "./record-borders.ts";
export { bordersOf, firstSplitAt, openSplit, splitFormOf } from "./split.ts";
export type { SplitForm } from "./split-form.ts";
export type { SplitReader } from "./split-reader.ts";
export {
  type ArchiveKind,
  type ContentKind,
  type FileKind,
  type FormatKind,
  hasEventLog,
  isSeekable,
  type MemberKinds,
} from "./format-kind.ts";
export type {
  DecodedRecord,
  Prescan,
  ValidatedObject,
  RecordFilter,
  TextEncoding,
  RecordHandler,
  SkippedRecord,
} from "./handler.ts";
export { EVENT_KEY, EVENT_KEY_IN_TEXT, EVENT_NAMES } from "./event-names.ts";
export {
  BASE16_BEGINS,
  BASE64_BEGINS,
  ESCAPES,
  EVENT_MARKUP,
  hasEventMarkup,
  MARKUP_IN_JSON,
  NUMBERS_BEGIN,
  mayBeEncoded,
  PAYLOAD_MARKUP,
  PERCENT_BEGINS,
} from "./event-signs.ts";
export { areBytes, mayHaveBytes, textOfBytes } from "./bytes-in-text.ts";
export { EVENT_MEMBERS } from "./json/inner-names.ts";
export { SUBJECT_NAMES } from "./json/top-names.ts";
export { kindOfJson } from "./json/json-kind.ts";
export { jsonInText } from "./json/json-in-text.ts";
export { looseJsonIn } from "./json/loose-json.ts";
export { JsonReader } from "./json/json-reader.ts";
export type { Origin } from "./origin.ts";
export { FieldProjector } from "./json/field-projector.ts";
export { parseJson } from "./json/parse-json.ts";
export { readRecords } from "./read-records.ts";
export { readText } from "./read-text.ts";
export type { RecordBatch } from "./record-batch.ts";
export { locationIn, locationKey } from "./location-key.ts";
export type { FileLocation, FormatCode, FormatDiagnostic, FormatDiagnostics } from "./diagnostic.ts";
export type { EvtxFault } from "./evtx/index.ts";
export { type FewNames, fewNames } from "./few-names.ts";
export type { JsonFault } from "./json/json-fault.ts";
export type { EvidenceRecord, RecordLocation } from "./record.ts";
export type { ResponseGap } from "./json/response.ts";
export type { UnreadKind } from "./unread-kind.ts";
export { elementInText, type EventInText, eventInText, payloadInText } from "./event-xml/index.ts";
export type { XmlFault } from "./event-xml/index.ts";
export {
  type EventDatum,
  type Rendering,
  type WindowsEvent,
  WindowsEventRecord,
  type XmlElement,
} from "./windows-event.ts";
