import { formatWords } from "../../src/wording/format-words.ts";
import { EvidenceReader, type ReaderOptions } from "../../src/formats/evidence-reader.ts";
import type { DecodedRecord } from "../../src/formats/handler.ts";
import type { FormatDiagnostic } from "../../src/formats/diagnostic.ts";

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export interface ReadResult {
  readonly records: DecodedRecord[];
  readonly values: unknown[];
  readonly problems: FormatDiagnostic[];
  readonly lost: FormatDiagnostic[];
  readonly others: number;
  /** The format in words. */
  readonly format: string;
  readonly readable: boolean;
}

/** Reads bytes in pieces of `size` bytes, and decodes everything. */
export function readBytes(
  bytes: Uint8Array | string,
  size = Infinity,
  options: ReaderOptions = {},
): ReadResult {
  const content = typeof bytes === "string" ? utf8(bytes) : bytes;
  const records: DecodedRecord[] = [];
  const problems: FormatDiagnostic[] = [];
  let others = 0;
  const reader = new EvidenceReader(
    {
      record: (record) => void records.push(record),
      skipped: () => undefined,
      notAnObject: () => void others++,
      problem: (problem) => void problems.push(problem),
    },
    null,
    options,
  );
  for (let at = 0; at < content.length; at += size) {
    reader.append(content.subarray(at, Math.min(at + size, content.length)));
    while (reader.work());
  }
  const { kind, readable } = reader.end(true);
  return {
    records,
    values: records.map((record) => record.value),
    problems,
    lost: problems.filter(({ severity }) => severity === "error"),
    others,
    format: formatWords(kind),
    readable,
  };
}

/** The part of a result that must not depend on how the bytes were cut. */
export function comparable(result: ReadResult): unknown {
  return JSON.parse(JSON.stringify({ ...result, values: undefined }));
}
