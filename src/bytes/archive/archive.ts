import type { Pieces } from "../pieces.ts";
import type { ByteSource } from "../read-blob.ts";
import { isZip, zipMembers } from "../zip/index.ts";
import type { ArchiveFault } from "./fault.ts";

/** One kind of archive: another one, tar for instance, needs these two functions and its place in `FORMATS`. */
export interface ArchiveFormat {
  /** Whether a file that begins so is one. */
  begins(head: Uint8Array): boolean;
  /**
   * The files in it, in its own order, and a fault in the place of what cannot be found.
   *
   * @throws what `readBlob` throws when the file cannot be read
   */
  members(source: ByteSource): AsyncGenerator<ArchiveEntry | ArchiveFault, void, void>;
}

/** A file in an archive, as its kind of archive gives it. */
export interface ArchiveEntry {
  /** Its own among the archive's members; hostile text. */
  readonly path: string;
  readonly isEncrypted: boolean;
  /** What its headers say, in bytes. */
  readonly size: number;
  readonly packedSize: number;
  /** The password that opened it; empty before, and where none is needed. */
  readonly openedWith: string;
  /** What is odd about it and keeps nobody from reading it. */
  readonly remarks: readonly ArchiveFault[];
  /** Its content as it stands in the archive, where it does; null where it is packed or encrypted. */
  readonly inPlace: ByteSource | null;
  open(passwords: readonly string[]): Promise<EntryReader | ArchiveFault>;
}

export interface EntryReader extends Pieces {
  /** Bytes of the archive that were read for it. */
  readonly packed: number;
  /** Once there are no more pieces: why those were not all. */
  readonly fault: ArchiveFault | null;
  close(): Promise<void>;
}

export const ZIP: ArchiveFormat = { begins: isZip, members: zipMembers };

const FORMATS: readonly ArchiveFormat[] = [ZIP];

/** Which kind of archive begins so, if one does. */
export function archiveFormatOf(head: Uint8Array): ArchiveFormat | null {
  return FORMATS.find((format) => format.begins(head)) ?? null;
}
