import type { Contents } from "./json/contents.ts";
import type { TemplateWalk } from "./json/template-walk.ts";
import type { FormatDiagnostic } from "./diagnostic.ts";
import type { EvidenceRecord, RecordLocation } from "./record.ts";

/** A record with the text from which it was parsed. */
export interface DecodedRecord extends EvidenceRecord {
  readonly text: string;
  /** For a row of a table: the header as written, without which the row's text has no meaning. */
  readonly header?: string;
}

/** A record known to be an event without having been decoded. Valid only during the call. */
export interface SkippedRecord {
  readonly buffer: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** The text of its `@timestamp`, as positions in `buffer`. */
  readonly timestampStart: number;
  readonly timestampEnd: number;
}

/** An object known to be well-formed and valid UTF-8. Valid only during the call. */
export interface ValidatedObject {
  readonly buffer: Uint8Array;
  /** A view of the same bytes, to read several at once. */
  readonly view: DataView;
  /** Position in `buffer` of its first byte, `{`, and the position after its last. */
  readonly start: number;
  readonly end: number;
  /** True if it was validated along a known template; `contents` then belong to another record. */
  readonly isKnown: boolean;
  /** True if templates may be learned from it: the content is lines, which are validated along known templates. */
  readonly isExample: boolean;
  readonly contents: Contents;
  /** Whether a text in it may be an event, and whether one is long enough to spell one: see `FLAG`. */
  readonly mayHoldEvent: boolean;
  readonly hasLongText: boolean;
  /** Its location, computed on request. */
  place(): RecordLocation;
}

/** Decides from bytes alone which records are worth decoding. Its only permitted error is to have too many decoded. */
export interface RecordFilter {
  /** New bytes, not scanned yet: from `from` to `end` in `buffer`. The first byte of `buffer` is at offset `base`. */
  appended(buffer: Uint8Array, base: number, from: number, end: number): void;
  /**
   * Whether the record between two offsets of the content must be decoded. Records must be asked about in order.
   *
   * @param buffer has all of the record; its first byte is at offset `base`
   */
  wants(start: number, end: number, buffer: Uint8Array, base: number): boolean;
}

/** Receives what a reader finds, in file order. */
export interface RecordHandler {
  readonly filter?: RecordFilter;
  /**
   * Examines an object before it is decoded. Returns true if that was enough: the object is not reported any further.
   * Returns false if the object must be decoded.
   */
  projection?(record: ValidatedObject): boolean;
  /** Record templates along which other records are validated. `projection` learns from `isKnown` which ones were. */
  readonly templates?: TemplateWalk;
  record(record: DecodedRecord): void;
  /** An event that the filter did not want. */
  skipped(record: SkippedRecord): void;
  /** A JSON value that is not an object, and so cannot be an event. */
  notAnObject(location: RecordLocation): void;
  problem(problem: FormatDiagnostic): void;
}

/** How a format stores text. */
export type TextEncoding = "utf-8" | "utf-16le";

/** Asks for a prescan instead of validation, for formats that allow it: see `Recognised`. */
export interface Prescan {
  /** Decides which records are handed over, of a format that stores its text in this encoding. */
  filter(encoding: TextEncoding): RecordFilter;
  /** Called now and then with the number of records skipped since the last call. */
  passed(count: number): void;
}
