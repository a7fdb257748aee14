import type { ContentReader } from "../format.ts";
import type { EvtxKind } from "../format-kind.ts";
import type { Prescan, RecordFilter, RecordHandler } from "../handler.ts";
import { WindowsEventRecord } from "../windows-event.ts";
import { extentOf } from "./chunk-extent.ts";
import { type ChunkHeader, readChunkHeader } from "./chunk-header.ts";
import type { Chunk } from "./chunk.ts";
import { isZero } from "./bytes.ts";
import { chunkNumber, chunkSpan, firstChunk } from "./chunk-span.ts";
import { contentOf } from "./content.ts";
import { Damage } from "./damage.ts";
import { EventDecoder } from "./event-decoder.ts";
import { EvtxRecord, locationOf } from "./evtx-record.ts";
import { type FileHeader, readFileHeader, versionOf } from "./file-header.ts";
import { CHUNK_BYTES, CHUNK_HEADER_BYTES, FILE_HEADER_BLOCK, MIN_RECORD_BYTES } from "./layout.ts";
import { type ChunkSegment, walkRecords } from "./record-walk.ts";
import { ValueTexts } from "./value-text.ts";
import { Window } from "./window.ts";

/**
 * The prescan of an event log: searches the bytes of each chunk for what the filter wants, and decodes only records that
 * contain it. A chunk without it costs a search and nothing else.
 *
 * It hands over records of intact chunks only, as `EvtxReader` would: what is damaged, out of its place or spelled in
 * another way is left to the validation pass, which must follow.
 */
export class EvtxPrescan implements ContentReader {
  readonly #prescan: Prescan;
  readonly #filter: RecordFilter;
  readonly #record: RecordHandler["record"];
  readonly #texts = new ValueTexts();
  readonly #window = new Window();
  #header: FileHeader | null = null;
  #headerIsRead = false;
  /** Every chunk so far has begun where the format has it, or there was none. */
  isInPlace = true;

  constructor(prescan: Prescan, handler: RecordHandler) {
    this.#prescan = prescan;
    this.#filter = prescan.filter("utf-16le");
    this.#record = (record) => handler.record(record);
  }

  get kind(): EvtxKind {
    return { kind: "evtx", version: versionOf(this.#header) };
  }

  /** Call before the first byte arrives, if that byte is the first of a chunk inside the file. */
  startAt(offset: number, header: FileHeader): void {
    this.#window.offset = offset;
    this.#header = header;
    this.#headerIsRead = true;
  }

  append(bytes: Uint8Array): void {
    this.#window.append(bytes);
    const { bytes: unread, offset } = this.#window;
    this.#filter.appended(unread, offset, unread.length - bytes.length, unread.length);
  }

  work(): boolean {
    // One chunk, and enough of what follows to see whether the next chunk's header begins there.
    while (this.#window.length >= CHUNK_BYTES + CHUNK_HEADER_BYTES + FILE_HEADER_BLOCK) this.#step();
    return false;
  }

  end(): void {
    while (this.#window.length > 0) this.#step();
  }

  #step(): void {
    const { bytes, offset } = this.#window;
    if (!this.#headerIsRead) {
      this.#headerIsRead = true;
      this.#header = readFileHeader(bytes);
      this.#window.drop(firstChunk(bytes));
      return;
    }
    const { hasSignature, length, isCut } = chunkSpan(bytes);
    const isBlank = !hasSignature && isZero(bytes, 0, length);
    if (isCut || length > CHUNK_BYTES || !(hasSignature || isBlank)) this.isInPlace = false;
    if (hasSignature && length === CHUNK_BYTES) this.#chunk(bytes, offset);
    this.#window.drop(length);
  }

  #chunk(bytes: Uint8Array, offset: number): void {
    const header = readChunkHeader(bytes);
    const { freeSpace } = header;
    if (!header.intact || freeSpace < CHUNK_HEADER_BYTES || freeSpace > CHUNK_BYTES) return;
    if (!this.#filter.wants(offset, offset + freeSpace, bytes, offset)) {
      this.#prescan.passed(recordsOf(header));
      return;
    }
    const chunk = { bytes: bytes.slice(0, CHUNK_BYTES), offset, number: chunkNumber(offset) };
    const extent = extentOf(chunk.bytes, header);
    if (!extent.matchesChecksum && this.#header?.withoutChecksums !== true) return;
    const segments = walkRecords(chunk.bytes, extent);
    if (segments.every(({ kind }) => kind === "whole")) this.#records(chunk, segments);
  }

  #records(chunk: Chunk, segments: readonly ChunkSegment[]): void {
    const decoder = new EventDecoder(chunk.bytes, this.#texts);
    let passed = 0;
    for (const segment of segments) {
      const { start, end } = segment;
      const isWanted = this.#filter.wants(
        chunk.offset + start,
        chunk.offset + end,
        chunk.bytes,
        chunk.offset,
      );
      if (!isWanted || !this.#handOver(chunk, segment, decoder)) passed++;
    }
    this.#prescan.passed(passed);
  }

  /** Returns false if the record cannot be decoded by itself. */
  #handOver(chunk: Chunk, segment: ChunkSegment, decoder: EventDecoder): boolean {
    const content = contentOf(segment, null);
    try {
      const value = new WindowsEventRecord(decoder.event(content));
      const location = locationOf(chunk, segment.start, segment.end);
      this.#record(new EvtxRecord(chunk, location, content, value, this.#texts, null));
      return true;
    } catch (error) {
      if (error instanceof Damage) return false;
      throw error;
    }
  }
}

/** How many records a chunk says to have; 0 if it cannot have as many. */
function recordsOf({ firstId, lastId }: ChunkHeader): number {
  const count = lastId - firstId + 1;
  return count > 0 && count <= CHUNK_BYTES / MIN_RECORD_BYTES ? count : 0;
}
