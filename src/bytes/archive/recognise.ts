import { Gunzip, isGzip } from "../gunzip.ts";
import { BLOCK_BYTES, isEventLog, isHeader, isTar } from "../tar/header.ts";
import { hasZipHeader, isZip, isZipEnd } from "../zip/beginnings.ts";
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

/** Bytes that are searched for a header: the same as are read of every archive first. */
const SEARCHED_BYTES = 64 * 1024;

/**
 * Recognises an archive whose first bytes were overwritten: by a later header, or by the end of a zip archive. Any disk
 * image contains such bytes, so ask this only about a file that nothing else can read.
 *
 * @param head the first bytes of a file
 * @param end the last bytes, enough for the longest comment of a zip archive
 */
export function damagedShape(head: Uint8Array, end: Uint8Array): ArchiveShape | null {
  const searched = head.subarray(0, SEARCHED_BYTES);
  if (isEventLog(head)) return null;
  if (hasZipHeader(searched) || isZipEnd(end)) return { archive: "zip", isGzip: false };
  for (let at = BLOCK_BYTES; at + BLOCK_BYTES <= searched.length; at += BLOCK_BYTES)
    if (isHeader(searched.subarray(at, at + BLOCK_BYTES))) return { archive: "tar", isGzip: false };
  return null;
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
