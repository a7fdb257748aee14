import type { Format, OpenContext } from "../format.ts";
import type { SplitForm } from "../split-form.ts";
import { CsvReader } from "./csv-reader.ts";
import type { CsvDialect, CsvHeader } from "./dialect.ts";
import { sniffCsv } from "./sniff-csv.ts";

export const csvFormat: Format = {
  id: "csv",
  isBinary: false,
  sniff(head) {
    const dialect = sniffCsv(head);
    if (dialect === null) return null;
    const open = ({ handler, origin }: OpenContext) => new CsvReader(dialect, handler, origin, true);
    const splits = (size: number): SplitForm | null => {
      const header = headerIn(head, dialect);
      return header && { kind: "rows", size, dialect, header };
    };
    // A prescan would have to decode nearly every row.
    if (dialect.respells) return { open, splits };
    return {
      open,
      splits,
      prescan: (prescan, { handler, origin }) => new CsvReader(dialect, handler, origin, true, prescan),
    };
  },
};

/** The header of a table that begins with `head`; null if it is not all there. */
function headerIn(head: Uint8Array, dialect: CsvDialect): CsvHeader | null {
  const nothing = () => undefined;
  const handler = { record: nothing, skipped: nothing, notAnObject: nothing, problem: nothing };
  const reader = new CsvReader(dialect, handler, { offset: (offset) => offset, line: (line) => line }, true);
  reader.append(head);
  reader.work();
  return reader.header;
}
