import { EvidenceReader, type DecodedRecord } from "../../../src/formats/index.ts";

/** The number of bytes that a browser reads at once. */
const PIECE = 1 << 20;

/** Reads the bytes of a file like a scan, and decodes everything. */
export function readRecords(bytes: Uint8Array, take: (record: DecodedRecord) => void): void {
  const reader = new EvidenceReader({
    record: take,
    skipped: () => undefined,
    notAnObject: () => undefined,
    problem: (problem) => {
      if (problem.severity === "error") throw new Error(JSON.stringify(problem));
    },
  });
  for (let at = 0; at < bytes.length; at += PIECE) {
    reader.append(bytes.subarray(at, at + PIECE));
    while (reader.work());
  }
  reader.end(true);
}
