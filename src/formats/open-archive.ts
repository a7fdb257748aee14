import { type ByteSource, openArchive as open } from "../bytes/index.ts";
import { archiveProblem } from "./archive-problems.ts";
import type { FormatDiagnostic } from "./diagnostic.ts";

/**
 * The archive that a file is, once what it may be packed in is taken off; a problem where that does not fit in memory.
 *
 * @param head the first bytes of the file, for which `isArchive` holds
 * @throws what `readBlob` throws when the file cannot be read
 */
export async function openArchive(
  source: ByteSource,
  head: Uint8Array,
): Promise<ByteSource | FormatDiagnostic> {
  const opened = await open(source, head);
  return "code" in opened ? archiveProblem(opened) : opened;
}
