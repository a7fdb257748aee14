import type { Format } from "../format.ts";
import { CsvReader } from "./csv-reader.ts";
import { sniffCsv } from "./sniff-csv.ts";

export const csvFormat: Format = {
  id: "csv",
  isBinary: false,
  sniff(head) {
    const dialect = sniffCsv(head);
    return dialect && { open: ({ handler, origin }) => new CsvReader(dialect, handler, origin, true) };
  },
};
