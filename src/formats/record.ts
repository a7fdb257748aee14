/** Where a record stands, so that another tool can find the same bytes again. */
export interface RecordLocation {
  /** Byte offset of the record's first byte: in the file or, for a compressed file, in its decompressed content. */
  readonly offset: number;
  /** Bytes from there to the record's end, in the same encoding as `offset`. */
  readonly length: number;
  /** 1-based line of the record's first byte; 0 in a binary format. */
  readonly line: number;
  /**
   * The file in the archive that it stands in, by its path there; offset and line are those in that file. Of an archive
   * in the archive, the path of both. Hostile text, only ever shown.
   */
  readonly member?: string;
  /** The chunk of an event log that it stands in, counted from 0. */
  readonly chunk?: number;
  /** The number in the record's own header, in decimal digits; the event's may differ, since exports count anew. */
  readonly recordId?: string;
  /** It stands where the log has no records any more: an older one, not yet overwritten. */
  readonly carved?: true;
  /** Its end has been overwritten: values that stood there are missing from it. */
  readonly damaged?: true;
  /** Its header and its event number it differently in a damaged chunk: most likely it is made of parts of two records. */
  readonly spliced?: true;
}

/** What the file holds, untouched, and where. */
export interface EvidenceRecord {
  /**
   * JSON as it was parsed (integers beyond 2^53 are text, repeated keys have become lists), a WindowsEventRecord, or
   * the cells of a row by column.
   */
  readonly value: unknown;
  readonly place: RecordLocation;
}

export type ProblemCode =
  | "bad-json"
  | "bad-xml"
  | "bad-csv"
  | "torn-record"
  | "too-long"
  | "too-deep"
  | "invalid-utf8"
  | "duplicate-key"
  | "cut-short"
  | "incomplete-response"
  | "bad-gzip"
  | "bad-utf16"
  | "zip-directory"
  | "zip-damaged"
  | "zip-overlap"
  | "zip-method"
  | "zip-locked"
  | "zip-bomb"
  | "zip-headers"
  | "zip-name"
  | "zip-nested"
  | "rule-file"
  | "evtx-header"
  | "evtx-chunk"
  | "evtx-record"
  | "evtx-checksum"
  | "evtx-truncated"
  | "evtx-dirty"
  | "unknown-format"
  | "empty"
  | "read-failed"
  | "changed"
  | "no-event"
  | "assumed-zone"
  | "doubtful-time"
  | "rule-failed"
  | "sequence-limit"
  | "scan-failed"
  | "cancelled";

/** Something about the evidence that the analyst has to know. */
export interface Problem {
  readonly code: ProblemCode;
  /** One sentence: what is wrong and what it means or what to do. */
  readonly message: string;
  /** True when a piece of the evidence could not be read; false for a remark about something that was read. */
  readonly lost: boolean;
  readonly offset: number;
  readonly line?: number;
  /** See `RecordLocation.member`. */
  readonly member?: string;
}
