import { startsWith, u16, u32 } from "./bytes.ts";
import { crc32 } from "../../bytes/index.ts";
import { FILE_HEADER_BYTES, FILE_SIGNATURE, FLAG_DIRTY, FLAG_NO_CHECKSUMS } from "./layout.ts";

export interface FileHeader {
  readonly major: number;
  readonly minor: number;
  /** Number of chunks in use when the header was last written. Too low if the log was not closed; modulo 65,536. */
  readonly chunks: number;
  readonly dirty: boolean;
  /** The log keeps no checksums: the checksum fields are meaningless. */
  readonly withoutChecksums: boolean;
  /** False if at least one field is not as Windows wrote it. */
  readonly intact: boolean;
}

/** @returns null if there are too few bytes or they do not begin with the signature */
export function readFileHeader(bytes: Uint8Array): FileHeader | null {
  if (bytes.length < FILE_HEADER_BYTES || !startsWith(bytes, 0, FILE_SIGNATURE)) return null;
  const flags = u32(bytes, 120);
  return {
    major: u16(bytes, 38),
    minor: u16(bytes, 36),
    chunks: u16(bytes, 42),
    dirty: (flags & FLAG_DIRTY) !== 0,
    // The checksum covers neither the flags nor itself, and a damaged header has arbitrary flags.
    withoutChecksums: flags === FLAG_NO_CHECKSUMS || flags === (FLAG_NO_CHECKSUMS | FLAG_DIRTY),
    intact: u32(bytes, 124) === crc32(bytes, 0, 120),
  };
}

/** `3.1`; null if no header was readable. */
export function versionOf(header: FileHeader | null): string | null {
  return header === null ? null : `${header.major}.${header.minor}`;
}
