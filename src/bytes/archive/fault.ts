import type { ZipFaultCode } from "../zip/index.ts";

/**
 * What the walk itself finds, whatever kind the archive is of. `empty`: there is nothing in the archive, a remark;
 * `nested-too-deep`: an archive in an archive in an archive; `nested-too-large`: an archive that would have to be
 * unpacked into memory; `spent`: all members together unpack to more than the budget allows.
 */
export type WalkFaultCode = "empty" | "nested-too-deep" | "nested-too-large" | "spent";

/** What is wrong with an archive or one of its members: a value with a place, never thrown. */
export interface ArchiveFault {
  readonly code: ZipFaultCode | WalkFaultCode;
  /** What was found, without a subject and without a full stop. */
  readonly reason: string;
  /** The member's path; absent for the archive as a whole. */
  readonly path?: string;
  /** Byte offset in the archive. */
  readonly offset: number;
}
