import type { ForwardReader } from "../forward-reader.ts";
import type { ByteStream } from "../byte-stream.ts";
import type { ByteSource } from "../read-blob.ts";
import { tarMembers } from "../tar/index.ts";
import { zipMembers } from "../zip/index.ts";
import type { EntryFault } from "./fault.ts";
import type { ArchiveName } from "./recognise.ts";

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
  readonly warnings: readonly EntryFault[];
  /** Its content in place if the archive stores it unchanged; null if it is packed or encrypted. */
  readonly inPlace: ByteSource | null;
  open(passwords: readonly string[]): Promise<EntryReader | EntryFault>;
}

export interface EntryReader extends ByteStream {
  /** The number of archive bytes read for it. */
  readonly packed: number;
  /** Once there are no more pieces: why the content is incomplete. */
  readonly fault: EntryFault | null;
  close(): Promise<void>;
}

/** The files of an archive in its own order, and a fault in place of each that cannot be found. */
export type Entries = AsyncGenerator<ArchiveEntry | EntryFault, void, void>;

/**
 * One kind of archive: another one needs a name in `recognise.ts` and an entry in `ARCHIVE_FORMATS`. It is read either
 * from anywhere in it, or from start to end.
 *
 * Its entries throw what `readBlob` throws when the file cannot be read.
 */
export type ArchiveFormat =
  | { readonly order: "any"; members(source: ByteSource): Entries }
  | { readonly order: "forward"; members(input: ForwardReader): Entries };

export const ARCHIVE_FORMATS: Readonly<Record<ArchiveName, ArchiveFormat>> = {
  zip: { order: "any", members: zipMembers },
  tar: { order: "forward", members: tarMembers },
};
