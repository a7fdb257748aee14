import type { FlatEvent } from "../../ecs/index.ts";
import { locationKey } from "../../formats/index.ts";
import { eventOf, type SeenEvent, sha256Hex } from "../../scan/index.ts";
import { type Adapted, documentOf, NOTHING_ADAPTED } from "./bulk-document.ts";
import type { FieldPlan } from "./field-plan.ts";
import { indexOf } from "./index-name.ts";

/** The file that events are from, as the case has it. */
export interface BulkFile {
  /** As dropped; with its path below a dropped folder. */
  readonly path: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** What is known of the events of a file when all are written. */
export interface BulkSummary {
  readonly events: number;
  /** Events of each index, by its name. */
  readonly indices: readonly (readonly [name: string, events: number])[];
  readonly adapted: Adapted;
  /** Documents that no request to Elasticsearch can hold, by their places. */
  readonly tooLarge: readonly number[];
  /** Names of fields, up to `MOST_NAMES`. */
  readonly names: readonly string[];
}

/** A part ends with the document that makes it this long, in UTF-16 units: a request of 5 to 15 MB is what Elastic advises. */
export const PART_UNITS = 8 * 1024 * 1024;
/** Elasticsearch takes no request of more than 100 MB (`http.max_content_length`); a unit has up to three bytes. */
const MOST_UNITS = 32 * 1024 * 1024;
/** The fields of one index: see `index.mapping.total_fields.limit` in the template. */
export const MOST_NAMES = 10_000;

const encoder = new TextEncoder();

/**
 * Writes events as the body of `_bulk` requests: for each the action and the document. A part ends between two documents,
 * wherever the bytes of the file were cut when it was read.
 */
export class BulkParts {
  readonly #file: BulkFile;
  readonly #plan: FieldPlan;
  readonly #partUnits: number;
  readonly #adapted: Adapted = { ...NOTHING_ADAPTED };
  readonly #indices = new Map<string, number>();
  readonly #names = new Set<string>();
  readonly #tooLarge: number[] = [];
  #events = 0;
  #lines: string[] = [];
  #units = 0;
  #full: Uint8Array<ArrayBuffer>[] = [];

  /** @param partUnits for tests, whose files are small */
  constructor(file: BulkFile, plan: FieldPlan, partUnits = PART_UNITS) {
    this.#file = file;
    this.#plan = plan;
    this.#partUnits = partUnits;
  }

  add(seen: SeenEvent): void {
    const event = eventOf(seen);
    const index = indexOf(seen, event);
    const action = JSON.stringify({ index: { _index: index, _id: this.#idOf(seen) } });
    const document = JSON.stringify(this.#documentOf(seen, event));
    if (document.length > MOST_UNITS) {
      this.#tooLarge.push(seen.place.offset);
      return;
    }
    this.#events++;
    this.#indices.set(index, (this.#indices.get(index) ?? 0) + 1);
    const lines = `${action}\n${document}\n`;
    this.#lines.push(lines);
    this.#units += lines.length;
    if (this.#units >= this.#partUnits) this.#cut();
  }

  /** The parts that have become full since the last call. */
  takeFull(): readonly Uint8Array<ArrayBuffer>[] {
    const full = this.#full;
    this.#full = [];
    return full;
  }

  /** Ends the last part: see `takeFull`. */
  finish(): BulkSummary {
    if (this.#lines.length > 0) this.#cut();
    return {
      events: this.#events,
      indices: [...this.#indices],
      adapted: this.#adapted,
      tooLarge: this.#tooLarge,
      names: [...this.#names],
    };
  }

  #cut(): void {
    this.#full.push(encoder.encode(this.#lines.join("")));
    this.#lines = [];
    this.#units = 0;
  }

  /** The same record of the same file has the same id, whoever hands it over. */
  #idOf({ place }: SeenEvent): string {
    return sha256Hex(encoder.encode(`${this.#file.sha256}\n${locationKey(place)}`));
  }

  #documentOf(seen: SeenEvent, event: FlatEvent): Record<string, unknown> {
    const { place, source, extension, derived } = seen;
    const document = documentOf(event, this.#plan, this.#adapted, (name) => {
      if (this.#names.size <= MOST_NAMES) this.#names.add(name);
    });
    return Object.assign(document, {
      "loupe.file.path": this.#file.path,
      "loupe.file.hash.sha256": this.#file.sha256,
      "loupe.offset": place.offset,
      ...(place.line > 0 && { "loupe.line": place.line }),
      ...(place.member !== undefined && { "loupe.archive_member": place.member }),
      ...(place.carved === true && { "loupe.carved": true }),
      "loupe.source": source,
      ...(extension !== undefined && { "loupe.extension": extension }),
      ...(derived !== undefined && derived.length > 0 && { "loupe.derived": derived }),
    });
  }
}
