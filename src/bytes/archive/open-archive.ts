import { type ByteSource, readBlob } from "../read-blob.ts";
import { archiveFormatOf } from "./archive.ts";
import { formatInGzip, unzipped } from "./archive-in-gzip.ts";
import type { ArchiveFault } from "./fault.ts";
import { inMemory, MAX_NESTED_BYTES } from "./in-memory.ts";
import { nestedTooLarge } from "./walk.ts";

/** Whether a file that begins so is an archive of files: zip, or zip in gzip. */
export function isArchive(head: Uint8Array): boolean {
  return archiveFormatOf(head) !== null || formatInGzip(head) !== null;
}

/**
 * The archive that a file is, once what it may be packed in is taken off; a fault where that does not fit in memory.
 *
 * @param head the first bytes of the file, for which `isArchive` holds
 * @throws what `readBlob` throws when the file cannot be read
 */
export async function openArchive(source: ByteSource, head: Uint8Array): Promise<ByteSource | ArchiveFault> {
  if (archiveFormatOf(head) !== null) return source;
  const chunks = readBlob(source);
  const packed = { read: async () => (await chunks.next()).value ?? null };
  const archive = await inMemory(unzipped(packed, null), MAX_NESTED_BYTES);
  await chunks.return();
  return archive ?? nestedTooLarge(undefined, MAX_NESTED_BYTES);
}
