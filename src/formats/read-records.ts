import { EvidenceReader } from "./evidence-reader.ts";
import { type ByteSource, readBlob } from "../bytes/index.ts";
import type { EvidenceRecord, Problem } from "./record.ts";

export interface RecordBatch {
  readonly records: readonly EvidenceRecord[];
  readonly problems: readonly Problem[];
}

/**
 * Every record of a file, decoded, in the order of the file. JSON values that are no objects are no records.
 *
 * @param blob the file; read as a stream, so its size does not matter
 * @param _name not looked at: content alone decides how a file is read
 * @throws what `readBlob` throws when the file itself cannot be read
 */
export async function* readRecords(blob: ByteSource, _name: string): AsyncGenerator<RecordBatch, void, void> {
  let records: EvidenceRecord[] = [];
  let problems: Problem[] = [];
  const reader = new EvidenceReader({
    record: ({ value, place }) => void records.push({ value, place }),
    skipped: () => undefined,
    notAnObject: () => undefined,
    problem: (problem) => void problems.push(problem),
  });
  for await (const chunk of readBlob(blob)) {
    reader.append(chunk);
    for (let more = true; more;) {
      more = reader.work();
      if (records.length + problems.length > 0) yield { records, problems };
      records = [];
      problems = [];
    }
  }
  reader.end(true);
  if (records.length + problems.length > 0) yield { records, problems };
}
