import type { UnpackBudget } from "../unpack-limits.ts";
import { ForwardReader } from "../forward-reader.ts";
import type { ByteStream } from "../byte-stream.ts";
import type { ByteSource } from "../read-blob.ts";
import { ARCHIVE_FORMATS, type Entries } from "./archive.ts";
import { inMemory } from "./in-memory.ts";
import type { ArchiveShape } from "./recognise.ts";
import { Unzipped } from "./unzipped.ts";

/** An archive that can be walked. */
export interface OpenedArchive {
  readonly entries: Entries;
  /** The packing around the archive; null if it is not packed. */
  readonly unzipped: Unzipped | null;
}

/** Where the bytes of an archive come from. */
export interface ArchiveBytes {
  /** The archive, if any part of it can be read; null if it can only be read from start to end. */
  readonly inPlace: ByteSource | null;
  readonly stream: ByteStream & { readonly packed?: number };
  /** Limits what a packed archive may unpack to; null if only its own ratio does. */
  readonly budget: UnpackBudget | null;
}

/**
 * Opens an archive. One that is read from anywhere in it is first unpacked into memory, if it is packed; the others are
 * unpacked as they are read.
 *
 * @param most the bytes of memory that an unpacked archive may take
 * @returns null if it does not fit
 */
export async function openEntries(
  { archive, isGzip }: ArchiveShape,
  { inPlace, stream, budget }: ArchiveBytes,
  most: number,
): Promise<OpenedArchive | null> {
  const format = ARCHIVE_FORMATS[archive];
  const unzipped = isGzip ? new Unzipped(stream, budget) : null;
  const whole = isGzip ? null : inPlace;
  if (format.order === "forward") {
    const consumed = (): number => stream.packed ?? unzipped?.consumed ?? 0;
    const input =
      whole === null ? ForwardReader.through(unzipped ?? stream, consumed) : ForwardReader.over(whole);
    return { entries: format.members(input), unzipped };
  }
  const source = whole ?? (await inMemory(unzipped ?? stream, most));
  return source === null ? null : { entries: format.members(source), unzipped };
}
