/** The program or service that writes such tables. */
export type CsvKind =
  | "discover"
  | "advanced-hunting"
  | "device-timeline"
  | "evtxecmd"
  | "get-winevent"
  | "event-viewer"
  | "windows-event"
  | "event-cells";

/** How to read a CSV text. */
export interface CsvDialect {
  readonly kind: CsvKind;
  readonly delimiter: string;
  /** The byte that ends lines: LF, which also ends CRLF, or CR. */
  readonly lineBreak: number;
  /** Cells in most rows. The header may have fewer, as in Event Viewer's tables. */
  readonly cells: number;
  /** Most rows may spell a text in another way than the event that is read from them. */
  readonly respells?: true;
}

/** The header of a table, as far as its rows need it. */
export interface CsvHeader {
  /** As written. */
  readonly text: string;
  readonly cells: number;
  /** The names of the columns. */
  readonly columns: readonly string[];
}

/** Whether a line may precede the header: Excel's `sep=;`, or the type name that PowerShell 5.1 writes. */
export function isPreamble(row: string): boolean {
  return SEPARATOR.test(row) || row.startsWith("#TYPE ");
}

/** The delimiter that Excel's line specifies. */
export function namedDelimiter(row: string): string | undefined {
  return SEPARATOR.exec(row)?.[1];
}

const SEPARATOR = /^"?sep=([,;\t|])"?$/i;
