import { type Entry, type FileEntry, ZipReader } from "@zip.js/zip.js/lib/zip-core-reader.js";
import type { RandomReader } from "../random-reader.ts";
import { type ByteSource, readBlob } from "../read-blob.ts";
import type { DirectoryDamage } from "./fault.ts";

/** A directory entry for one member. None of it is trusted until the member's own header has been read. */
export interface DirectoryEntry {
  readonly path: string;
  readonly rawName: Uint8Array;
  readonly isFolder: boolean;
  /** Offset of its local header. */
  readonly start: number;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  /** Undefined if another kind of checksum replaces it (AES). */
  readonly crc: number | undefined;
  /** zip.js's entry, by which an encrypted member is decrypted; null for one that is not encrypted. */
  readonly locked: FileEntry | null;
}

export interface Directory {
  readonly entries: readonly DirectoryEntry[];
  /** Where the directory begins; the end of the file if there is none. */
  readonly start: number;
  /** Why it could not be read to its end; null if it could. */
  readonly damage: DirectoryDamage | null;
}

/** The directory is read as a whole; this is enough for a quarter of a million members. */
export const MAX_DIRECTORY_BYTES = 32 * 1024 * 1024;

/**
 * Reads the list of members at an archive's end, as far as it goes.
 *
 * @throws what `readBlob` throws when the file cannot be read
 */
export async function readDirectory(reader: RandomReader): Promise<Directory> {
  const access = new RandomAccess(reader);
  // Without workers: those of zip.js would be code that the page's policy refuses.
  const archive = new ZipReader(access, {
    useWebWorkers: false,
    strictness: "tolerant",
    // The longest comment: by default zip.js would search the whole file for the end record.
    maxAppendedDataSize: 65_535,
  });
  const entries: DirectoryEntry[] = [];
  let damage: DirectoryDamage | null = null;
  try {
    for await (const entry of archive.getEntriesGenerator()) entries.push(entryOf(entry));
  } catch (error) {
    if (access.failed) throw error;
    damage =
      error instanceof DirectoryTooLarge
        ? { kind: "too-large" }
        : { kind: "damaged", detail: error instanceof Error ? error.message : String(error) };
  }
  // Not in the types: where zip.js found the directory, once it did.
  const { directoryOffset } = archive as { directoryOffset?: number };
  return { entries, start: directoryOffset ?? reader.size, damage };
}

function entryOf(entry: Entry): DirectoryEntry {
  // An entry with content is not a folder, whatever its attributes say.
  const isFolder = entry.directory && entry.compressedSize === 0;
  return {
    path: entry.filename,
    rawName: entry.rawFilename,
    isFolder,
    start: entry.offset,
    method: entry.compressionMethod,
    packed: entry.compressedSize,
    size: entry.uncompressedSize,
    crc: entry.crc32,
    locked: entry.encrypted && !isFolder ? (entry as FileEntry) : null,
  };
}

class DirectoryTooLarge extends Error {}

/** What zip.js reads from. Its own reader for Blobs would read a directory of any size. */
class RandomAccess {
  readonly #reader: RandomReader;
  readonly size: number;
  /** The file itself could not be read, as opposed to its content. */
  failed = false;

  constructor(reader: RandomReader) {
    this.#reader = reader;
    this.size = reader.size;
  }

  get readable(): ReadableStream<Uint8Array> {
    return this.#source.stream();
  }

  get #source(): ByteSource {
    return this.#reader.source;
  }

  createReadable({ offset = 0, size = this.size }: { offset?: number; size?: number } = {}) {
    return streamOf(readBlob(this.#source.slice(offset, offset + size)));
  }

  async readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    if (length > MAX_DIRECTORY_BYTES) throw new DirectoryTooLarge();
    try {
      // zip.js may keep what it gets, and write to it.
      return (await this.#reader.read(offset, length)).slice();
    } catch (error) {
      this.failed = true;
      throw error;
    }
  }
}

/** Pieces as a stream of copies: theirs is one buffer. */
function streamOf(pieces: AsyncGenerator<Uint8Array, void, void>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done === true || value === undefined) controller.close();
      else controller.enqueue(value.slice());
    },
    async cancel() {
      await pieces.return();
    },
  });
}
