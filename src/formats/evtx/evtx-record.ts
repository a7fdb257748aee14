import type { DecodedRecord } from "../handler.ts";
import type { RecordLocation } from "../record.ts";
import type { WindowsEventRecord } from "../windows-event.ts";
import { u64Text } from "./bytes.ts";
import type { Chunk } from "./chunk.ts";
import type { RecordContent } from "./content.ts";
import { Damage } from "./damage.ts";
import { EventDecoder } from "./event-decoder.ts";
import { remainsXml } from "./event-xml.ts";
import type { TemplateSource } from "./fragments.ts";
import type { ValueTexts } from "./value-text.ts";

/** A record of a log, with its event. */
export class EvtxRecord implements DecodedRecord {
  readonly value: WindowsEventRecord;
  readonly place: NumberedLocation;
  readonly #chunk: Chunk;
  readonly #content: RecordContent;
  readonly #texts: ValueTexts;
  readonly #templates: TemplateSource | null;

  constructor(
    chunk: Chunk,
    location: NumberedLocation,
    content: RecordContent,
    value: WindowsEventRecord,
    texts: ValueTexts,
    templates: TemplateSource | null,
  ) {
    this.#chunk = chunk;
    this.#content = content;
    this.#texts = texts;
    this.#templates = templates;
    this.place = location;
    this.value = value;
  }

  /** The event as XML. Not cached, because it is requested for few records. */
  get text(): string {
    try {
      return new EventDecoder(this.#chunk.bytes, this.#texts, false, this.#templates).xml(this.#content);
    } catch (error) {
      if (error instanceof Damage) return remainsXml(this.value.event);
      throw error;
    }
  }
}

/** Where a record of a log is. Its number is text, since it may be beyond 2^53. */
export type NumberedLocation = RecordLocation & { readonly recordId: string };

/** The location of a record between two positions of its chunk. */
export function locationOf(chunk: Chunk, start: number, end: number): NumberedLocation {
  return {
    offset: chunk.offset + start,
    length: end - start,
    line: 0,
    chunk: chunk.number,
    recordId: u64Text(chunk.bytes, start + 8),
  };
}
