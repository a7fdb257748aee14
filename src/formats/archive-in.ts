import {
  type ArchiveShape,
  archiveShape,
  type ByteSource,
  damagedShape,
  isGzip,
  LONGEST_END,
  RandomReader,
} from "../bytes/index.ts";
import { SNIFF_BYTES } from "./content-sniffer.ts";
import { recogniseBinary, recogniseText } from "./registry.ts";
import { unreadKind } from "./unread-kind.ts";
import { detectUtf16 } from "./utf16.ts";

/**
 * Recognises a file that is an archive, also one whose first bytes were overwritten.
 *
 * @param head the first bytes of the file, `SNIFF_BYTES` or more, unless it is shorter
 */
export async function archiveIn(source: ByteSource, head: Uint8Array): Promise<ArchiveShape | null> {
  const shape = archiveShape(head);
  if (shape !== null || !isUnknown(head.subarray(0, SNIFF_BYTES))) return shape;
  try {
    const end = await new RandomReader(source).read(source.size - LONGEST_END, LONGEST_END);
    return damagedShape(head, end);
  } catch {
    // Whoever reads the file on reports that it cannot be read.
    return damagedShape(head, new Uint8Array(0));
  }
}

/** Whether nothing can read or name a file with this beginning: see `EvidenceReader`, which asks in the same order. */
function isUnknown(bytes: Uint8Array): boolean {
  if (unreadKind(bytes) !== "binary" || isGzip(bytes) || detectUtf16(bytes) !== null) return false;
  const whole = bytes.length < SNIFF_BYTES;
  return recogniseBinary(bytes, whole) === null && recogniseText(bytes, whole) === null;
}
