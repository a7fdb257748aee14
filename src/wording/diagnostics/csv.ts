import type { FormatDiagnostics } from "../../formats/index.ts";
import { count, plural } from "../format.ts";
import type { Sentences } from "./sentences.ts";

export const CSV_SENTENCES: Sentences<FormatDiagnostics, "bad-csv"> = {
  "bad-csv": (data) => {
    switch (data.kind) {
      case "quotes":
        return "The quotes of this cell are damaged, so the end of its row is unknown. The row was not examined; reading continued at the next line.";
      case "zero-bytes":
        return `This row contains ${plural(data.count, "zero byte")}: part of the table was overwritten, and rows may be missing. The row was examined as it is.`;
      case "header-quotes":
        return "The quotes of the header are damaged. The column names were taken from the line unchanged.";
      case "unknown-language":
        return "The header is in a language that Loupe does not know. It has the layout of Event Viewer's table, so the columns were identified by position. Messages in this language cannot be split into fields: except for Sysmon, only the header of each event was examined. Export the log as EVTX or XML instead.";
      case "header-length":
        return `The header has ${count(data.names)} names, but the rows have ${count(data.cells)} cells: values may be examined under the wrong name. Check the export.`;
      case "joined-rows":
        return `${countsOf(data)}: a line break is missing, and only the first row of the line was examined.`;
      case "more-cells":
        return `${countsOf(data)}. It was examined; the extra cells are named \`${data.name}\` and so on.`;
      case "fewer-cells":
        return `${countsOf(data)}. It was examined, but values may be in the wrong columns.`;
    }
  },
};

function countsOf({ cells, expected }: { readonly cells: number; readonly expected: number }): string {
  return `This row has ${count(cells)} cells instead of ${count(expected)}`;
}
