import type { RecordHandler } from "../handler.ts";
import { type WindowsEvent, WindowsEventRecord } from "../windows-event.ts";
import type { Chunk } from "./chunk.ts";
import type { Extent } from "./chunk-extent.ts";
import { type RecordContent, contentOf } from "./content.ts";
import { Damage } from "./damage.ts";
import { chunkAt, type DisplacedRecords, Displacement, isDisplaced } from "./displaced.ts";
import { EarlierChunks } from "./earlier-chunks.ts";
import { EventDecoder, type RecordHeader } from "./event-decoder.ts";
import { EvtxRecord, locationOf, type NumberedLocation } from "./evtx-record.ts";
import type { TemplateSource } from "./fragments.ts";
import { CHUNK_HEADER_BYTES, RECORD_ALIGNMENT } from "./layout.ts";
import { KnownTemplates } from "./known-templates.ts";
import { MovedBytes } from "./moved-bytes.ts";
import type { OrderedOutput } from "./ordered-output.ts";
import { problems } from "./problems.ts";
import { carveRecords, type ChunkSegment, walkRecords } from "./record-walk.ts";
import { type Place, type Places, ReassembledChunks } from "./reassembled.ts";
import { findSpliced } from "./spliced.ts";
import { ValueTexts } from "./value-text.ts";
import { VALUE } from "./value-types.ts";

const NONE: ReadonlyMap<ChunkSegment, string> = new Map();

/** Where the log's records end: before the extent's end without IDs in the header, after it if bytes were inserted. */
function walkedTo(segments: readonly ChunkSegment[], { ids, from, to }: Extent): number {
  const end = segments.at(-1)?.end ?? from;
  return ids === null ? end : Math.max(to, end);
}

/** A record of the log, and what decodes it. */
interface LogRecord {
  readonly chunk: Chunk;
  readonly location: NumberedLocation;
  readonly content: RecordContent;
  readonly decoder: EventDecoder;
  readonly templates: TemplateSource;
}

type Receiver = Pick<RecordHandler, "record" | "problem">;

/** Hands over the records of chunks. */
export class ChunkReader {
  readonly #output: OrderedOutput;
  readonly #templates = new KnownTemplates();
  /** What has been handed over, if carving is on; otherwise null. */
  readonly #earlier: EarlierChunks | null;
  readonly #texts = new ValueTexts();
  readonly #displacement = new Displacement();
  readonly #reassembled = new ReassembledChunks();
  /** Offsets of the records that were carved: they need not be found again. */
  readonly #carved = new Set<number>();
  /** The last record ID of the log so far; -1 before the first record. */
  lastId = -1;
  /** Number of carved records that could not be read. */
  unreadableCarved = 0;
  /** Number of carved records that had already been handed over. */
  copiesCarved = 0;

  constructor(output: OrderedOutput, carves: boolean) {
    this.#output = output;
    this.#earlier = carves ? new EarlierChunks() : null;
  }

  /**
   * Hands over the log's records of a chunk and, if requested, the carved ones.
   * @param isAltered the checksum says that bytes of the chunk's records have changed since they were written
   */
  read(chunk: Chunk, extent: Extent, isAltered: boolean): void {
    const templates = {
      templates: this.#templates,
      trustedEnd: extent.matchesChecksum ? extent.to : 0,
    };
    const decoder = new EventDecoder(chunk.bytes, this.#texts, false, templates);
    const segments = walkRecords(chunk.bytes, extent);
    const moved = extent.matchesChecksum ? null : new MovedBytes(chunk.bytes, segments);
    const spliced = isAltered ? findSpliced(chunk.bytes, segments, decoder, moved) : NONE;
    if (extent.ids !== null) this.#displacement.expect(extent.ids);
    if (segments.some(({ kind }) => kind !== "whole")) {
      this.#displacement.isDamaged = true;
      this.#reassembled.note(chunk, segments, extent);
    }
    let afterCut = false;
    for (const segment of segments) {
      const isGap = segment.kind === "gap";
      if (segment.kind === "whole") this.#displacement.note(chunk, segment);
      if (!isGap)
        this.#record(chunk, segment, contentOf(segment, moved), decoder, templates, spliced.get(segment));
      // The rest of a cut record is part of the same loss.
      else if (!afterCut || segment.missing > 0) {
        const { start, end, missing } = segment;
        this.#output.problem(problems.gap(chunk.number, chunk.offset + start, end - start, missing));
      }
      if (isGap) this.unused(chunk, segment.start, segment.end);
      afterCut = segment.kind === "cut";
    }
    if (extent.from > CHUNK_HEADER_BYTES + RECORD_ALIGNMENT) this.unused(chunk, 0, extent.from);
    this.unused(chunk, walkedTo(segments, extent), chunk.bytes.length);
  }

  /** Notes that a chunk of the log is missing. */
  missing(): void {
    this.#displacement.isDamaged = true;
  }

  /** Handles a part of the chunk that the log does not use. Its records are carved if requested. */
  unused(chunk: Chunk, from: number, to: number): void {
    if (this.#earlier !== null) this.#carve(chunk, from, to);
    this.#displacement.keep(chunk, from, to);
  }

  /** Hands over the log's records that are not in their place. Call it at the file's end. */
  end(): void {
    const parts = this.#displacement.found();
    const places = this.#reassembled.placeAll(parts);
    const found = parts.map((part) => ({
      ...part,
      segments: part.segments.filter(({ start }) => {
        const at = part.offset + start;
        return !this.#carved.has(at) && isDisplaced(part, at, places.get(at)?.start);
      }),
    }));
    const count = found.reduce((sum, { segments }) => sum + segments.length, 0);
    const first = found.find(({ segments }) => segments.length > 0);
    if (first === undefined) return;
    this.#output.problem(problems.displaced(count, first.offset + first.segments[0]!.start));
    for (const part of found) this.#handOverDisplaced(part, places);
  }

  #handOverDisplaced({ bytes, offset, segments }: DisplacedRecords, places: Places): void {
    const templates = { templates: this.#templates, trustedEnd: 0 };
    const decoder = new EventDecoder(bytes, this.#texts, true, templates);
    const moved = new MovedBytes(bytes, segments);
    for (const segment of segments) {
      const { start, end } = segment;
      const chunk = { bytes, offset, number: chunkAt(offset + start) };
      const location = { ...locationOf(chunk, start, end), carved: true as const };
      const record = { chunk, location, content: contentOf(segment, moved), decoder, templates };
      const place = places.get(offset + start);
      if (place !== undefined && this.#decode(this.#inPlace(record, place), this.#output) === null) continue;
      const damage = this.#decode(record, this.#output);
      if (damage !== null) this.#handOverRemains(record, damage, this.#output);
    }
  }

  /** A displaced record where it was written. */
  #inPlace(record: LogRecord, { bytes, start, end }: Place): LogRecord {
    const chunk = { ...record.chunk, bytes };
    const content = contentOf({ start, end, kind: "whole", missing: 0 }, null);
    return {
      ...record,
      chunk,
      content,
      decoder: new EventDecoder(bytes, this.#texts, true, record.templates),
    };
  }

  #carve(chunk: Chunk, from: number, to: number): void {
    const decoder = new EventDecoder(chunk.bytes, this.#texts, true);
    for (const segment of carveRecords(chunk.bytes, from, to)) {
      const { start, end } = segment;
      if (this.#earlier?.has(chunk.bytes, start, end)) {
        this.copiesCarved++;
        continue;
      }
      const location = { ...locationOf(chunk, start, end), carved: true as const };
      const content = contentOf(segment, null);
      try {
        const value = new WindowsEventRecord(decoder.event(content));
        this.#output.record(new EvtxRecord(chunk, location, content, value, this.#texts, null));
        this.#earlier?.add(chunk.bytes, start, end);
        if (this.#displacement.isDamaged) this.#carved.add(location.offset);
      } catch (error) {
        if (!(error instanceof Damage)) throw error;
        this.unreadableCarved++;
      }
    }
  }

  /** @param idInEvent given if the record is spliced */
  #record(
    chunk: Chunk,
    { start, end }: ChunkSegment,
    content: RecordContent,
    decoder: EventDecoder,
    templates: TemplateSource,
    idInEvent: string | undefined,
  ): void {
    const location = locationOf(chunk, start, end);
    this.lastId = Number(location.recordId);
    const { offset, recordId } = location;
    if (content.cut) this.#output.problem(problems.cut(chunk.number, offset, recordId));
    else if (idInEvent !== undefined) {
      this.#output.problem(problems.spliced(chunk.number, offset, recordId, idInEvent));
    }
    const marked = {
      ...location,
      ...(content.cut && { damaged: true as const }),
      ...(idInEvent !== undefined && { spliced: true as const }),
    };
    const record = { chunk, location: marked, content, decoder, templates };
    const damage = this.#decode(record, this.#output);
    if (!content.cut) this.#earlier?.add(chunk.bytes, start, end);
    if (damage === null) return;
    if (!decoder.lacksTemplate) this.#handOverRemains(record, damage, this.#output);
    else {
      this.#output.wait((receiver, isLast) => {
        const stillMissing = this.#decode(record, receiver);
        if (stillMissing !== null && isLast) this.#handOverRemains(record, stillMissing, receiver);
        return stillMissing === null || isLast;
      });
    }
  }

  /** Hands over a record if its event can be decoded. Otherwise returns why not. */
  #decode(record: LogRecord, receiver: Receiver): Damage | null {
    const { chunk, location, content, decoder } = record;
    let event: WindowsEvent;
    try {
      event = decoder.event(content);
    } catch (error) {
      if (error instanceof Damage) return error;
      throw error;
    }
    if (!decoder.hasBorrowed) receiver.record(this.#evtxRecord(record, location, event));
    else {
      receiver.problem(problems.borrowedTemplate(chunk.number, location.offset, location.recordId));
      receiver.record(this.#evtxRecord(record, { ...location, borrowedTemplate: true }, event));
    }
    return null;
  }

  /** Hands over what is left of a record whose event cannot be decoded. */
  #handOverRemains(record: LogRecord, { fault }: Damage, receiver: Receiver): void {
    const { chunk, location, content, decoder } = record;
    const { offset, recordId } = location;
    // That a cut record is incomplete has been reported.
    if (!content.cut) receiver.problem(problems.unreadable(chunk.number, offset, recordId, fault));
    const event = decoder.remains(content, headerOf(chunk, location, this.#texts));
    receiver.record(this.#evtxRecord(record, { ...location, damaged: true }, event));
  }

  #evtxRecord(
    { chunk, content, templates }: LogRecord,
    location: NumberedLocation,
    event: WindowsEvent,
  ): EvtxRecord {
    const value = new WindowsEventRecord(event);
    return new EvtxRecord(chunk, location, content, value, this.#texts, templates);
  }
}

/** What a record's header says of it: its number, and when it was written. */
function headerOf({ bytes, offset }: Chunk, location: NumberedLocation, texts: ValueTexts): RecordHeader {
  const written = texts.text(VALUE.fileTime, bytes, location.offset - offset + 16, 8);
  return { recordId: location.recordId, written: written.endsWith("Z") ? written : undefined };
}
