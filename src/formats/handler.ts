import type { Contents } from "./json/contents.ts";
import type { TemplateWalk } from "./json/template-walk.ts";
import type { FormatDiagnostic } from "./diagnostic.ts";
import type { EvidenceRecord, RecordLocation } from "./record.ts";

/** A record with the text it was parsed from. */
export interface DecodedRecord extends EvidenceRecord {
  readonly text: string;
  /** Of a row of a table: the header as it stands, without which the row's text says nothing. */
  readonly header?: string;
}

/** A record of which it is known, undecoded, that it is an event. Valid only during the call. */
export interface SkippedRecord {
  readonly buffer: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** The text of its `@timestamp` in `buffer`. */
  readonly timestampStart: number;
  readonly timestampEnd: number;
}

/** An object of which it is known that it is well-formed and valid UTF-8. Valid only during the call. */
export interface ValidatedObject {
  readonly buffer: Uint8Array;
  /** Of the same bytes, for reading several at once. */
  readonly view: DataView;
  /** Its first byte in `buffer`, `{`, and what is behind its last. */
  readonly start: number;
  readonly end: number;
  /** It was proved along a known shape: then `contents` are those of another. */
  readonly isKnown: boolean;
  /** It may be an example for others: lines are proved along known shapes. */
  readonly isExample: boolean;
  readonly contents: Contents;
  /** Where it stands; worked out when asked for. */
  place(): RecordLocation;
}

/** Decides from bytes alone which records are worth decoding. It may be wrong only in decoding too much. */
export interface RecordFilter {
  /** New bytes, before they are scanned: from `from` to `end` in `buffer`, whose first byte is at `base`. */
  appended(buffer: Uint8Array, base: number, from: number, end: number): void;
  /** Whether the record between two offsets of the content has to be decoded. */
  wants(start: number, end: number): boolean;
}

/** Takes what a reader finds, in the order of the file. */
export interface RecordHandler {
  readonly filter?: RecordFilter;
  /**
   * A look at an object before it is decoded. True: it was dealt with, and nothing else is said of it. False: it has to
   * be decoded.
   */
  projection?(record: ValidatedObject): boolean;
  /** Known shapes of records, to prove others along: those that `projection` looks at are told as such. */
  readonly templates?: TemplateWalk;
  record(record: DecodedRecord): void;
  /** An event that the filter did not want. */
  skipped(record: SkippedRecord): void;
  /** A JSON value that is no object, so that it can be no event. */
  notAnObject(place: RecordLocation): void;
  problem(problem: FormatDiagnostic): void;
}

/** A quick look instead of a proof, where the format allows one: plain NDJSON in UTF-8. */
export interface Prescan {
  /** Which records are handed over. */
  readonly filter: RecordFilter;
  /** Told how many lines were passed over, now and then. */
  linesPassed(count: number): void;
}
