import type { RecordHandler } from "../handler.ts";
import type { ContentReader, ReadOptions } from "../format.ts";
import type { EvtxKind } from "../format-kind.ts";
import type { FormatDiagnostic } from "../diagnostic.ts";
import { isZero, startsWith } from "./bytes.ts";
import { extentOf, extentWithoutHeader, firstRecord } from "./chunk-extent.ts";
import { findChunk, readChunkHeader } from "./chunk-header.ts";
import { chunkNumber, chunkSpan, firstChunk } from "./chunk-span.ts";
import type { Chunk } from "./chunk.ts";
import { ChunkReader } from "./chunk-reader.ts";
import { type FileHeader, readFileHeader, versionOf } from "./file-header.ts";
import {
  CHUNK_BYTES,
  CHUNK_HEADER_BYTES,
  FILE_HEADER_BLOCK,
  FILE_SIGNATURE,
  MIN_RECORD_BYTES,
} from "./layout.ts";
import { OrderedOutput } from "./ordered-output.ts";
import { problems } from "./problems.ts";
import { Window } from "./window.ts";

/** Bytes in the position of a chunk that contain none. */
interface Blank {
  readonly chunk: number;
  readonly offset: number;
  readonly length: number;
  readonly isZero: boolean;
}

/**
 * Reads a binary Windows event log chunk by chunk. Memory holds one chunk of 64 KiB and whatever was appended but not
 * read yet.
 *
 * Chunks are found by their signature, not by the count in the header. If a byte is missing or extra, they are also
 * found beside the positions that the format specifies. The log's records are those before a chunk's free-space offset.
 */
export class EvtxReader implements ContentReader {
  readonly #output: OrderedOutput;
  readonly #chunks: ChunkReader;
  readonly #carve: boolean;
  readonly #window = new Window();
  #header: FileHeader | null = null;
  #headerIsRead = false;
  #found = 0;
  /** Blanks since the last chunk. They only count as lost chunks if another chunk follows. */
  #blanks: Blank[] = [];

  constructor(handler: RecordHandler, options: ReadOptions = {}) {
    this.#output = new OrderedOutput(handler);
    this.#carve = options.carve ?? false;
    this.#chunks = new ChunkReader(this.#output, this.#carve);
  }

  /** `3.1`; null if no header was readable. */
  get version(): string | null {
    return versionOf(this.#header);
  }

  /** Number of chunks found and read. */
  get chunks(): number {
    return this.#found;
  }

  get kind(): EvtxKind {
    return { kind: "evtx", version: this.version };
  }

  /** The file begins like a log but contains no chunk. */
  get nothingRead(): FormatDiagnostic | null {
    return this.#found === 0 ? problems.noChunk() : null;
  }

  /** Call before the first byte arrives, if that byte is the first of a chunk inside the file. */
  startAt(offset: number, header: FileHeader): void {
    this.#window.offset = offset;
    this.#header = header;
    this.#headerIsRead = true;
  }

  /**
   * Ends a part of the file, whose rest is read elsewhere.
   *
   * @returns false if the part cannot be understood by itself, since chunks are missing, damaged or out of their place;
   *   other damage has been reported
   */
  endPart(): boolean {
    while (this.#window.length > 0) this.#step();
    return this.#output.isEmpty && this.#blanks.every((blank) => this.#isUnused(blank));
  }

  /** Whether the last chunk position of the part has no chunk: none may follow, then. */
  get endsBlank(): boolean {
    return this.#blanks.length > 0;
  }

  #isUnused({ chunk, isZero }: Blank): boolean {
    return isZero && chunk >= (this.#header?.chunks ?? 0);
  }

  append(bytes: Uint8Array): void {
    this.#window.append(bytes);
  }

  work(): boolean {
    // One chunk, and enough of what follows to see whether the next chunk's header begins there.
    if (this.#window.length < CHUNK_BYTES + CHUNK_HEADER_BYTES + FILE_HEADER_BLOCK) return false;
    this.#step();
    return true;
  }

  end(complete: boolean): void {
    while (this.#window.length > 0) this.#step(complete);
    this.#chunks.end();
    if (this.#chunks.unreadableCarved > 0) {
      this.#output.problem(problems.carvedUnreadable(this.#chunks.unreadableCarved));
    }
    if (this.#chunks.copiesCarved > 0) {
      this.#output.problem(problems.carvedCopies(this.#chunks.copiesCarved));
    }
    if (complete) this.#reportMissing();
    this.#output.end();
  }

  #step(complete = true): void {
    if (!this.#headerIsRead) {
      this.#readHeader();
      return;
    }
    const { bytes, offset } = this.#window;
    const { hasSignature, isCut, length } = chunkSpan(bytes);
    const chunk = { bytes: bytes.slice(0, length), offset, number: chunkNumber(offset) };
    const isLast = !isCut && bytes.length < CHUNK_BYTES;
    if (hasSignature) this.#read(chunk, isLast && complete);
    else this.#salvage(chunk, isLast && complete);
    this.#window.drop(length);
    this.#output.endChunk();
  }

  #readHeader(): void {
    const { bytes } = this.#window;
    this.#headerIsRead = true;
    this.#header = readFileHeader(bytes);
    this.#reportHeader(this.#header);
    this.#window.drop(firstChunk(bytes));
  }

  #reportHeader(header: FileHeader | null): void {
    if (header === null) {
      this.#output.problem(problems.headerDamaged());
      return;
    }
    if (!header.intact && !header.withoutChecksums) this.#output.problem(problems.headerDamaged());
    else if (header.major !== 3) this.#output.problem(problems.headerVersion(this.version ?? ""));
    if (header.withoutChecksums) this.#output.problem(problems.withoutChecksums());
    if (header.dirty) this.#output.problem(problems.dirty());
  }

  #read(chunk: Chunk, isTruncated: boolean): void {
    const { bytes, offset, number } = chunk;
    this.#found++;
    this.#reportBlanks();
    if (bytes.length < CHUNK_HEADER_BYTES) {
      if (isTruncated) this.#reportTruncated(chunk, true);
      return;
    }
    const header = readChunkHeader(bytes);
    const extent = extentOf(bytes, header);
    const isShort = isTruncated && header.freeSpace > bytes.length;
    if (this.#header?.withoutChecksums !== true) {
      if (!header.intact) this.#output.problem(problems.chunkHeaderChecksum(number, offset));
      if (!extent.matchesChecksum && !isShort)
        this.#output.problem(problems.chunkDataChecksum(number, offset));
    }
    this.#chunks.read(chunk, extent, !extent.matchesChecksum && this.#header?.withoutChecksums !== true);
    if (isTruncated) this.#reportTruncated(chunk, isShort);
  }

  /** Handles bytes that do not begin like a chunk. */
  #salvage(chunk: Chunk, isTruncated: boolean): void {
    const { bytes, offset, number } = chunk;
    if (firstRecord(bytes) > 0 || (bytes.length >= CHUNK_HEADER_BYTES && readChunkHeader(bytes).intact)) {
      this.#output.problem(problems.chunkSignature(number, offset));
      this.#read(chunk, isTruncated);
      return;
    }
    // What follows the log's last chunk is older content of the disk.
    const isOfLog = this.#header?.intact !== true || number < this.#header.chunks;
    const extent = isOfLog ? extentWithoutHeader(bytes, this.#chunks.lastId) : null;
    if (extent !== null) {
      this.#found++;
      this.#reportBlanks();
      this.#output.problem(problems.chunkBeginning(number, offset, extent.from));
      this.#chunks.read(chunk, extent, true);
      if (isTruncated) this.#reportTruncated(chunk, true);
      return;
    }
    this.#blanks.push({
      chunk: number,
      offset,
      length: bytes.length,
      isZero: isZero(bytes, 0, bytes.length),
    });
    if (this.#header?.intact === true && isOfLog && bytes.length >= MIN_RECORD_BYTES) this.#chunks.missing();
    this.#chunks.unused(chunk, 0, bytes.length);
  }

  #reportTruncated({ bytes, offset, number }: Chunk, lost: boolean): void {
    const missing = CHUNK_BYTES - bytes.length;
    this.#output.problem(problems.truncated(number, offset + bytes.length, missing, lost));
  }

  /** A chunk has been found, so the blanks before it were chunks, too. */
  #reportBlanks(): void {
    for (const { chunk, offset, length, isZero } of this.#blanks) {
      // A few bytes were inserted between two chunks; they are not a chunk.
      if (length >= MIN_RECORD_BYTES) this.#output.problem(problems.chunkMissing(chunk, offset, isZero));
    }
    this.#blanks = [];
  }

  #reportMissing(): void {
    const expected = this.#header?.intact === true ? this.#header.chunks : 0;
    const missing = this.#blanks.filter(({ chunk }) => chunk < expected);
    for (const { chunk, offset, isZero } of missing) {
      this.#output.problem(problems.chunkMissing(chunk, offset, isZero));
    }
    const residue = this.#blanks.filter((blank) => blank.chunk >= expected && !blank.isZero);
    if (residue[0] !== undefined) {
      const bytes = residue.reduce((sum, { length }) => sum + length, 0);
      this.#output.problem(problems.residue(bytes, residue[0].offset, this.#carve));
    }
    const end = this.#window.offset;
    const present = Math.ceil((end - FILE_HEADER_BLOCK) / CHUNK_BYTES);
    if (present < expected) this.#output.problem(problems.chunksMissing(present, expected, end));
  }
}

/**
 * Whether a file begins like an event log: with its header or, if that is damaged or the log was carved from a disk,
 * with a chunk.
 * @param bytes the first 8 KiB, or all of a shorter file
 */
export function isEvtx(bytes: Uint8Array): boolean {
  return startsWith(bytes, 0, FILE_SIGNATURE) || findChunk(bytes, 0, 2 * FILE_HEADER_BLOCK) >= 0;
}
