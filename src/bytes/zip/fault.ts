/**
 * `directory`: the archive's list of its members is missing or damaged; `damaged`: a member is; `overlap`: a member
 * claims the bytes of another; `method`: an unsupported packing method; `locked`: no known password opens it; `bomb`:
 * it unpacks to more than a log could; `headers`: its two headers disagree, a warning; `name`: it leads out of the
 * folder, a warning.
 */
export type ZipFaultCode =
  "directory" | "damaged" | "overlap" | "method" | "locked" | "bomb" | "headers" | "name";

/** A fault of an archive or one of its members. */
export interface ZipFault {
  readonly code: ZipFaultCode;
  /** The fault in words, without a subject or full stop. */
  readonly reason: string;
  /** The member's path; absent for the archive as a whole. */
  readonly path?: string;
  /** Byte offset in the archive. */
  readonly offset: number;
}
