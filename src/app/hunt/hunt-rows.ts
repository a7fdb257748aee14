import type { FlatEvent } from "../../ecs/index.ts";
import type { RecordLocation } from "../../formats/index.ts";
import { firstOf } from "../../match/index.ts";
import { eventOf, type HuntLimit, type SeenEvent } from "../../scan/index.ts";
import { compareInstants, type Instant, parseInstant } from "../../time/index.ts";

/** One event that a hunt has found. */
export interface HuntRow {
  readonly evidenceId: string;
  readonly place: RecordLocation;
  readonly source: string;
  /** Null if the record of a sequence's event could not be read again. */
  readonly event: FlatEvent | null;
  readonly instant: Instant | null;
  /** The position of its file among those of the case: of events of one moment, those of the first file come first. */
  readonly file: number;
  /** The characters of the event. */
  readonly size: number;
}

/** All listed events together have at most this many characters: a few of them may be as large as a file. */
const MOST_CHARACTERS = 64_000_000;

export function huntRow(seen: SeenEvent, evidenceId: string, file: number): HuntRow {
  const event = eventOf(seen);
  return {
    ...{ evidenceId, file, event },
    place: seen.place,
    source: seen.source,
    instant: parseInstant(firstOf(event["@timestamp"])),
    size: typeof seen.fields === "string" ? seen.fields.length : JSON.stringify(seen.fields).length,
  };
}

/** Elasticsearch's order of events, with that of the files and of their records where the time is the same. */
export function compareRows(a: HuntRow, b: HuntRow): number {
  return compareInstants(a.instant, b.instant) || a.file - b.file || a.place.offset - b.place.offset;
}

/** The matches of a hunt that happened first, or last, as many as are listed. */
export class HuntRows {
  readonly #limit: HuntLimit;
  readonly #mostCharacters: number;
  #rows: HuntRow[] = [];
  #size = 0;

  constructor(limit: HuntLimit, mostCharacters = MOST_CHARACTERS) {
    this.#limit = limit;
    this.#mostCharacters = mostCharacters;
  }

  add(rows: readonly HuntRow[]): void {
    for (const row of rows) {
      this.#rows.push(row);
      this.#size += row.size;
    }
    if (this.#rows.length >= 2 * this.#limit.rows || this.#size >= 2 * this.#mostCharacters) this.#cut();
  }

  /** In the order of their times. */
  listed(): readonly HuntRow[] {
    this.#cut();
    return [...this.#rows];
  }

  #cut(): void {
    const { rows: most, from } = this.#limit;
    this.#rows.sort(compareRows);
    const nearestFirst = from === "first" ? this.#rows : this.#rows.reverse();
    let size = 0;
    let kept = 0;
    while (kept < Math.min(most, nearestFirst.length)) {
      const next = size + nearestFirst[kept]!.size;
      if (kept > 0 && next > this.#mostCharacters) break;
      size = next;
      kept++;
    }
    nearestFirst.length = kept;
    this.#rows = from === "first" ? nearestFirst : nearestFirst.reverse();
    this.#size = size;
  }
}
