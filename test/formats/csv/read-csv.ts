import { type CsvDialect, CsvReader, sniffCsv } from "../../../src/formats/csv/index.ts";
import type { DecodedRecord } from "../../../src/formats/handler.ts";
import type { FormatDiagnostic } from "../../../src/formats/diagnostic.ts";
import { collector, feed, PLAIN } from "../../support/feed.ts";

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export interface CsvResult {
  readonly dialect: CsvDialect;
  /** As plain objects, for comparison. */
  readonly rows: Record<string, string>[];
  readonly records: DecodedRecord[];
  readonly problems: FormatDiagnostic[];
  readonly lost: FormatDiagnostic[];
}

export interface CsvOptions {
  readonly size?: number;
  readonly complete?: boolean;
  readonly dialect?: CsvDialect;
}

/** Reads CSV in pieces of `size` bytes, in the dialect recognised from its beginning. */
export function readCsv(content: string | Uint8Array, options: CsvOptions = {}): CsvResult {
  const bytes = typeof content === "string" ? bytesOf(content) : content;
  const { size = Infinity, complete = true, dialect = sniffCsv(bytes.subarray(0, 256 * 1024)) } = options;
  if (dialect === null) throw new Error("no CSV of events");
  const { records, problems, handler } = collector();
  feed(new CsvReader(dialect, handler, PLAIN), bytes, size, complete);
  return {
    dialect,
    records,
    rows: records.map(({ value }) => ({ ...(value as Record<string, string>) })),
    problems,
    lost: problems.filter(({ severity }) => severity === "error"),
  };
}
