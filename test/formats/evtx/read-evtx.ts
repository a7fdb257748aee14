import type { DecodedRecord } from "../../../src/formats/handler.ts";
import { EvtxReader } from "../../../src/formats/evtx/index.ts";
import type { FormatDiagnostic } from "../../../src/formats/diagnostic.ts";
import type { ReadOptions } from "../../../src/formats/format.ts";
import type { RecordLocation } from "../../../src/formats/record.ts";
import type { WindowsEvent, WindowsEventRecord } from "../../../src/formats/windows-event.ts";

export interface EvtxResult {
  readonly records: DecodedRecord[];
  readonly events: WindowsEvent[];
  readonly places: RecordLocation[];
  readonly problems: FormatDiagnostic[];
  readonly lost: FormatDiagnostic[];
  readonly reader: EvtxReader;
}

export interface TestReadOptions extends ReadOptions {
  /** Number of bytes handed over at once. */
  readonly piece?: number;
  readonly complete?: boolean;
}

/** Everything that the reader reports for a file. */
export function readEvtx(
  file: Uint8Array,
  { piece = 1 << 20, complete = true, ...options }: TestReadOptions = {},
): EvtxResult {
  const records: DecodedRecord[] = [];
  const problems: FormatDiagnostic[] = [];
  const reader = new EvtxReader(
    {
      record: (record) => records.push(record),
      problem: (problem) => problems.push(problem),
      skipped: () => {
        throw new Error("nothing is skipped");
      },
      notAnObject: () => {
        throw new Error("no JSON here");
      },
    },
    options,
  );
  for (let at = 0; at < file.length; at += piece) {
    // Each piece is overwritten after use, which exposes any view of it that was kept.
    const bytes = file.slice(at, at + piece);
    reader.append(bytes);
    bytes.fill(0xaa);
    while (reader.work());
  }
  reader.end(complete);
  return {
    records,
    events: records.map(({ value }) => (value as WindowsEventRecord).event),
    places: records.map(({ place }) => place),
    problems,
    lost: problems.filter(({ severity }) => severity === "error"),
    reader,
  };
}
