/** Who writes such tables. */
export type CsvKind =
  "discover" | "advanced-hunting" | "evtxecmd" | "get-winevent" | "event-viewer" | "windows-event";

/** How a CSV text is to be read. */
export interface CsvDialect {
  readonly kind: CsvKind;
  readonly delimiter: string;
  /** The byte that ends lines: LF, also in CRLF, or CR. */
  readonly lineBreak: number;
  /** Cells of most rows; the header may have fewer, as Event Viewer's has. */
  readonly cells: number;
}

/** A line that stands before the header and is none: Excel's `sep=;`, and the type that PowerShell 5.1 names. */
export function isPreamble(row: string): boolean {
  return SEPARATOR.test(row) || row.startsWith("#TYPE ");
}

/** The delimiter that Excel's line names. */
export function namedDelimiter(row: string): string | undefined {
  return SEPARATOR.exec(row)?.[1];
}

const SEPARATOR = /^"?sep=([,;\t|])"?$/i;
