import type { UnpackBudget } from "../bytes/index.ts";
import { EvidenceReader } from "./evidence-reader.ts";
import { locationIn } from "./location-key.ts";
import type { FormatDiagnostic } from "./diagnostic.ts";
import type { EvidenceRecord } from "./record.ts";

export interface RecordBatch {
  readonly records: readonly EvidenceRecord[];
  readonly problems: readonly FormatDiagnostic[];
}

/** Collects what readers find until it is taken. */
export class Batch {
  #records: EvidenceRecord[] = [];
  #problems: FormatDiagnostic[] = [];

  reader(member: string | undefined, budget: UnpackBudget | null): EvidenceReader {
    return new EvidenceReader(
      {
        record: ({ value, place }) => void this.#records.push({ value, place: locationIn(place, member) }),
        skipped: () => undefined,
        notAnObject: () => undefined,
        problem: (problem) =>
          void this.#problems.push(member === undefined ? problem : { ...problem, member }),
      },
      null,
      budget === null ? {} : { budget },
    );
  }

  *append(reader: EvidenceReader, piece: Uint8Array): Generator<RecordBatch, void> {
    reader.append(piece);
    for (let more = true; more;) {
      more = reader.work();
      yield* this.take();
    }
  }

  *take(): Generator<RecordBatch, void> {
    const taken = { records: this.#records, problems: this.#problems };
    if (taken.records.length + taken.problems.length === 0) return;
    this.#records = [];
    this.#problems = [];
    yield taken;
  }
}
