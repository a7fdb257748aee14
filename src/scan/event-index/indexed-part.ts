import type { EventField } from "./event-query.ts";

/** A part with its codes changed to those of the whole index. */
export interface IndexedPart {
  readonly evidenceId: string;
  readonly count: number;
  readonly times: Float64Array;
  /** The number of rows with a time. */
  readonly dated: number;
  /** In files of up to 4 GiB, 32 bits are enough. */
  readonly offsets: Float64Array | Uint32Array;
  readonly lengths: Uint16Array | Uint32Array;
  readonly members: Uint16Array | Uint32Array;
  readonly hosts: Uint16Array | Uint32Array;
  readonly users: Uint16Array | Uint32Array;
  readonly objects: Uint16Array | Uint32Array;
  readonly values: Uint16Array | Uint32Array;
  readonly kinds: Uint16Array | Uint32Array;
  readonly processes: Uint16Array | Uint32Array;
  readonly origins: Uint16Array | Uint32Array;
  readonly recordIds: Uint16Array | Uint32Array;
  /** See `EventPart.inexact`. */
  readonly inexact: number;
}

/** The columns that have rows of a table. */
export type TableColumn = "kinds" | "processes" | "origins";
export type CodeColumn = "hosts" | "users" | "objects" | "values" | TableColumn;

export function isTableColumn(column: CodeColumn): column is TableColumn {
  return column === "kinds" || column === "processes" || column === "origins";
}

/** Where the rows of the table of kinds have all categories of an event; they have the first as well. */
export const ALL_CATEGORIES = 4;

/** Where a field is: in a column of texts, or at a position of the rows of a table. */
export const FIELDS: Readonly<Record<EventField, readonly [column: CodeColumn, position: number | null]>> = {
  "host.name": ["hosts", null],
  "user.name": ["users", null],
  object: ["objects", null],
  "winlog.channel": ["kinds", 0],
  "event.code": ["kinds", 1],
  "event.category": ["kinds", 2],
  "event.action": ["kinds", 3],
  categories: ["kinds", ALL_CATEGORIES],
  "process.entity_id": ["processes", 0],
  "process.name": ["processes", 1],
  "process.pid": ["processes", 2],
  "process.parent.entity_id": ["processes", 3],
  "process.parent.pid": ["processes", 4],
  "source.ip": ["origins", 0],
  "source.domain": ["origins", 1],
  "winlog.logon.type": ["origins", 2],
  "winlog.logon.failure.reason": ["origins", 3],
};

/** Rows of codes, each with a key. */
export class CodeTable {
  readonly #rows = new Map<string, number>();
  readonly #codes: (readonly number[])[] = [];

  get size(): number {
    return this.#codes.length;
  }

  codesOf(row: number): readonly number[] {
    return this.#codes[row]!;
  }

  /** The row with a key, which gets the codes that it still lacks. */
  rowOf(key: string, codes: readonly number[]): number {
    const known = this.#rows.get(key);
    if (known === undefined) {
      this.#rows.set(key, this.#codes.length);
      return this.#codes.push(codes) - 1;
    }
    this.#codes[known] = this.#codes[known]!.map((code, i) => code || codes[i]!);
    return known;
  }
}
