import type { DecodedRecord, RecordHandler } from "../../src/formats/handler.ts";
import type { FormatDiagnostic } from "../../src/formats/diagnostic.ts";
import type { Stage } from "../../src/bytes/index.ts";

/** A handler that collects the output of a reader that hands over only records. */
export function collector(): {
  records: DecodedRecord[];
  problems: FormatDiagnostic[];
  handler: RecordHandler;
} {
  const records: DecodedRecord[] = [];
  const problems: FormatDiagnostic[] = [];
  const unexpected = (): never => {
    throw new Error("this format holds records only");
  };
  const handler: RecordHandler = {
    record: (record) => void records.push(record),
    skipped: unexpected,
    notAnObject: unexpected,
    problem: (problem) => void problems.push(problem),
  };
  return { records, problems, handler };
}

/** The positions in a text that is the file itself. */
export const PLAIN = { offset: (offset: number) => offset, line: (line: number) => line };

/** Hands bytes over in pieces of `size` bytes, and ends the reader. */
export function feed(reader: Stage, bytes: Uint8Array, size = Infinity, complete = true): void {
  for (let at = 0; at < bytes.length; at += size) {
    reader.append(bytes.subarray(at, Math.min(at + size, bytes.length)));
    while (reader.work());
  }
  reader.end(complete);
}
