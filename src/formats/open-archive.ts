import { type ByteSource, openArchive as open } from "../bytes/index.ts";
import { archiveProblem } from "./archive-problems.ts";
import type { FormatDiagnostic } from "./diagnostic.ts";

/**
 * Opens the archive that a file is, after unpacking the file itself if it is compressed. Returns a problem if the
 * unpacked archive does not fit in memory.
 *
 * @param head the first bytes of the file; `isArchive` must hold for them
 * @throws what `readBlob` throws when the file cannot be read
 */
export async function openArchive(
  source: ByteSource,
  head: Uint8Array,
): Promise<ByteSource | FormatDiagnostic> {
  const opened = await open(source, head);
  return "code" in opened ? archiveProblem(opened) : opened;
}
