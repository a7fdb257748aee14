import type { Format, OpenContext } from "../format.ts";
import { CsvReader } from "./csv-reader.ts";
import { sniffCsv } from "./sniff-csv.ts";

export const csvFormat: Format = {
  id: "csv",
  isBinary: false,
  sniff(head) {
    const dialect = sniffCsv(head);
    if (dialect === null) return null;
    const open = ({ handler, origin }: OpenContext) => new CsvReader(dialect, handler, origin, true);
    // A prescan would have to decode nearly every row.
    if (dialect.respells) return { open };
    return {
      open,
      prescan: (prescan, { handler, origin }) => new CsvReader(dialect, handler, origin, true, prescan),
    };
  },
};
