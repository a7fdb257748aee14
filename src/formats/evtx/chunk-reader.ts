import type { DecodedRecord, RecordHandler } from "../handler.ts";
import type { RecordLocation } from "../record.ts";
import { WindowsEventRecord } from "../windows-event.ts";
import { u64Text } from "./bytes.ts";
import type { Extent } from "./chunk-extent.ts";
import { type Content, contentOf } from "./content.ts";
import { Damage } from "./damage.ts";
import { EarlierChunks } from "./earlier-chunks.ts";
import { EventDecoder } from "./event-decoder.ts";
import { problems } from "./problems.ts";
import { carveRecords, type ChunkSegment, walkRecords } from "./record-walk.ts";
import { findSpliced } from "./spliced.ts";
import { ValueTexts } from "./value-text.ts";

/** The bytes of a chunk, as a copy that is never changed, and where they come from. */
export interface Chunk {
  readonly bytes: Uint8Array;
  /** Offset of the chunk in the file. */
  readonly offset: number;
  /** Counted from 0. */
  readonly number: number;
}

const NONE: ReadonlyMap<ChunkSegment, string> = new Map();

/** Hands over the records of chunks. */
export class ChunkReader {
  readonly #handler: RecordHandler;
  /** What has been handed over, if carving is on; otherwise null. */
  readonly #earlier: EarlierChunks | null;
  readonly #texts = new ValueTexts();
  /** Number of carved records that could not be read. */
  unreadableCarved = 0;
  /** Number of carved records that had already been handed over. */
  copiesCarved = 0;

  constructor(handler: RecordHandler, carves: boolean) {
    this.#handler = handler;
    this.#earlier = carves ? new EarlierChunks() : null;
  }

  /**
   * Hands over the log's records of a chunk and, if requested, the carved ones.
   * @param isAltered the checksum says that bytes of the chunk's records have changed since they were written
   */
  read(chunk: Chunk, extent: Extent, isAltered: boolean): void {
    const decoder = new EventDecoder(chunk.bytes, this.#texts);
    const segments = walkRecords(chunk.bytes, extent);
    const spliced = isAltered ? findSpliced(chunk.bytes, segments, decoder) : NONE;
    let afterCut = false;
    for (const segment of segments) {
      const isGap = segment.kind === "gap";
      if (!isGap) this.#record(chunk, segment, decoder, spliced.get(segment));
      // The rest of a cut record is part of the same loss.
      else if (!afterCut || segment.missing > 0) {
        const { start, end, missing } = segment;
        this.#handler.problem(problems.gap(chunk.number, chunk.offset + start, end - start, missing));
      }
      if (isGap && this.#earlier !== null) this.carve(chunk, segment.start, segment.end);
      afterCut = segment.kind === "cut";
    }
    if (this.#earlier !== null) this.carve(chunk, extent.to, chunk.bytes.length);
  }

  /** Hands over records in a part of the chunk that the log does not use. */
  carve(chunk: Chunk, from: number, to: number): void {
    const decoder = new EventDecoder(chunk.bytes, this.#texts, true);
    for (const { start, end } of carveRecords(chunk.bytes, from, to)) {
      if (this.#earlier?.has(chunk.bytes, start, end)) {
        this.copiesCarved++;
        continue;
      }
      const location = { ...locationOf(chunk, start, end), carved: true as const };
      const content = contentOf(start, end, false);
      try {
        this.#emit(chunk, location, content, decoder);
        this.#earlier?.add(chunk.bytes, start, end);
      } catch (error) {
        if (!(error instanceof Damage)) throw error;
        this.unreadableCarved++;
      }
    }
  }

  /** @param idInEvent given if the record is spliced */
  #record(
    chunk: Chunk,
    { start, end, kind }: ChunkSegment,
    decoder: EventDecoder,
    idInEvent: string | undefined,
  ): void {
    const location = locationOf(chunk, start, end);
    const { offset, recordId } = location;
    if (kind === "cut") {
      this.#handler.problem(problems.cut(chunk.number, offset, recordId));
      this.#emit(chunk, { ...location, damaged: true }, contentOf(start, end, true), decoder);
      return;
    }
    if (idInEvent !== undefined) {
      this.#handler.problem(problems.spliced(chunk.number, offset, recordId, idInEvent));
    }
    const marked = idInEvent === undefined ? location : { ...location, spliced: true as const };
    try {
      this.#emit(chunk, marked, contentOf(start, end, false), decoder);
      this.#earlier?.add(chunk.bytes, start, end);
    } catch (error) {
      if (!(error instanceof Damage)) throw error;
      this.#handler.problem(problems.unreadable(chunk.number, offset, recordId, error.fault));
    }
  }

  /** @throws Damage */
  #emit(chunk: Chunk, location: NumberedLocation, content: Content, decoder: EventDecoder): void {
    const event = decoder.event(content, location.recordId);
    this.#handler.record(
      new EvtxRecord(chunk, location, content, new WindowsEventRecord(event), this.#texts),
    );
  }
}

class EvtxRecord implements DecodedRecord {
  readonly value: WindowsEventRecord;
  readonly place: NumberedLocation;
  readonly #chunk: Chunk;
  readonly #content: Content;
  readonly #texts: ValueTexts;

  constructor(
    chunk: Chunk,
    location: NumberedLocation,
    content: Content,
    value: WindowsEventRecord,
    texts: ValueTexts,
  ) {
    this.#chunk = chunk;
    this.#content = content;
    this.#texts = texts;
    this.place = location;
    this.value = value;
  }

  /** The event as XML. Not cached, because it is requested for few records. */
  get text(): string {
    return new EventDecoder(this.#chunk.bytes, this.#texts).xml(this.#content, this.place.recordId);
  }
}

type NumberedLocation = RecordLocation & { readonly recordId: string };

function locationOf(chunk: Chunk, start: number, end: number): NumberedLocation {
  return {
    offset: chunk.offset + start,
    length: end - start,
    line: 0,
    chunk: chunk.number,
    recordId: u64Text(chunk.bytes, start + 8),
  };
}
