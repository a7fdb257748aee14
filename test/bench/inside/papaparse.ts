import Papa from "papaparse";
import type { Way } from "./take-turns.ts";
import { texts } from "./texts.ts";

export const way: Way = {
  prepare: texts,
  run(pieces: readonly string[]) {
    let rows = 0;
    for (const piece of pieces)
      rows += Papa.parse(piece, { delimiter: ",", skipEmptyLines: true }).data.length;
    // The header is not a record.
    return rows - 1;
  },
};
