import { type ByteSource, readBlob } from "../read-blob.ts";
import { archiveFormatOf } from "./archive.ts";
import { formatInGzip, unzipped } from "./archive-in-gzip.ts";
import type { ArchiveFault } from "./fault.ts";
import { inMemory, MAX_NESTED_BYTES } from "./in-memory.ts";
import { nestedTooLarge } from "./walk.ts";

/** Whether a file with this beginning is an archive: zip, or zip in gzip. */
export function isArchive(head: Uint8Array): boolean {
  return archiveFormatOf(head) !== null || formatInGzip(head) !== null;
}

/**
 * Opens a file as an archive, after unpacking it if it is itself packed; returns a fault if that does not fit in
 * memory.
 *
 * @param head the first bytes of the file, for which `isArchive` is true
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
