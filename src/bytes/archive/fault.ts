import type { ZipFaultCode } from "../zip/index.ts";

/**
 * Faults that the walk itself finds in any kind of archive. `empty`: there is nothing in the archive, a warning;
 * `nested-too-deep`: an archive in an archive in an archive; `nested-too-large`: an archive that would have to be
 * unpacked into memory; `spent`: all members together unpack to more than the budget allows.
 */
export type WalkFaultCode = "empty" | "nested-too-deep" | "nested-too-large" | "spent";

/** A fault of an archive or one of its members: a value with a location, never thrown. */
export interface ArchiveFault {
  readonly code: ZipFaultCode | WalkFaultCode;
  /** The fault in words, without a subject or full stop. */
  readonly reason: string;
  /** The member's path; absent for the archive as a whole. */
  readonly path?: string;
  /** Byte offset in the archive. */
  readonly offset: number;
}
