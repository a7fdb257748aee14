import { Gunzip, isGzip } from "../gunzip.ts";
import { isTar } from "../tar/header.ts";
import { isZip } from "../zip/local-header.ts";
import { Collector } from "./collector.ts";

const ARCHIVE_NAMES = ["zip", "tar"] as const;

/** A kind of archive that is unpacked. */
export type ArchiveName = (typeof ARCHIVE_NAMES)[number];

/** Whether a kind of file is that of an archive. */
export function isArchiveName(kind: string): kind is ArchiveName {
  return (ARCHIVE_NAMES as readonly string[]).includes(kind);
}

/** What an archive is, and whether it is itself packed. */
export interface ArchiveShape {
  readonly archive: ArchiveName;
  readonly isGzip: boolean;
}

/** Of gzip data, what is unpacked at once, and how much of its content is needed. */
const PORTION_BYTES = 4096;
const ENOUGH_BYTES = 512;

/**
 * Recognises an archive by its beginning: zip, tar, and either of them in gzip. Returns null for anything else.
 *
 * @param head the first bytes of a file, a few KiB or all of it
 */
export function archiveShape(head: Uint8Array): ArchiveShape | null {
  // Packed data may have a tar archive's mark by chance, or on purpose.
  const isPacked = isGzip(head);
  const archive = archiveName(isPacked ? beginningIn(head) : head);
  return archive === null ? null : { archive, isGzip: isPacked };
}

/** Whether a file with this beginning is an archive. */
export function isArchive(head: Uint8Array): boolean {
  return archiveShape(head) !== null;
}

function archiveName(head: Uint8Array): ArchiveName | null {
  if (isZip(head)) return "zip";
  return isTar(head) ? "tar" : null;
}

/** The beginning of what gzip data unpacks to. */
function beginningIn(packed: Uint8Array): Uint8Array {
  const start = new Collector();
  const gunzip = new Gunzip(start, () => undefined, null);
  for (let at = 0; at < packed.length && start.length < ENOUGH_BYTES; at += PORTION_BYTES) {
    gunzip.append(packed.subarray(at, at + PORTION_BYTES));
    gunzip.work();
  }
  return start.joined();
}
