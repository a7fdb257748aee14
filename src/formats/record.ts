/** Where a record is, so that another tool can find the same bytes. */
export interface RecordLocation {
  /** Offset of the record's first byte: in the file or, if that is compressed, in its decompressed content. */
  readonly offset: number;
  /** Length of the record in bytes, in the same encoding as `offset`. */
  readonly length: number;
  /** 1-based line of the record's first byte; 0 in a binary format. */
  readonly line: number;
  /**
   * Path of the file in the archive; offset and line are relative to that file. For a nested archive, the outer and the
   * inner path. Hostile text, for display only.
   */
  readonly member?: string;
  /** The chunk of the event log, counted from 0. */
  readonly chunk?: number;
  /**
   * The number in the record's own header, in decimal digits. The number in the event may differ, because exports
   * renumber.
   */
  readonly recordId?: string;
  /** Found outside the log's used space: an older record, not overwritten yet. */
  readonly carved?: true;
  /** Parts of it could not be read, for instance its end, which has been overwritten: the values there are missing. */
  readonly damaged?: true;
  /** Its own template is gone; the same template from another part of the file was used. */
  readonly borrowedTemplate?: true;
  /**
   * Its header and its event disagree about the record number, in a damaged chunk: it probably combines parts of two
   * records.
   */
  readonly spliced?: true;
}

/** The content of a record, untouched, and its location. */
export interface EvidenceRecord {
  /**
   * Parsed JSON (integers beyond 2^53 are text, repeated keys have become lists), a WindowsEventRecord, or the cells of
   * a row by column.
   */
  readonly value: unknown;
  readonly place: RecordLocation;
}
