import { startsWith, u16, u32 } from "./bytes.ts";
import { crc32 } from "../../bytes/index.ts";
import { FILE_HEADER_BYTES, FILE_SIGNATURE, FLAG_DIRTY, FLAG_NO_CHECKSUMS } from "./layout.ts";

export interface FileHeader {
  readonly major: number;
  readonly minor: number;
  /** Chunks in use when the header was last written: too few in a log that was not closed, and modulo 65,536. */
  readonly chunks: number;
  readonly dirty: boolean;
  /** The log keeps no checksums: what stands in their places says nothing. */
  readonly withoutChecksums: boolean;
  /** False: at least one field is not as Windows wrote it. */
  readonly intact: boolean;
}

/** @returns null if the bytes are too few or do not begin with the signature */
export function readFileHeader(bytes: Uint8Array): FileHeader | null {
  if (bytes.length < FILE_HEADER_BYTES || !startsWith(bytes, 0, FILE_SIGNATURE)) return null;
  const flags = u32(bytes, 120);
  return {
    major: u16(bytes, 38),
    minor: u16(bytes, 36),
    chunks: u16(bytes, 42),
    dirty: (flags & FLAG_DIRTY) !== 0,
    // The checksum covers neither the flags nor itself, and the flags of damaged headers are arbitrary.
    withoutChecksums: flags === FLAG_NO_CHECKSUMS || flags === (FLAG_NO_CHECKSUMS | FLAG_DIRTY),
    intact: u32(bytes, 124) === crc32(bytes, 0, 120),
  };
}
