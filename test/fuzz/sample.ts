/** The formats that `npm run fuzz` knows as files of evidence. */
export const EVIDENCE = ["evtx", "ndjson", "csv", "xml", "zip", "tar", "gzip"] as const;
export type EvidenceFormat = (typeof EVIDENCE)[number];

/** A file that is damaged. */
export interface Sample {
  readonly name: string;
  readonly bytes: Uint8Array;
  /**
   * Bytes around a frame whose damage may cost its record, too, although they are not part of it: a line break belongs
   * to both of its lines.
   */
  readonly between: number;
  /**
   * The frame of a record: the bytes whose damage may cost it. Everything else may not.
   *
   * @param place where the record is: offset and length, and the member of an archive
   */
  frame(place: Place): Frame;
  /**
   * What else the record is read with: for each part, the places of the file that have it, of which one is enough. If all of
   * them are damaged, it is gone.
   */
  needs?(place: Place): readonly (readonly Frame[])[];
  /** Where bytes end that every record needs, from the beginning of the file: the header of a table. */
  sharedTo?(findings: readonly { readonly place: Place }[]): number;
}

export interface Place {
  readonly offset: number;
  readonly length: number;
  readonly member?: string | undefined;
}

export interface Frame {
  readonly from: number;
  readonly to: number;
}
