/** CSV: tables of events that Kibana, Defender, EvtxECmd, PowerShell and Event Viewer export. */
export { csvFormat } from "./csv-format.ts";
export { CsvReader, type CsvTable } from "./csv-reader.ts";
export type { CsvDialect, CsvHeader, CsvKind } from "./dialect.ts";
export { rowBorders } from "./row-borders.ts";
export { sniffCsv } from "./sniff-csv.ts";
