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
