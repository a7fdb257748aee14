/**
 * `directory`: the archive's list of its members is missing or damaged; `damaged`: a member is; `overlap`: a member
 * claims the bytes of another; `method`: packed in a way that is not read; `locked`: no known password opens it; `bomb`: it unpacks
 * to more than a log could; `headers`: its two headers disagree, a remark; `name`: it leads out of the folder, a remark.
 */
export type ZipFaultCode =
  "directory" | "damaged" | "overlap" | "method" | "locked" | "bomb" | "headers" | "name";

/** What is wrong with an archive or one of its members. */
export interface ZipFault {
  readonly code: ZipFaultCode;
  /** What was found, without a subject and without a full stop. */
  readonly reason: string;
  /** The member's path; absent for the archive as a whole. */
  readonly path?: string;
  /** Byte offset in the archive. */
  readonly offset: number;
}
