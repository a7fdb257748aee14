import type { CsvDialect, CsvHeader } from "./csv/dialect.ts";
import type { FileHeader } from "./evtx/file-header.ts";

/**
 * How a file can be read in splits: lines of NDJSON, chunks of an event log, events in XML, or rows of a table.
 *
 * `size` is that of the file in bytes: the reader of its last bytes reports what is missing.
 */
export type SplitForm =
  | { readonly kind: "lines" }
  | { readonly kind: "chunks"; readonly header: FileHeader }
  | { readonly kind: "events"; readonly size: number }
  | {
      readonly kind: "rows";
      readonly size: number;
      readonly dialect: CsvDialect;
      /** What the table begins with: no other split has it. */
      readonly header: CsvHeader;
    };
