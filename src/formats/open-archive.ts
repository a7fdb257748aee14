import { type ByteSource, isZip, readBlob } from "../bytes/index.ts";
import { nestedTooLarge } from "./archive-problems.ts";
import { isGzip } from "./gunzip.ts";
import { inMemory, MAX_NESTED_BYTES } from "./in-memory.ts";
import type { Problem } from "./record.ts";
import { beginsLikeZip, unzipped } from "./zip-in-gzip.ts";

/** Whether a file that begins so is an archive of files: zip, or zip in gzip. */
export function isArchive(head: Uint8Array): boolean {
  return isZip(head) || (isGzip(head) && beginsLikeZip(head));
}

/**
 * The zip archive that a file is, once what it may be packed in is taken off; a problem where that does not fit in
 * memory.
 *
 * @param head the first bytes of the file, for which `isArchive` holds
 * @throws what `readBlob` throws when the file cannot be read
 */
export async function openArchive(source: ByteSource, head: Uint8Array): Promise<ByteSource | Problem> {
  if (isZip(head)) return source;
  const chunks = readBlob(source);
  const packed = { read: async () => (await chunks.next()).value ?? null };
  const archive = await inMemory(unzipped(packed, null), MAX_NESTED_BYTES);
  await chunks.return();
  return archive ?? nestedTooLarge(undefined, MAX_NESTED_BYTES / 2 ** 20);
}
