/**
 * Some events of one file in columns, sorted by time, those without a time last. A code is a position in `texts`, whose
 * first is the empty text.
 */
export interface EventPart {
  readonly count: number;
  /** Epoch milliseconds; NaN where the event has no time that could be read. */
  readonly times: Float64Array<ArrayBuffer>;
  /** Where the record is: its offset in the file, or in the member of an archive. */
  readonly offsets: Float64Array<ArrayBuffer>;
  /** The record's length in bytes. */
  readonly lengths: Uint32Array<ArrayBuffer>;
  /** Codes of the members of an archive, after a slash. */
  readonly members: Uint32Array<ArrayBuffer>;
  readonly hosts: Uint32Array<ArrayBuffer>;
  readonly users: Uint32Array<ArrayBuffer>;
  readonly objects: Uint32Array<ArrayBuffer>;
  readonly values: Uint32Array<ArrayBuffer>;
  /** Rows of `kindTable`. */
  readonly kinds: Uint32Array<ArrayBuffer>;
  /** Rows of `processTable`. */
  readonly processes: Uint32Array<ArrayBuffer>;
  /** Rows of `originTable`. */
  readonly origins: Uint32Array<ArrayBuffer>;
  /** The number that its log gave each record, from 1 on; 0 where there is none. */
  readonly recordIds: Uint32Array<ArrayBuffer>;
  /** For each kind of event, the codes of its channel, event code, categories and action. */
  readonly kindTable: Uint32Array<ArrayBuffer>;
  /** For each process, the codes of its entity id, its name, its pid, and the entity id of its parent. */
  readonly processTable: Uint32Array<ArrayBuffer>;
  /** For each process, the codes of the number and the name of its parent. */
  readonly parentTable: Uint32Array<ArrayBuffer>;
  /** For each origin, the codes of its address, its name, the type of the logon, and why it failed. */
  readonly originTable: Uint32Array<ArrayBuffer>;
  readonly texts: readonly string[];
  /** Fields of which the part does not have every value as it is: see `inexactIn`. */
  readonly inexact: number;
}

/** Codes in a row of each table, but for that of parents. */
export const TABLE_WIDTH = 4;
export const PARENT_WIDTH = 2;

/**
 * The columns with a whole number for each event, in the order in which they are packed. `recordIds` and what is about
 * origins come after the texts, what is about parents after these, and `inexact` last: parts of earlier versions end before.
 */
export const CODE_COLUMNS = [
  "lengths",
  "members",
  "hosts",
  "users",
  "objects",
  "values",
  "kinds",
  "processes",
] as const;
export const TABLES = ["kindTable", "processTable"] as const;

/** A part as it is handed over and stored: see `packPart`. */
export interface PackedPart {
  readonly count: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}
