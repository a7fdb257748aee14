/** CSV: tables of events that Kibana, Defender, EvtxECmd, PowerShell and Event Viewer export. */
export { CsvReader } from "./csv-reader.ts";
export { type CsvDialect, type CsvKind } from "./dialect.ts";
export { sniffCsv } from "./sniff-csv.ts";
