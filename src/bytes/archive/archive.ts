import type { Pieces } from "../pieces.ts";
import type { ByteSource } from "../read-blob.ts";
import { isZip, zipMembers } from "../zip/index.ts";
import type { EntryFault } from "./fault.ts";

/** One kind of archive: another one, such as tar, needs these two functions and an entry in `FORMATS`. */
export interface ArchiveFormat {
  /** Whether a file with this beginning is one. */
  begins(head: Uint8Array): boolean;
  /**
   * Yields its files in its own order, and a fault in place of each that cannot be found.
   *
   * @throws what `readBlob` throws when the file cannot be read
   */
  members(source: ByteSource): AsyncGenerator<ArchiveEntry | EntryFault, void, void>;
}

/** A file in an archive, as its kind of archive gives it. */
export interface ArchiveEntry {
  /** Unique among the archive's members; hostile text. */
  readonly path: string;
  readonly isEncrypted: boolean;
  /** The size that its headers claim, in bytes. */
  readonly size: number;
  readonly packedSize: number;
  /** The password that opened it; empty until then, and if none is needed. */
  readonly openedWith: string;
  /** Warnings about it that do not prevent reading it. */
  readonly remarks: readonly EntryFault[];
  /** Its content in place if the archive stores it unchanged; null if it is packed or encrypted. */
  readonly inPlace: ByteSource | null;
  open(passwords: readonly string[]): Promise<EntryReader | EntryFault>;
}

export interface EntryReader extends Pieces {
  /** The number of archive bytes read for it. */
  readonly packed: number;
  /** Once there are no more pieces: why the content is incomplete. */
  readonly fault: EntryFault | null;
  close(): Promise<void>;
}

export const ZIP: ArchiveFormat = { begins: isZip, members: zipMembers };

const FORMATS: readonly ArchiveFormat[] = [ZIP];

/** Returns the archive format that has this beginning; null if none does. */
export function archiveFormatOf(head: Uint8Array): ArchiveFormat | null {
  return FORMATS.find((format) => format.begins(head)) ?? null;
}
